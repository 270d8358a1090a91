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
    print_pricing_mode = fields.Selection(related="company_id.print_pricing_mode", readonly=False)
    print_mark_rate = fields.Float(related="company_id.print_mark_rate", readonly=False)
    print_coefficient = fields.Float(related="company_id.print_coefficient", readonly=False)
    print_rounding = fields.Selection(related="company_id.print_rounding", readonly=False)
    subcontract_pricing_mode = fields.Selection(related="company_id.subcontract_pricing_mode", readonly=False)
    subcontract_mark_rate = fields.Float(related="company_id.subcontract_mark_rate", readonly=False)
    subcontract_coefficient = fields.Float(related="company_id.subcontract_coefficient", readonly=False)
    subcontract_rounding = fields.Selection(related="company_id.subcontract_rounding", readonly=False)
