from datetime import datetime, time, timedelta

from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["agency.guarded.fields.mixin", "res.company"]

    offer_sent_delay = fields.Integer(
        string="Call back after an offer",
        default=5,
        help="Working days between sending a quote and calling the contact back.",
    )
    quote_accepted_delay = fields.Integer(
        string="Deposit invoice after acceptance",
        default=2,
        help="Working days between the acceptance of a quote and its deposit invoice.",
    )
    next_step_delay = fields.Integer(
        string="Other next steps",
        default=2,
        help="Working days proposed for a next step that has no delay of its own.",
    )
    recurring_margin_days = fields.Integer(
        string="Margin before the start of a recurring order",
        default=15,
        help="Days before its start at which a recurring order is due for invoicing.",
    )
    recurring_catch_up_max = fields.Integer(
        string="Periods caught up at once",
        default=12,
        help="Drafts that one run of the daily job makes for a late recurring order, at most.",
    )
    cima_end_date = fields.Date(
        string="CIMA until",
        default="2026-12-31",
        help="Last day of the CIMA (crédit d'impôt métiers d'art): later invoices need no creation"
        " value. Empty: no end.",
    )
    is_next_step_activity = fields.Boolean(
        string="Next step as an activity",
        default=True,
        help="Each open deal shows its next step in its salesperson's activities.",
    )

    is_quote_reminder = fields.Boolean(
        string="Remind of quotes without an answer",
        default=True,
        help="Salespeople are asked to remind the customers who do not answer, by the rounds of “Quote reminders”.",
    )

    _check_agency_delays = models.Constraint(
        "CHECK (offer_sent_delay BETWEEN 0 AND 366 AND quote_accepted_delay BETWEEN 0 AND 366"
        " AND next_step_delay BETWEEN 0 AND 366 AND recurring_margin_days BETWEEN 0 AND 366"
        " AND recurring_catch_up_max BETWEEN 1 AND 120)",
        "A delay is a number of days, from 0 to 366; from 1 to 120 periods are caught up at once.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base` to show or hide the next steps in the activities at once."""
        res = super().write(vals)
        if "is_next_step_activity" in vals:
            self.env["crm.lead"].search(
                [
                    ("company_id", "in", self.ids),
                    ("type", "=", "opportunity"),
                    ("next_step_id.is_closing", "=", False),
                ]
            )._sync_next_step_activity()
        return res

    # === BUSINESS METHODS === #

    def _get_own_lang(self):
        """Return the language of what is named once for everybody: French in France, where it is installed."""
        self.ensure_one()
        french = self.env["res.lang"]._get_data(code="fr_FR")
        return "fr_FR" if french and self.country_code in (False, "FR") else self.partner_id.lang or self.env.lang

    def _is_working_day(self, day):
        """Return whether `day` is one of the company's working days, see `_get_working_date`."""
        return self._get_working_date(1, day - timedelta(days=1)) == day

    def _get_working_date(self, days, start=None):
        """Return the date `days` working days from today, or from `start`.

        Working days are those of the company's working schedule, holidays left out;
        Monday to Friday where it has none.

        :param int days: number of working days, 0 for the day itself
        :param date start: today by default
        :rtype: date
        """
        today = start or fields.Date.context_today(self)
        if days <= 0:
            return today
        calendar = self.resource_calendar_id
        if calendar:
            morning = datetime.combine(today + timedelta(days=1), time.min)
            planned = calendar.plan_days(days, morning, compute_leaves=True)
            if planned:
                return planned.date()
        date = today
        while days:
            date += timedelta(days=1)
            days -= date.weekday() < 5
        return date
