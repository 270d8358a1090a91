from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    makes_supplier_orders = fields.Boolean(related="company_id.makes_supplier_orders", readonly=False)
    bill_gap_percent = fields.Float(related="company_id.bill_gap_percent", readonly=False)
    bill_gap_amount = fields.Monetary(
        related="company_id.bill_gap_amount", readonly=False, currency_field="company_currency_id"
    )
    is_price_reminder_automatic = fields.Boolean(related="company_id.is_price_reminder_automatic", readonly=False)
    supplier_order_limit = fields.Monetary(
        related="company_id.supplier_order_limit", readonly=False, currency_field="company_currency_id"
    )
    supplier_proof_terms = fields.Text(related="company_id.supplier_proof_terms", readonly=False)
    supplier_rights_terms = fields.Text(related="company_id.supplier_rights_terms", readonly=False)
