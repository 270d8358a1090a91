"""Quotes that wait for an answer remind of themselves, until their status changes (manual: « Sans réponse »)."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

ACTIVITY_XML_ID = "agency_crm.mail_activity_quote_reminder"
BATCH = 100
# An offer older than that is not chased by itself: those of before this add-on would all come at once.
MAX_AGE_DAYS = 90


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    first_sent_date = fields.Datetime(
        string="First sent on",
        compute="_compute_first_sent_date",
        store=True,
        copy=False,
        help="When the quote was sent for the first time.",
    )
    is_reminded = fields.Boolean(
        string="Remind of this quote",
        default=True,
        help="Untick to be left alone: no reminder of this quote.",
    )
    reminder_count = fields.Integer(
        string="Reminders made", copy=False, readonly=True, help="Reminders since the quote was last sent."
    )
    last_reminder_date = fields.Date(string="Last reminder", copy=False, readonly=True)
    reminder_asked_date = fields.Date(
        string="Reminder asked for on",
        copy=False,
        readonly=True,
        help="When the salesperson was last asked to remind the customer.",
    )
    next_reminder_date = fields.Date(
        string="Next reminder",
        compute="_compute_next_reminder_date",
        store=True,
        index="btree_not_null",
        copy=False,
        help="When the customer who has not answered is to be reminded; after the last round, when"
        " “No answer” is proposed.",
    )
    is_no_answer_proposed = fields.Boolean(
        compute="_compute_is_no_answer_proposed", help="All reminders were made, and there still is no answer."
    )

    # === COMPUTE METHODS === #

    @api.depends("last_sent_date")
    def _compute_first_sent_date(self):
        for order in self:
            order.first_sent_date = order.first_sent_date or order.last_sent_date

    @api.depends(
        "quote_status",
        "billing_frequency",
        "last_sent_date",
        "reminder_count",
        "last_reminder_date",
        "is_reminded",
        "company_id.is_quote_reminder",
        "company_id.is_agency",
    )
    def _compute_next_reminder_date(self):
        dates = {}
        for company, orders in self.grouped("company_id").items():
            rounds = self.env["agency.quote.reminder"]._get_rounds(company)
            for order in orders:
                order.next_reminder_date = order._get_next_reminder_date(rounds, dates)

    def _get_next_reminder_date(self, rounds, dates):
        """Return when this quote is to be reminded of, or False.

        :param rounds: those of its company
        :param dict dates: dates found for other quotes of a batch; completed here
        """
        self.ensure_one()
        company = self.company_id
        if (
            self.quote_status != "sent"
            or self.billing_frequency
            or not self.is_reminded
            or not company._works_as_agency()
            or not company.is_quote_reminder
            or not self.last_sent_date
            or not rounds
            # The proposal of « No answer » was put aside.
            or self.reminder_count > len(rounds)
            or self.last_sent_date < fields.Datetime.subtract(fields.Datetime.now(), days=MAX_AGE_DAYS)
        ):
            return False
        sent_on = fields.Date.context_today(self, self.last_sent_date)
        reminded_on = self.last_reminder_date or sent_on
        count = self.reminder_count
        if count == len(rounds):
            waits = [(reminded_on, company.offer_sent_delay)]
        else:
            waits = [(sent_on, rounds[count].delay_days)]
            if count:  # one that was late puts the next one off
                waits.append((reminded_on, rounds[count].delay_days - rounds[count - 1].delay_days))
        for start, days in waits:
            if (company, start, days) not in dates:
                dates[company, start, days] = company._get_working_date(days, start)
        return max(dates[company, start, days] for start, days in waits)

    @api.depends("next_reminder_date", "reminder_count")
    def _compute_is_no_answer_proposed(self):
        today = fields.Date.context_today(self)
        for company, orders in self.grouped("company_id").items():
            rounds = self.env["agency.quote.reminder"]._get_rounds(company)
            for order in orders:
                date = order.next_reminder_date
                order.is_no_answer_proposed = bool(date and date <= today and order.reminder_count >= len(rounds))

    # === ACTION METHODS === #

    def action_send_reminder(self):
        """Open the reminder mail of the round, ready to be sent.

        :raise UserError: if the quote does not wait for an answer
        """
        self.ensure_one()
        rounds = self.env["agency.quote.reminder"]._get_rounds(self.company_id)
        if self.quote_status != "sent" or not rounds:
            raise UserError(
                self.env._(
                    "The quote %(quote)s does not wait for an answer: there is nothing to remind of.", quote=self.name
                )
            )
        action = self.action_quotation_send()
        template = rounds[min(self.reminder_count, len(rounds) - 1)].template_id
        context = {**action["context"], "default_template_id": template.id}
        # A reminder sends no quote: its status and its date of sending stay.
        context.update(mark_so_as_sent=False, agency_reminder=True)
        return {**action, "name": self.env._("Remind"), "context": context}

    # === BUSINESS METHODS === #

    @api.model
    def _cron_remind_quotes(self):
        """Give the salesperson of each quote without an answer the reminder that is due, once."""
        today = fields.Date.context_today(self)
        due = self.search(
            [("next_reminder_date", "<=", today), ("quote_status", "=", "sent")], order="next_reminder_date"
        )
        due = due.filtered(lambda order: order._is_to_be_chased())
        orders = due - self.browse(due._get_reminder_activities().mapped("res_id"))
        self.env["ir.cron"]._commit_progress(remaining=len(orders))
        for start in range(0, len(orders), BATCH):
            batch = orders[start : start + BATCH]
            # Somebody may be taking note of the answer at this moment: what waits no more is left alone.
            waiting = batch.try_lock_for_update()
            waiting.invalidate_recordset()
            waiting = waiting.filtered(lambda order: order.quote_status == "sent" and order.next_reminder_date)
            waiting._ask_for_reminders()
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return

    def _ask_for_reminders(self):
        """Make the activities that ask for the reminders of these quotes; one that fails stops no other."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
                    [order._prepare_reminder_activity_values() for order in self]
                )
                # Written on the quotes, so that an answer noted at the same moment waits, then sees what to take back.
                self.reminder_asked_date = fields.Date.context_today(self)
        except Exception:
            if len(self) == 1:
                _logger.exception("The reminder of the quote %s could not be asked for", self.name)
                return
            for order in self:
                order._ask_for_reminders()

    def _prepare_reminder_activity_values(self):
        """Prepare the activity that asks for the reminder, or proposes « No answer » after the last one."""
        self.ensure_one()
        user = (self.user_id or self.create_uid)._get_stand_in(self.company_id, self.team_id)
        order = self.with_context(lang=user.lang)
        if self.is_no_answer_proposed:
            summary = order.env._("No answer to %(quote)s: mark it so?", quote=self.name)
        else:
            summary = order.env._("Reminder %(number)s of %(quote)s", number=self.reminder_count + 1, quote=self.name)
        return {
            "activity_type_id": self.env.ref(ACTIVITY_XML_ID).id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "summary": summary,
            "date_deadline": self.next_reminder_date,
            "user_id": user.id,
            "automated": True,
        }

    def _get_reminder_activities(self):
        # Sudo: a reminder may be that of a colleague.
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    # Cached, where `env.ref()` asks the database each time whether the record is there.
                    ("activity_type_id", "=", self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY_XML_ID)),
                ]
            )
        )

    def _note_reminder(self, feedback=None):
        """Note that the customer was reminded: the activity that asked for it is done.

        :param str feedback: how; by mail when left out
        """
        activities = self._get_reminder_activities()
        asked = self.browse(activities.mapped("res_id"))
        if feedback is None:
            feedback = self.env._("Reminder sent by mail.")
        activities.action_feedback(feedback=feedback)  # counts them
        (self - asked)._count_reminder()

    def _count_reminder(self):
        for count, orders in self.grouped("reminder_count").items():
            orders._by_rules().write(
                {"reminder_count": count + 1, "last_reminder_date": fields.Date.context_today(self)}
            )
        self._move_on_deals()

    def _move_on_deals(self):
        """A quote chased is a call made: the deals that were to be called back by today get what comes next."""
        today = fields.Date.context_today(self)
        self.opportunity_id.filtered(
            lambda deal: deal.next_step_id.kind == "follow_up" and deal.next_step_date and deal.next_step_date <= today
        )._move_on()

    def _is_to_be_chased(self):
        """Return whether its customer is to be reminded: the deal may be priced anew, or wait for a later day."""
        self.ensure_one()
        # Sudo: the deal says when its customer is called, whoever follows it.
        deal = self.sudo().opportunity_id
        step = deal.next_step_id
        if not (deal.active and deal.next_step_date and step.kind in ("estimate", "follow_up")):
            return True
        return step.kind == "follow_up" and deal.next_step_date <= fields.Date.context_today(self)

    def _stop_reminders(self):
        """Take back the reminders that were asked for: the quote no longer waits, or waits anew."""
        self._get_reminder_activities()._take_back()
