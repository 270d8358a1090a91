from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    makes_supplier_orders = fields.Boolean(related="company_id.makes_supplier_orders", readonly=False)
