from datetime import timedelta

from odoo import api, fields, models

from ..const import AWAITED


class AgencyPriceReminder(models.Model):
    """A round of reminders to suppliers: how long before or after the day asked, with which words (B13)."""

    _name = "agency.price.reminder"
    _description = "Round of reminders to suppliers"
    _inherit = ["agency.guarded.mixin", "agency.reminder.round.mixin"]
    _rec_name = "delay_days"

    delay_days = fields.Integer(
        string="Working days after the day asked", help="Before it: a number below zero, -1 for the working day before."
    )
    template_id = fields.Many2one(
        domain=[("model", "=", "agency.price.consultation")], help="The words of the reminder, a draft for the user."
    )

    _check_delay_days = models.Constraint(
        "CHECK (delay_days BETWEEN -30 AND 90)", "A reminder comes from 30 working days before to 90 after."
    )
    _once = models.UniqueIndex(
        "(COALESCE(company_id, 0), delay_days)", "There is a round on this day already: change that one."
    )

    @api.model
    def _get_waiting_sudo(self):
        """Override: the suppliers who are awaited."""
        # Sudo: common rounds are those of companies the user may not have.
        consultations_sudo = self.env["agency.price.consultation"].sudo()
        return consultations_sudo.search([("state", "in", sorted(AWAITED))]), "next_reminder_date"

    def _get_day(self, answer_by, company):
        """Return the day of this round, a working day of the company."""
        self.ensure_one()
        if self.delay_days > 0:
            return company._get_working_date(self.delay_days, answer_by)
        day = answer_by
        for _step in range(-self.delay_days):
            day -= timedelta(days=1)
            while not company._is_working_day(day):
                day -= timedelta(days=1)
        return day
