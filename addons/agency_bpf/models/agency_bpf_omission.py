"""« Non comptés »: what the figures leave out, and the records where it is mended (T61)."""

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.agency_training.const import PRESENT, SELF_PACED

from ..const import ENTRUSTED_IN, OMISSION_MODELS, OMISSIONS

# Lists where what is missing is typed at once.
VIEWS = {
    "agency.trainee": "agency_bpf.agency_trainee_view_list",
    "agency.training.session": "agency_bpf.agency_training_session_view_list",
    "account.move.line": "agency_bpf.account_move_line_view_list",
}


class AgencyBpfOmission(models.Model):
    _name = "agency.bpf.omission"
    _description = "Not counted in a BPF"
    _order = "id"
    _check_company_auto = True

    bpf_id = fields.Many2one(
        comodel_name="agency.bpf", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="bpf_id.company_id", store=True, index=True)
    kind = fields.Selection(selection=OMISSIONS, string="Not counted", required=True, readonly=True)
    count = fields.Integer(string="How many", readonly=True)
    hours = fields.Float(readonly=True, help="Hours of trainees that the figures leave out.")
    amount = fields.Monetary(readonly=True, help="Excluding VAT.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    records = fields.Json(readonly=True, help="Ids of the records to look at.")

    @api.depends("kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for omission in self:
            omission.display_name = kinds.get(omission.kind, "")

    def action_open(self):
        """Open what is not counted, where it is mended; the figures follow when they are calculated again."""
        self.ensure_one()
        model = OMISSION_MODELS[self.kind]
        views = [(self.env.ref(VIEWS[model]).id if model in VIEWS else False, "list"), (False, "form")]
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "view_mode": "list,form",
            "views": views,
            "domain": [("id", "in", self.records)],
        }


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf"]

    omission_ids = fields.One2many(
        comodel_name="agency.bpf.omission", inverse_name="bpf_id", string="Not counted", readonly=True, copy=False
    )

    def _keep_omissions(self):
        self.ensure_one()
        vals_list = [
            self._prepare_sheets_omission(),
            *self._prepare_trainee_omissions(),
            *self._prepare_line_omissions(),
            self._prepare_session_omission(),
        ]
        # Sudo: as the figures, they are the calculation's alone.
        self_sudo = self.sudo()
        self_sudo.omission_ids.unlink()
        self_sudo.omission_ids.create([{**vals, "bpf_id": self.id} for vals in vals_list if vals["records"]])

    def _prepare_sheets_omission(self):
        """Return values of `agency.bpf.omission`: half-days of the year that are over, and whose sheet is open."""
        last = min(self.date_to, fields.Date.context_today(self))
        slots = self.env["agency.training.slot"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", last)
            & Domain("state", "=", "planned")
            & Domain("kind", "!=", SELF_PACED)
            & Domain("session_id.state", "in", ("planned", "done"))
        )
        said = self.env["agency.training.attendance"]._read_group(
            [("slot_id", "in", slots.ids), ("state", "=", PRESENT)], aggregates=["hours:sum"]
        )
        return {
            "kind": "sheets",
            "count": len(slots),
            "hours": said[0][0] or 0.0,
            "records": slots.session_id.ids,
        }

    def _prepare_trainee_omissions(self):
        """Return values of `agency.bpf.omission`: who was there and is in no row of F-1, or of F-4."""
        own = self.entry_ids.filtered(lambda one: one.kind == "trainee" and one.direction != ENTRUSTED_IN)
        untold = own.filtered(lambda one: not one.trainee_type)
        unnamed = own.filtered(lambda one: not one.nsf_id)
        return [
            {
                "kind": "types",
                "count": len(untold),
                "hours": sum(untold.mapped("hours")),
                "records": untold.registration_id.trainee_id.ids,
            },
            {
                "kind": "specialities",
                "count": len(unnamed.session_id),
                "hours": sum(unnamed.mapped("hours")),
                "records": unnamed.session_id.ids,
            },
        ]

    def _prepare_line_omissions(self):
        """Return values of `agency.bpf.omission`: lines that no row of C takes, deposits left out."""
        lines = self._get_training_lines(self.date_from, self.date_to)
        unsourced = lines - self.entry_ids.filtered(lambda one: one.kind == "money").move_line_id
        others = self.env["account.move.line"].search(
            self._get_posted_domain(self.date_from, self.date_to, "out_invoice", "out_refund")
            & Domain("sale_line_ids.order_id.is_training", "=", True)
            & Domain("is_downpayment", "=", False)
            & Domain("id", "not in", lines.ids)
        )
        return [
            {
                "kind": kind,
                "count": len(found),
                "amount": -sum(found.mapped("balance")),
                "records": found.ids,
            }
            for kind, found in (("sources", unsourced), ("services", others))
        ]

    def _prepare_session_omission(self):
        """Return values of `agency.bpf.omission`: quotes that were accepted, and whose training nobody planned."""
        orders = self.env["sale.order"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("is_training", "=", True),
                ("state", "=", "sale"),
                ("training_start_date", ">=", self.date_from),
                ("training_start_date", "<=", self.date_to),
                "!",
                ("session_ids.state", "!=", "cancelled"),
            ]
        )
        return {
            "kind": "sessions",
            "count": len(orders),
            "amount": sum(orders.mapped("amount_untaxed")),
            "records": orders.ids,
        }
