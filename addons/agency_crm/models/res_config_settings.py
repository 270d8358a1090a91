from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    offer_sent_delay = fields.Integer(related="company_id.offer_sent_delay", readonly=False)
    quote_accepted_delay = fields.Integer(related="company_id.quote_accepted_delay", readonly=False)
    next_step_delay = fields.Integer(related="company_id.next_step_delay", readonly=False)
    recurring_margin_days = fields.Integer(related="company_id.recurring_margin_days", readonly=False)
    recurring_catch_up_max = fields.Integer(related="company_id.recurring_catch_up_max", readonly=False)
    cima_end_date = fields.Date(related="company_id.cima_end_date", readonly=False)
    is_next_step_activity = fields.Boolean(related="company_id.is_next_step_activity", readonly=False)
