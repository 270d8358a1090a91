from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    makes_supplier_orders = fields.Boolean(
        string="Draft orders to suppliers",
        default=True,
        help="Once a quote is accepted, the suppliers' prices it was made of become draft orders;"
        " none leaves by itself.",
    )
