"""Print specifications: rows of a request, started from the company's list, beside the free text."""

from odoo import api, fields, models


class AgencyPriceSpec(models.Model):
    """A row of print specifications: its name and what is wanted; of a request, or of a model of requests."""

    _name = "agency.price.spec"
    _inherit = ["agency.guarded.mixin"]
    _description = "Print Specification"
    _order = "sequence, id"
    _check_company_auto = True
    _governing_fields = ("request_id", "template_id")
    _frozen_fields = ("request_id", "template_id")

    request_id = fields.Many2one(comodel_name="agency.price.request", index="btree_not_null", ondelete="cascade")
    template_id = fields.Many2one(comodel_name="agency.price.template", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one(comodel_name="res.company", compute="_compute_company_id", store=True, index=True)
    characteristic_id = fields.Many2one(
        comodel_name="agency.print.characteristic", check_company=True, ondelete="set null"
    )
    name = fields.Char(string="Characteristic", required=True)
    value = fields.Char(string="Wanted", help="Left empty, suppliers do not read the row.")
    hint = fields.Char(string="Usual values", related="characteristic_id.hint")
    sequence = fields.Integer(default=1000)

    _of_one = models.Constraint(
        "CHECK (num_nonnulls(request_id, template_id) = 1)", "A specification is of a request, or of a model."
    )

    @api.depends("request_id.company_id", "template_id.company_id")
    def _compute_company_id(self):
        for row in self:
            row.company_id = row.request_id.company_id or row.template_id.company_id

    def _filter_said(self):
        """Return the rows that say something."""
        return self.filtered(lambda row: (row.value or "").strip())

    def _get_label(self):
        """Return the name: in the language of who reads, as long as it is the list's own word."""
        self.ensure_one()
        characteristic = self.characteristic_id
        langs = ["en_US", *(code for code, _name in self.env["res.lang"].get_installed())]
        own = {characteristic.with_context(lang=lang).name for lang in langs}
        return characteristic.name if self.name in own else self.name

    def _prepare_copies(self):
        """Return the create values of the same rows, for another request or model."""
        names = ("characteristic_id", "name", "value", "sequence")
        return [{name: row._fields[name].convert_to_write(row[name], row) for name in names} for row in self]


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

    spec_ids = fields.One2many(
        comodel_name="agency.price.spec",
        inverse_name="request_id",
        string="Print specifications",
        default=lambda self: self._default_spec_ids(),
        copy=True,
        help="Rows that are left empty are not shown to suppliers.",
    )

    @api.model
    def _default_spec_ids(self):
        company = self.env["res.company"].browse(self.default_get(["company_id"])["company_id"])
        return self.env["agency.print.characteristic"]._prepare_usual_rows(company)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: the rows to fill in are for who looks at the form."""
        return super().create([{"spec_ids": [], **vals} for vals in vals_list])

    def action_add_usual_specs(self):
        """Add the rows of the company's list that are not there."""
        for request in self:
            known = request.spec_ids.characteristic_id.ids
            rows = self.env["agency.print.characteristic"]._prepare_usual_rows(request.company_id)
            request.spec_ids = [row for row in rows if row[2]["characteristic_id"] not in known]

    def _get_spec_rows(self):
        """Return what suppliers read of the rows: (name, what is wanted) each, in the language of who reads."""
        self.ensure_one()
        if self.kind != "print":
            # Nobody sees the rows of another kind on the form.
            return []
        return [(row._get_label(), row.value.strip()) for row in self.spec_ids._filter_said()]
