"""B13: suppliers who do not answer are reminded by rounds, J − 1 and J + 2; then « No answer » is proposed."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceReminders(PurchaseCommon):
    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time("2026-12-01 08:00:00"))
        # A Monday.
        self.request = self._create_asked(quantities="1000", answer_by="2026-12-14")
        self.consultations = self.request.consultation_ids
        self.first = self.consultations[0]

    def _on(self, day):
        self.clock.move_to(f"2026-12-{day:02} 08:00:00")
        self.env.invalidate_all()

    def _get_mails(self, consultations=None):
        ids = (consultations or self.consultations).ids
        domain = [("model", "=", "agency.price.consultation"), ("res_id", "in", ids), ("message_type", "=", "comment")]
        return self.env["mail.message"].sudo().search(domain, order="id")

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("agency_purchase.ir_cron_remind_suppliers").sudo().method_direct_trigger()
        self.env.invalidate_all()

    def test_B13_the_day_before_then_two_working_days_after(self):
        # The working day before Monday the 14th is Friday the 11th.
        self.assertEqual(self.first.next_reminder_date, date(2026, 12, 11))
        self._on(11)
        self.first._remind()
        self.assertEqual((self.first.reminder_count, self.first.next_reminder_date), (1, date(2026, 12, 16)))
        self._on(16)
        self.assertFalse(self.first.is_silent_proposed)
        self.first._remind()
        self.assertEqual(self.first.next_reminder_date, date(2026, 12, 18))
        self.assertFalse(self.first.is_silent_proposed)
        self._on(18)
        self.assertTrue(self.first.is_silent_proposed)
        self.first.action_silent()
        self.assertFalse(self.first.next_reminder_date)
        subjects = self._get_mails(self.first).mapped("subject")
        self.assertEqual([subject.split(":")[0] for subject in subjects], ["Reminder", "Without news from you"])

    def test_B13_one_mail_a_supplier_that_sees_nobody_else(self):
        self._on(11)
        self.consultations._remind()
        messages = self._get_mails()
        self.assertEqual(len(messages), 3)
        for message in messages:
            consultation = self.consultations.browse(message.res_id)
            self.assertEqual(message.partner_ids, consultation.partner_id)
            others = (self.consultations - consultation).partner_id.mapped("name")
            for secret in (*others, "Imprimerie du parc", "Claire Martin", "New brochure"):
                self.assertNotIn(secret, f"{message.subject} {message.body}")
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "in", messages.ids)])
        for mail in mails:
            self.assertIn("/demande/", mail.body_html, "the address of its page")
            self.assertEqual(len(mail.recipient_ids), 1)
        self.assertFalse(any("access_token" in message.body for message in messages))

    def test_B13_the_draft_is_ready_and_may_be_changed(self):
        self._on(11)
        action = self.first.action_remind()
        with Form(self.env[action["res_model"]].with_context(**action["context"])) as form:
            self.assertIn("12-page brochure", form.subject)
            self.assertIn(self.request.name, form.body)
            form.body = "<p>Hello, it is <b>urgent</b>.<script>alert(1)</script></p>"
        form.record.action_send()
        message = self._get_mails(self.first)
        self.assertIn("<b>urgent</b>", message.body)
        self.assertNotIn("script", message.body)
        self.assertEqual(self.first.reminder_count, 1)
        with self.assertRaisesRegex(UserError, "reminded today already"):
            form.record.action_send()
        self.assertEqual(len(self._get_mails(self.first)), 1)

    def test_B13_remind_all_who_are_silent(self):
        self._answer(self.request, self.printers[0], q1000=300)
        self._on(11)
        self.assertTrue(self.request.is_to_remind)
        action = self.request.action_remind()
        wizard = self.env[action["res_model"]].with_context(**action["context"]).create({})
        self.assertEqual(wizard.consultation_ids, self.consultations[1:])
        wizard.action_send()
        self.assertEqual(self.consultations.mapped("reminder_count"), [0, 1, 1])

    def test_B13_nobody_is_reminded_who_is_not_awaited(self):
        self._answer(self.request, self.printers[0], q1000=300)
        self.consultations[1].action_declined()
        self.consultations[2]._by_rules().is_reply_waiting = True
        for consultation in self.consultations:
            self.assertFalse(consultation.next_reminder_date)
            with self.assertRaisesRegex(UserError, "no answer is awaited"):
                consultation.action_remind()
        self.assertFalse(self.request.is_to_remind)
        other = self._create_asked()
        other.action_cancel()
        self.assertFalse(any(other.consultation_ids.mapped("next_reminder_date")))
        mute = self._create_asked()
        mute.consultation_ids[0].partner_id.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            mute.consultation_ids[0].action_remind()

    def test_B13_asked_the_day_before_only_the_round_after_is_left(self):
        self._on(11)
        late = self._create_asked(quantities="1000", answer_by="2026-12-14").consultation_ids[0]
        self.assertEqual(late.next_reminder_date, date(2026, 12, 16))
        self._on(16)
        late._remind()
        self.assertIn("Without news", self._get_mails(late).subject)
        self.assertFalse(late._get_round())

    def test_B13_a_round_that_was_missed_is_made_with_the_next(self):
        self._on(17)
        self.first._remind()
        self.assertIn("Without news", self._get_mails(self.first).subject, "no answer by a day that is past")
        self.assertFalse(self.first._get_round())
        self.assertEqual(self.first.next_reminder_date, date(2026, 12, 21))

    def test_B13_the_day_asked_moves_the_rounds_and_asking_anew_starts_them_again(self):
        self._on(11)
        self.first._remind()
        self.request.answer_by = "2026-12-21"
        self.assertEqual(self.first.next_reminder_date, date(2026, 12, 23))
        self.first._note_asked()
        self.assertEqual((self.first.reminder_count, self.first.next_reminder_date), (0, date(2026, 12, 18)))

    def test_B13_the_rounds_are_the_companys(self):
        rounds = self.env["agency.price.reminder"].with_user(self.manager)
        template = self.env.ref("agency_purchase.mail_template_price_reminder_1")
        own = rounds.create({"delay_days": 1, "template_id": template.id, "company_id": self.request.company_id.id})
        self.assertEqual(self.first.next_reminder_date, date(2026, 12, 15))
        own.unlink()
        self.assertEqual(self.first.next_reminder_date, date(2026, 12, 11))
        rounds.search([]).unlink()
        self.assertFalse(self.first.next_reminder_date)

    def test_B13_by_itself_only_where_the_company_wants_it(self):
        self._on(11)
        self._run_cron()
        self.assertFalse(self._get_mails())
        self.request.company_id.sudo().is_price_reminder_automatic = True
        for _time in range(2):
            self._run_cron()
            self.assertEqual(self.consultations.mapped("reminder_count"), [1, 1, 1], "never twice the same round")
        self.assertEqual(self._get_mails().author_id, self.user.partner_id)
        self._on(14)
        self._run_cron()
        self._on(16)
        self._run_cron()
        self.assertEqual(self.consultations.mapped("reminder_count"), [2, 2, 2])
        self._on(18)
        self._run_cron()
        self.assertEqual(len(self._get_mails()), 6, "after the last, it is proposed, nothing is sent")
        self.assertEqual(set(self.consultations.mapped("state")), {"sent"})
        self.assertTrue(all(self.consultations.mapped("is_silent_proposed")))

    @mute_logger("odoo.addons.agency_crm.isolation", "odoo.sql_db")
    def test_B13_one_poisoned_record_stops_no_other(self):
        self._on(11)
        self.request.company_id.sudo().is_price_reminder_automatic = True
        bad = self.consultations[1]
        post_mail = type(bad)._post_mail

        def poisoned(records, *args, **kwargs):
            if records == bad:
                records.env.cr.execute("SELECT 1 / 0")
            return post_mail(records, *args, **kwargs)

        with patch.object(type(bad), "_post_mail", poisoned):
            self._run_cron()
        self.assertEqual(self.consultations.mapped("reminder_count"), [1, 0, 1])

    def test_B9_what_is_to_do_follows_the_rounds(self):
        def get_todo():
            return [(activity.summary, activity.date_deadline) for activity in self.request.activity_ids]

        self.assertEqual(get_todo(), [("Suppliers to chase: 12-page brochure", date(2026, 12, 11))])
        self._on(11)
        self.consultations._remind()
        self.assertEqual(get_todo(), [("Suppliers to chase: 12-page brochure", date(2026, 12, 16))])
        self._on(16)
        self.consultations._remind()
        self.assertEqual(get_todo(), [("No answer from suppliers: 12-page brochure", date(2026, 12, 18))])

    def test_B13_walls(self):
        for name, value in (
            ("reminder_count", 0),
            ("last_reminder_date", False),
            ("next_reminder_date", "2020-01-01"),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                self.first.write({name: value})
        with self.assertRaises(AccessError):
            self.env["agency.price.reminder"].search([])[:1].delay_days = 3
        for days in (-31, 91):
            with (
                self.subTest(days),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self.env["agency.price.reminder"].with_user(self.manager).search([])[:1].delay_days = days
                self.env.flush_all()
        root = self.env(user=self.env.ref("base.user_root"))
        other = root["res.company"].create({"name": "Theirs"})
        stranger = new_test_user(
            root,
            login="stranger",
            groups="agency_crm.group_agency_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self._on(11)
        with self.assertRaises(AccessError):
            self.first.with_user(stranger).action_remind()
        with self.assertRaises(AccessError):
            wizard = self.env["agency.price.remind"].with_user(stranger)
            wizard = wizard.create({"consultation_ids": [Command.set(self.first.ids)], "subject": "a", "body": "b"})
            wizard.action_send()
        mine = self.env["agency.price.remind"].create({"consultation_ids": [Command.set(self.first.ids)]})
        with self.assertRaises(AccessError):
            mine.with_user(self.manager).read(["body"])
        self.assertFalse(self._get_mails())
