"""Quotes without an answer remind of themselves, round after round, until something happens."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AgencyCommon
from .smtp import MailServerMixin


@tagged("post_install", "-at_install")
class TestQuoteReminder(AgencyCommon, MailServerMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whatever the day the tests run on.
        cls.startClassPatcher(freeze_time("2026-11-30 10:00:00"))
        cls.quote = cls._create_quote()
        cls.quote.partner_id.email = "customer@example.com"
        with freeze_time("2026-11-02 10:00:00"):  # a Monday
            cls.quote.action_quotation_sent()

    def _run(self, day):
        with freeze_time(f"{day} 06:00:00"), self.enter_registry_test_mode():
            self.env.ref("agency_crm.ir_cron_remind_quotes").sudo().method_direct_trigger()

    def _reminders(self, quote=None):
        return (quote or self.quote)._get_reminder_activities()

    def _send_reminder(self, day, **context):
        with freeze_time(f"{day} 10:00:00"):
            action = self.quote.action_send_reminder()
            composer = self.env["mail.compose.message"].with_context(**action["context"], **context).create({})
            self.assertTrue(composer.attachment_ids)
            composer._action_send_mail()
        return composer

    def test_rounds_count_working_days_from_the_offer(self):
        self.assertEqual(self.quote.next_reminder_date, date(2026, 11, 11))
        self._run("2026-11-10")
        self.assertFalse(self._reminders())
        self._run("2026-11-11")
        activity = self._reminders()
        self.assertEqual((activity.user_id, activity.date_deadline), (self.quote.user_id, date(2026, 11, 11)))
        self._run("2026-11-12")
        self.assertEqual(self._reminders(), activity)

    def test_reminder_mail_ends_its_round_and_sends_no_quote(self):
        self._run("2026-11-11")
        composer = self._send_reminder("2026-11-12")
        self.assertEqual(composer.template_id, self.env.ref("agency_crm.mail_template_reminder_1"))
        self.assertFalse(self._reminders())
        self.assertEqual((self.quote.reminder_count, self.quote.last_reminder_date), (1, date(2026, 11, 12)))
        self.assertEqual(self.quote.last_sent_date.date(), date(2026, 11, 2))
        self.assertEqual(self.quote.quote_status, "sent")
        # A day late: so is the next one.
        self.assertEqual(self.quote.next_reminder_date, date(2026, 11, 24))
        self._run("2026-11-24")
        composer = self._send_reminder("2026-11-24")
        self.assertEqual(composer.template_id, self.env.ref("agency_crm.mail_template_reminder_2"))

    def test_reminder_that_the_server_refuses_does_not_count(self):
        self._run("2026-11-11")
        loggers = ("odoo.addons.mail.models.mail_mail", "odoo.addons.base.models.ir_mail_server")
        for trouble in ({"is_down": True}, {"refused": ["customer@example.com"]}):
            with self.subTest(**trouble), self.mail_server(**trouble), mute_logger(*loggers):
                self._send_reminder("2026-11-12", mail_notify_force_send=True)
                self.assertEqual(self.quote.reminder_count, 0)
                self.assertTrue(self._reminders())
        with self.mail_server() as received:
            self._send_reminder("2026-11-13", mail_notify_force_send=True)
        self.assertEqual([mail.rcpt_tos for mail in received].count(["customer@example.com"]), 1)
        self.assertEqual(self.quote.reminder_count, 1)
        self.assertFalse(self._reminders())

    def test_reminder_sent_after_the_acceptance_counts_nothing(self):
        with freeze_time("2026-11-12 10:00:00"):
            action = self.quote.action_send_reminder()
            composer = self.env["mail.compose.message"].with_context(**action["context"]).create({})
            self.quote.action_confirm()
            composer._action_send_mail()
        self.assertEqual((self.quote.reminder_count, self.quote.quote_status), (0, "accepted"))
        self.assertFalse(self._reminders())

    def test_same_mail_leaves_once(self):
        with self.mail_server() as received, freeze_time("2026-11-12 10:00:00"):
            composer = self._send_reminder("2026-11-12", mail_notify_force_send=True)
            composer._action_send_mail()
        self.assertEqual([mail.rcpt_tos for mail in received].count(["customer@example.com"]), 1)
        self.assertEqual(self.quote.reminder_count, 1)

    def test_reminder_by_telephone_counts_too(self):
        self._run("2026-11-11")
        self._reminders().action_feedback(feedback="Called: thinks it over")
        self.assertEqual(self.quote.reminder_count, 1)
        self._run("2026-11-13")
        self.assertFalse(self._reminders())

    def test_no_answer_is_proposed_after_the_last_round_and_never_set_alone(self):
        self._send_reminder("2026-11-11")
        self._send_reminder("2026-11-23")
        with freeze_time("2026-11-27 10:00:00"):
            self.assertFalse(self.quote.is_no_answer_proposed)
        self._run("2026-11-30")
        with freeze_time("2026-11-30 10:00:00"):
            self.quote.invalidate_recordset(["is_no_answer_proposed"])
            self.assertTrue(self.quote.is_no_answer_proposed)
        self.assertEqual(self.quote.quote_status, "sent")
        self.assertIn("No answer", self._reminders().summary)
        self.quote.action_no_answer()
        self.assertFalse(self._reminders())
        self.assertFalse(self.quote.next_reminder_date)

    def test_proposal_put_aside_does_not_come_back(self):
        self._send_reminder("2026-11-11")
        self._send_reminder("2026-11-23")
        self._run("2026-11-30")
        with freeze_time("2026-11-30 10:00:00"):
            self._reminders().action_feedback(feedback="Let it be")
        self.assertFalse(self.quote.next_reminder_date)

    def test_old_offer_is_not_chased(self):
        with freeze_time("2026-06-01 10:00:00"):
            old = self._create_quote()
            old.action_quotation_sent()
        old._by_rules()._compute_next_reminder_date()
        self.assertFalse(old.next_reminder_date)

    def test_one_that_fails_stops_no_other(self):
        other = self._create_quote()
        with freeze_time("2026-11-02 10:00:00"):
            other.action_quotation_sent()
        prepare = type(other)._prepare_reminder_activity_values

        def fail_on_one(order):
            if order == other:
                raise ValueError("broken")
            return prepare(order)

        with (
            patch.object(type(other), "_prepare_reminder_activity_values", fail_on_one),
            self.assertLogs("odoo.addons.agency_crm.models.sale_order_reminder", level="ERROR"),
        ):
            self._run("2026-11-12")
        self.assertTrue(self._reminders())
        self.assertFalse(self._reminders(other))

    def test_any_change_of_status_stops_the_reminders(self):
        for change in ("action_confirm", "action_reject", "action_postpone", "action_no_answer"):
            quote = self._create_quote()
            with freeze_time("2026-11-02 10:00:00"):
                quote.action_quotation_sent()
            self._run("2026-11-12")
            self.assertTrue(self._reminders(quote))
            getattr(quote, change)()
            self.assertFalse(self._reminders(quote), change)
            self.assertFalse(quote.next_reminder_date, change)

    def test_quote_sent_again_starts_anew(self):
        self._send_reminder("2026-11-11")
        with freeze_time("2026-11-16 10:00:00"):
            self.quote.with_context(mark_so_as_sent=True).message_post(
                body="Revised", partner_ids=self.quote.partner_id.ids
            )
        self.assertEqual(self.quote.reminder_count, 0)
        self.assertEqual(self.quote.next_reminder_date, date(2026, 11, 25))

    def test_switches(self):
        self.quote.is_reminded = False
        self._run("2026-11-12")
        self.assertFalse(self._reminders())
        self.quote.is_reminded = True
        self.quote.company_id.sudo().is_quote_reminder = False
        self._run("2026-11-12")
        self.assertFalse(self._reminders())

    def test_rounds_of_a_company(self):
        self.env["agency.quote.reminder"].sudo().create(
            {
                "delay_days": 3,
                "template_id": self.env.ref("agency_crm.mail_template_reminder_1").id,
                "company_id": self.quote.company_id.id,
            }
        )
        self.assertEqual(self.quote.next_reminder_date, date(2026, 11, 5))

    def test_orders_and_drafts_are_left_alone(self):
        draft = self._create_quote()
        self.assertFalse(draft.next_reminder_date)
        with self.assertRaises(UserError):
            draft.action_send_reminder()

    def test_a_round_needs_a_delay(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.env.ref("agency_crm.quote_reminder_1").sudo().delay_days = 0
            self.env.flush_all()

    def test_queries_do_not_grow_with_the_quotes(self):
        counts = []
        for size in (1, 5, 50):  # the first fills the caches
            quotes = self.env["sale.order"].union(*[self._create_quote() for _number in range(size)])
            with freeze_time("2026-11-02 10:00:00"):
                quotes.action_quotation_sent()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            quotes.mapped("is_no_answer_proposed")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
