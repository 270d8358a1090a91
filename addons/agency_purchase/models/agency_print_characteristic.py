from odoo import api, fields, models
from odoo.fields import Command


class AgencyPrintCharacteristic(models.Model):
    """What printers are told of a job: a row of the list that print requests start from."""

    _name = "agency.print.characteristic"
    _inherit = ["agency.guarded.mixin"]
    _description = "Print Characteristic"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Characteristic", required=True, translate=True)
    hint = fields.Char(
        string="Usual values", translate=True, help="Shown beside the row that is filled in; suppliers do not read it."
    )
    sequence = fields.Integer(default=100)
    company_id = fields.Many2one(comodel_name="res.company", index=True, help="Empty: for all companies.")
    active = fields.Boolean(default=True)

    @api.model
    def _prepare_usual_rows(self, company):
        """Return the commands that make the rows of a print request, one a characteristic, to be filled in."""
        usual = self.search([("company_id", "in", (False, company.id))])
        return [Command.create(characteristic._prepare_row()) for characteristic in usual]

    def _prepare_row(self):
        self.ensure_one()
        return {"characteristic_id": self.id, "name": self.name, "sequence": self.sequence}
