"""Convocations leave by themselves, once, some working days before, never for the past (TRAINING §3, T41)."""

from email import message_from_bytes
from email.policy import default as email_policy
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.tests.smtp import MailServerMixin

from .test_attendance import AttendanceCommon, travel

# Each scheduled action of the add-on, and its test here or there.
TESTED = {
    "ir_cron_convoke": "test_one_poisoned_session_stops_no_other",
    "ir_cron_erase_signatures": "TestSignaturePrivacy.test_one_poisoned_session_keeps_no_other",
}


@tagged("-at_install", "post_install")
class TestConvocationDelay(MailServerMixin, AttendanceCommon):
    """The session is on Tuesday 12 January 2027: seven working days before is Friday 1 January, a day like others
    where the company has no holidays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._draw_always()

    def setUp(self):
        super().setUp()
        self.company.resource_calendar_id = False
        self.env["agency.training.session"].sudo().search([("id", "!=", self.session.id)]).is_convoked_by_itself = False
        for registration, email in ((self.claire, "claire@client.example"), (self.marc, "marc@client.example")):
            registration.trainee_id.partner_id = self.env["res.partner"].create(
                {"name": registration.trainee_id.name, "email": email}
            )

    def _run(self, day, hour=6):
        with travel(f"2027-01-{day:02} {hour:02}:00:00" if day < 32 else day), self.enter_registry_test_mode():
            self.env.ref("agency_training.ir_cron_convoke").sudo().method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self):
        return self.env["mail.mail"].sudo().search([("model", "=", "agency.training.registration")], order="id")

    def test_they_leave_at_the_delay_and_never_twice(self):
        with travel("2026-12-31 06:00:00"), self.enter_registry_test_mode():
            self.env.ref("agency_training.ir_cron_convoke").sudo().method_direct_trigger()
        self.assertFalse(self._mails())
        with self.mail_server() as mails:
            for day in (1, 1, 4, 11):
                self._run(day)
            self.env["mail.mail"].sudo().process_email_queue()
        self.assertEqual(
            sorted(address for mail in mails for address in mail.rcpt_tos),
            ["claire@client.example", "marc@client.example"],
        )
        message = message_from_bytes(mails[0].content, policy=email_policy)
        # The convocation, and the programme beside it.
        texts = [self._read(attached.get_content()) for attached in message.iter_attachments()]
        self.assertTrue(any("12/01/2027" in text and "convocation" in text.lower() for text in texts))
        self.assertTrue(all(self.session.registration_ids.mapped("convoked_on")))

    def test_all_mails_of_a_queue_leave_once(self):
        """Odoo deletes with each mail that left its message: the next of the same queue leaves all the same."""
        self._run(4)
        with self.mail_server() as mails:
            for _hour in range(2):
                self.env["mail.mail"].sudo().process_email_queue()
        self.assertEqual(len(mails), 2)
        self.assertFalse(self._mails())

    def test_a_missed_day_is_caught_up(self):
        self._run(11, hour=20)
        self.assertEqual(len(self._mails()), 2)

    def test_never_for_the_past(self):
        self._run(12, hour=9)
        self._run(20)
        self.assertFalse(self._mails())
        self.assertFalse(self.session.convocation_failure)

    def test_on_the_day_before_it_begins(self):
        self._run(12, hour=7)
        self.assertEqual(len(self._mails()), 2)

    def test_the_switches(self):
        self.session.is_convoked_by_itself = False
        self._run(8)
        self.session.is_convoked_by_itself = True
        self.company.training_convocation_days = 0
        self._run(8)
        self.assertFalse(self._mails())
        self.company.training_convocation_days = 2
        self._run(7)
        self.assertFalse(self._mails())
        self._run(8)
        self.assertEqual(len(self._mails()), 2)
        for days in (-1, 91, 2_000_000_000):
            with self.assertRaises(ValidationError):
                self.company.training_convocation_days = days

    def test_what_does_not_leave_by_itself_is_asked_for(self):
        self.training.sudo().training_agreement_file = self._scan()
        for company_days, switch in ((7, False), (0, True)):
            self.company.training_convocation_days = company_days
            self.session.is_convoked_by_itself = not switch
            self.session.is_convoked_by_itself = switch
            activity = self.session.activity_ids
            self.assertRegex(activity.summary, "Convocations to send|Convocations à envoyer")
            self.assertEqual(str(activity.date_deadline), "2027-01-05")
        self.session.action_convoke()
        self.assertNotRegex(self.session.activity_ids.summary, "Convocations")
        self.slots[-1].write({"start_hour": 13.75, "end_hour": 17.25})
        self.assertRegex(self.session.activity_ids.summary, "Convocations")

    def test_who_has_no_address_is_named_once_and_asked_for(self):
        self.marc.trainee_id.partner_id.email = False
        before = len(self.session.message_ids)
        for day in (4, 5, 6):
            self._run(day)
        self.assertFalse(self._mails())
        self.assertFalse(self.claire.convoked_on)
        self.assertIn("Marc Petit", self.session.convocation_failure)
        self.assertEqual(len(self.session.message_ids) - before, 1)
        todo = self.session.activity_ids.filtered(lambda one: one.user_id == self.session.user_id)
        self.assertRegex(todo.summary, "did not leave|pas parties")
        self.marc.trainee_id.partner_id.email = "marc@client.example"
        self._run(7)
        self.assertEqual(len(self._mails()), 2)
        self.assertFalse(self.session.convocation_failure)
        self.assertNotRegex(self.session.activity_ids.summary, "did not leave|pas parties")

    def test_t7_without_an_accepted_quote_nobody_is_convoked(self):
        self.session.sudo()._by_rules().order_ids = False
        self._run(8)
        self.assertFalse(self._mails())
        self.assertTrue(self.session.convocation_failure)

    def test_t9_a_moved_half_day_is_told_again_by_itself(self):
        self._run(4)
        with travel("2027-01-05 06:00:00"):
            self.slots[-1].date = "2027-01-14"
        self._run(6)
        self.assertEqual(len(self._mails()), 4)

    def test_t11_who_joins_later_is_told_alone(self):
        self._run(4)
        contact = self.env["res.partner"].create({"name": "Nadia Roux", "email": "nadia@client.example"})
        new = self.env["agency.trainee"].create(
            {"order_id": self.training.id, "name": "Nadia Roux", "partner_id": contact.id}
        )
        self.env["agency.training.registration"].create({"session_id": self.session.id, "trainee_id": new.id})
        self._run(5)
        self.assertEqual(self._mails()[2:].mapped("email_to"), ["nadia@client.example"])

    @mute_logger("odoo.addons.agency_crm.isolation", "odoo.sql_db")
    def test_one_poisoned_session_stops_no_other(self):
        order = self.training.sudo().copy({"training_start_date": "2027-01-11", "training_end_date": "2027-01-11"})
        order.training_hours = 7
        order.action_confirm()
        poisoned = self.env["agency.training.session"].browse(order.action_plan_session()["res_id"])
        poisoned.action_plan()
        convoke = type(self.session)._convoke_by_itself

        def fail(session):
            if session == poisoned:
                # What the database refuses: without a place of its own the others would go with it.
                session.env.cr.execute("SELECT 1 / 0")
            return convoke(session)

        with patch.object(type(self.session), "_convoke_by_itself", fail):
            self._run(4)
        self.assertEqual(self._mails().mapped("email_to"), ["claire@client.example", "marc@client.example"])
        self.assertIn("DivisionByZero", poisoned.convocation_failure)

    def test_each_scheduled_action_has_its_test(self):
        data = self.env["ir.model.data"].sudo()
        crons = data.search([("module", "=", "agency_training"), ("model", "=", "ir.cron")])
        self.assertEqual(set(crons.mapped("name")), set(TESTED))

    def test_the_reason_is_the_rules_to_write(self):
        for user in (self.user, self.manager):
            with self.assertRaises(AccessError):
                self.session.with_user(user).convocation_failure = "x"
