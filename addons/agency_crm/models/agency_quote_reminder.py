from odoo import api, fields, models


class AgencyQuoteReminder(models.Model):
    """A round of reminders: how long after the offer, with which words (manual: « malgré des relances »)."""

    _name = "agency.quote.reminder"
    _description = "Round of quote reminders"
    _inherit = ["agency.guarded.mixin", "agency.reminder.round.mixin"]
    _rec_name = "delay_days"

    delay_days = fields.Integer(
        string="Working days after the offer", help="Working days between sending the quote and this reminder."
    )
    template_id = fields.Many2one(
        domain=[("model", "=", "sale.order")], help="The words of the reminder, a draft for the salesperson."
    )

    _check_delay_days = models.Constraint(
        "CHECK (delay_days BETWEEN 1 AND 366)", "A reminder comes from 1 to 366 working days later."
    )

    @api.model
    def _get_waiting_sudo(self):
        """Override: the quotes that wait for an answer."""
        # Sudo: common rounds are those of companies the user may not have.
        quotes_sudo = self.env["sale.order"].sudo()
        domain = [("quote_status", "=", "sent"), ("billing_frequency", "=", False)]
        return quotes_sudo.search(domain), "next_reminder_date"
