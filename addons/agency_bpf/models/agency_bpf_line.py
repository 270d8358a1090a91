from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import FRAMES, MOST_GAP, UNITS

FIGURES = ("amount", "persons", "hours")


class AgencyBpfLine(models.Model):
    """A figure of a statement: what is written on the form, what it is made of, last year's beside it (T62)."""

    _name = "agency.bpf.line"
    _description = "Figure of a BPF"
    _inherit = ["agency.guarded.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    _governing_fields = ("bpf_id",)
    _frozen_fields = ("bpf_id",)

    bpf_id = fields.Many2one(
        comodel_name="agency.bpf", required=True, readonly=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="bpf_id.company_id", store=True, index=True)
    state = fields.Selection(related="bpf_id.state")
    entry_ids = fields.Many2many(
        comodel_name="agency.bpf.entry",
        relation="agency_bpf_line_entry_rel",
        column1="line_id",
        column2="entry_id",
        string="What counts",
        readonly=True,
    )

    # As the form has it, whatever becomes of its rows
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(required=True, readonly=True)
    frame = fields.Selection(selection=FRAMES, required=True, readonly=True)
    number = fields.Char(string="Row", readonly=True)
    name = fields.Char(required=True, readonly=True)
    level = fields.Integer(readonly=True)
    unit = fields.Selection(selection=UNITS, required=True, readonly=True)
    is_total = fields.Boolean(readonly=True)
    nsf_id = fields.Many2one(comodel_name="agency.nsf", string="Speciality", readonly=True, ondelete="restrict")

    # Figures
    amount = fields.Integer(readonly=True, help="Whole euros, excluding VAT; of a share, percent.")
    persons = fields.Integer(readonly=True)
    hours = fields.Integer(readonly=True, help="Whole hours; parts of a frame sum to its total.")
    exact = fields.Float(readonly=True, digits=(16, 2), help="Before rounding: the sum of what counts.")
    is_typed = fields.Boolean(string="Typed", help="The figure of the accounts goes before what is proposed (frame D).")
    typed_amount = fields.Integer(string="From the accounts", help="Whole euros, excluding VAT.")

    # Last year (N-1)
    has_previous = fields.Boolean(readonly=True)
    previous_amount = fields.Integer(string="Last year", readonly=True)
    previous_persons = fields.Integer(string="Persons last year", readonly=True)
    previous_hours = fields.Integer(string="Hours last year", readonly=True)
    reference = fields.Char(string="Frame and row", compute="_compute_reference", help="As C 1, or F-1 a.")
    figure = fields.Char(compute="_compute_figure", help="As it is written on the form.")
    previous = fields.Char(string="N-1", compute="_compute_previous", help="Last year: filed, or as counted.")
    gap = fields.Float(compute="_compute_gap", help="From last year, of euros or hours.")
    is_far = fields.Boolean(compute="_compute_gap", help="More than 30 % from last year.")

    @api.depends("amount", "hours", "previous_amount", "previous_hours", "has_previous", "unit")
    def _compute_gap(self):
        for line in self:
            name = "hours" if line.unit == "people" else "amount"
            now, before = line[name], line[f"previous_{name}"]
            line.gap = (now - before) / abs(before) if line.has_previous and before else 0.0
            is_new = line.has_previous and bool(now) != bool(before)
            line.is_far = is_new or abs(line.gap) > MOST_GAP

    @api.depends("frame", "number")
    def _compute_reference(self):
        for line in self:
            line.reference = " ".join(filter(None, [line.frame, line.number]))

    @api.depends("amount", "persons", "hours", "unit")
    def _compute_figure(self):
        for line in self:
            line.figure = line.bpf_id._say(line, (line.amount, line.persons, line.hours))

    @api.depends("previous_amount", "previous_persons", "previous_hours", "has_previous", "unit")
    def _compute_previous(self):
        for line in self:
            figures = (line.previous_amount, line.previous_persons, line.previous_hours)
            line.previous = line.bpf_id._say(line, figures) if line.has_previous and any(figures) else ""

    def write(self, vals):
        """Override: what is typed is of frame D, and the totals follow it; a filed figure stays (T63).

        :raise UserError: if it is filed, or of another frame
        """
        if not vals.keys().isdisjoint(("is_typed", "typed_amount")) and not self._may_write_rules():
            self.bpf_id._check_draft()
            if any(line.frame != "D" for line in self):
                raise UserError(self.env._("Figures come from sessions and invoices: only charges (D) are typed."))
            res = super().write(vals)
            self.bpf_id._apply_typed()
            return res
        return super().write(vals)

    def action_open_entries(self):
        """Open what makes the figure: its sum is the figure (T62)."""
        self.ensure_one()
        is_people = self.unit == "people"
        view = self.env.ref(f"agency_bpf.agency_bpf_entry_view_list_{'people' if is_people else 'money'}")
        return {
            "type": "ir.actions.act_window",
            "name": " ".join(filter(None, [self.frame, self.number, self.name])),
            "res_model": "agency.bpf.entry",
            "view_mode": "list",
            "views": [(view.id, "list")],
            "domain": [("line_ids", "in", self.ids)],
        }
