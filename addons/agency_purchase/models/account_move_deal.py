"""The deal of a supplier's bill that no order announced (B38)."""

from odoo import fields, models

from ..const import COSTS_GROUP


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    # Not `opportunity_id`: an invoice moves its deal on, and gives it its contact.
    cost_lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Deal it is for",
        check_company=True,
        index="btree_not_null",
        groups=COSTS_GROUP,
        domain="[('type', '=', 'opportunity'), '|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        help="Deal whose margin this bill is taken off, for what no order to the supplier says.",
    )
