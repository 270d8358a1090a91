from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    is_agency = fields.Boolean(related="company_id.is_agency", readonly=False)
    offer_sent_delay = fields.Integer(related="company_id.offer_sent_delay", readonly=False)
    quote_accepted_delay = fields.Integer(related="company_id.quote_accepted_delay", readonly=False)
    next_step_delay = fields.Integer(related="company_id.next_step_delay", readonly=False)
    recurring_margin_days = fields.Integer(related="company_id.recurring_margin_days", readonly=False)
    recurring_catch_up_max = fields.Integer(related="company_id.recurring_catch_up_max", readonly=False)
    cima_end_date = fields.Date(related="company_id.cima_end_date", readonly=False)
    is_next_step_activity = fields.Boolean(related="company_id.is_next_step_activity", readonly=False)
    # Odoo takes a name that starts with `default_` for a default value of another model.
    agency_payment_term_id = fields.Many2one(related="company_id.default_payment_term_id", readonly=False)
    has_alsace_moselle_holidays = fields.Boolean(related="company_id.has_alsace_moselle_holidays", readonly=False)
    is_invoice_reminder = fields.Boolean(related="company_id.is_invoice_reminder", readonly=False)
    is_invoice_reminder_automatic = fields.Boolean(related="company_id.is_invoice_reminder_automatic", readonly=False)
    public_holidays_year = fields.Integer(related="company_id.public_holidays_year")

    def action_round_per_line(self):
        """Round by line from now on, see `res.company`."""
        self.company_id.action_round_per_line()
