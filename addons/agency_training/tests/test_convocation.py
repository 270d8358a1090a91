from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_attendance import AttendanceCommon

CONVOCATION = "agency_training.report_convocation"


@tagged("-at_install", "post_install")
class TestConvocation(AttendanceCommon):
    def setUp(self):
        super().setUp()
        for registration, email in ((self.claire, "claire@client.example"), (self.marc, "marc@client.example")):
            registration.trainee_id.partner_id = self.env["res.partner"].create(
                {"name": registration.trainee_id.name, "email": email}
            )

    def _mails(self):
        return self.env["mail.mail"].sudo().search([("model", "=", "agency.training.registration")], order="id")

    def test_t41_what_a_convocation_says(self):
        text = self._text(self.claire.sudo(), CONVOCATION)
        for words in (
            "Convocation",
            "Claire Dupont",
            self.session.title,
            "12/01/2027",
            "13/01/2027",
            "9 h – 12 h 30",
            "13 h 30 – 17 h",
            "Locaux du client, Rennes",
            "Julie Martin",
            "handicap@atelier.example",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Marc Petit", text)

    def test_t41_who_teaches_and_at_what_hours(self):
        text = self._text(self.claire.sudo(), CONVOCATION)
        self.assertRegex(text, r"Jour\s+Horaires")
        self.assertIn("Formateur : Julie Martin", text)
        partner = self.env["res.partner"].create({"name": "Paul Autre"})
        self.session.trainer_ids += self.env["agency.trainer"].create({"partner_id": partner.id})
        self.assertIn("Formateurs : Julie Martin, Paul Autre", self._text(self.claire.sudo(), CONVOCATION))

    def test_t41_who_comes_alone_is_of_no_company(self):
        self.assertIn("Claire Dupont – Imprimerie du Parc", self._text(self.claire.sudo(), CONVOCATION))
        self.training.sudo().write({"partner_id": self.consumer.id, "training_funding": "individual"})
        text = self._text(self.claire.sudo(), CONVOCATION)
        self.assertIn("Claire Dupont", text)
        self.assertNotIn("Paul Martin", text)

    def test_t41_who_is_expected_at_a_distance_is_told_so(self):
        self.assertNotIn("distance", self._text(self.claire.sudo(), CONVOCATION))
        self.slots[1].write({"kind": "live_remote", "module": "Écrire"})
        text = self._text(self.claire.sudo(), CONVOCATION)
        self.assertEqual(text.count("À distance, en direct – Écrire"), 1)
        self.assertNotIn("En salle", text)

    def test_t41_what_to_bring(self):
        self.assertNotIn("À apporter", self._text(self.claire.sudo(), CONVOCATION))
        self.session.to_bring = "Un ordinateur portable"
        self.assertIn("À apporter : Un ordinateur portable", self._text(self.claire.sudo(), CONVOCATION))

    def test_one_mail_each_and_never_twice(self):
        self.session.action_convoke()
        mails = self._mails()
        self.assertEqual(mails.mapped("email_to"), ["claire@client.example", "marc@client.example"])
        self.assertFalse(mails.recipient_ids)
        for mail, name in zip(mails, ("Claire Dupont", "Marc Petit"), strict=True):
            attached, _programme = mail.attachment_ids.sorted("id")
            self.assertIn(name, attached.name)
            self.assertIn(name, self._read(attached.raw))
        self.assertTrue(all(self.session.registration_ids.mapped("convoked_on")))
        with self.assertRaisesRegex(UserError, "were convoked"):
            self.session.action_convoke()
        self.assertEqual(self._mails(), mails)

    def test_they_leave_now_not_within_the_hour(self):
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
        triggers = self.env["ir.cron.trigger"].sudo()
        before = triggers.search_count([("cron_id", "=", queue.id)])
        self.session.action_convoke()
        self.assertGreater(triggers.search_count([("cron_id", "=", queue.id)]), before)

    def _plan_unaccepted(self):
        """Plan a session whose only trainee comes by a quote that waits for its customer."""
        order = self.training.copy()
        order.trainee_ids[0].partner_id = self.claire.trainee_id.partner_id
        session = self.env["agency.training.session"].create(
            {
                "title": "Autre",
                "slot_ids": [Command.create({"date": "2027-02-02", "start_hour": 9, "end_hour": 12})],
                "registration_ids": [Command.create({"trainee_id": order.trainee_ids[0].id})],
            }
        )
        session.action_plan()
        return session

    def test_t7_what_is_not_accepted_yet_is_planned_not_convoked(self):
        session = self._plan_unaccepted()
        self.assertEqual(session.state, "planned")
        self.assertTrue(session.is_quote_awaited)
        self.assertFalse(session.is_to_convoke)
        with self.assertRaisesRegex(UserError, "unless a Responsable writes why"):
            session.action_convoke()

    def test_t7_before_the_quote_is_accepted_a_responsable_says_why(self):
        session, said = self._plan_unaccepted(), {"unaccepted_reason": "The customer's order came by mail"}
        with self.assertRaisesRegex(AccessError, "Only a Responsable"):
            session.with_user(self.user).write(said)
        with self.assertRaisesRegex(AccessError, "Only a Responsable"):
            session.with_user(self.user).create({"title": "Another", **said})
        proposed = {f"default_{name}": value for name, value in said.items()}
        other = self.env["agency.training.session"].with_user(self.user).with_context(**proposed)
        with self.assertRaises(AccessError):
            other.create({"title": "Another"})
        # As where the rules create for them.
        self.assertFalse(other.sudo().create({"title": "Another"}).unaccepted_reason)
        session.with_user(self.user).write({"to_bring": "A computer"})
        session.with_user(self.manager).write({"unaccepted_reason": "  "})
        with self.assertRaisesRegex(UserError, "unless a Responsable writes why"):
            session.action_convoke()
        session.with_user(self.manager).write(said)
        self.assertTrue(session.is_to_convoke)
        session.with_user(self.user).action_convoke()
        self.assertEqual(self._mails().mapped("email_to"), ["claire@client.example"])

    def test_t9_a_moved_half_day_is_told_again(self):
        self.session.action_convoke()
        self.slots[0].module = "Introduction"
        self.assertTrue(self.claire.convoked_on)
        self.slots[-1].date = "2027-01-14"
        self.assertFalse(self.claire.convoked_on)
        self.session.action_convoke()
        self.assertEqual(len(self._mails()), 4)

    def test_t11_a_replacement_alone_is_told(self):
        self.session.action_convoke()
        contact = self.env["res.partner"].create({"name": "Nadia Roux", "email": "nadia@client.example"})
        new = self.env["agency.trainee"].create(
            {"order_id": self.training.id, "name": "Nadia Roux", "partner_id": contact.id}
        )
        self.env["agency.training.registration"].create({"session_id": self.session.id, "trainee_id": new.id})
        self.session.action_convoke()
        self.assertEqual(self._mails()[2:].mapped("email_to"), ["nadia@client.example"])

    def test_t7_trainees_of_a_quote_that_is_not_accepted_wait(self):
        order = self.training.sudo().copy()
        order.trainee_ids[0].write({"name": "Nadia Roux", "partner_id": self._contact("nadia@other.example").id})
        new = self.env["agency.training.registration"].create(
            {"session_id": self.session.id, "trainee_id": order.trainee_ids[0].id}
        )
        self.session.action_convoke()
        self.assertEqual(self._mails().mapped("email_to"), ["claire@client.example", "marc@client.example"])
        self.assertFalse(self.session.is_to_convoke)
        with self.assertRaisesRegex(UserError, f"{order.name} is not accepted"):
            self.session.action_convoke()
        order.action_confirm()
        self.env.invalidate_all()
        self.assertTrue(self.session.is_to_convoke)
        self.session.action_convoke()
        self.assertTrue(new.convoked_on)
        self.assertEqual(self._mails()[2:].mapped("email_to"), ["nadia@other.example"])

    def _contact(self, email):
        return self.env["res.partner"].create({"name": email, "email": email})

    def test_who_has_no_address_is_named_and_nothing_leaves(self):
        self.marc.trainee_id.partner_id.email = "no address"
        with self.assertRaisesRegex(UserError, "Marc Petit"):
            self.session.action_convoke()
        self.assertFalse(self._mails())
        self.assertFalse(self.claire.convoked_on)

    def test_nobody_is_convoked_to_the_past_nor_without_a_quote(self):
        with self._at("12 09:00"), self.assertRaisesRegex(UserError, "not to come"):
            self.session.action_convoke()
        self.training.sudo()._action_cancel()
        with self.assertRaisesRegex(UserError, "no accepted quote"):
            self.session.action_convoke()
        self.assertFalse(self._mails())
