"""Each trainee is asked once, at five moments, never of the past; reminded once, then left alone (TRAINING §3, T34)."""

import re
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.tests.smtp import MailServerMixin
from odoo.addons.agency_training.tests.test_attendance import travel

from ..const import KINDS
from .common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestEvaluationSending(MailServerMixin, EvaluationCommon):
    """Fifteen working days before the 12th is Tuesday 22 December, where the company has no holidays."""

    def _kinds(self):
        return [(one.evaluation_kind, one.registration_id) for one in self._answers()]

    def _sent(self, kind):
        return [(kind, self.claire), (kind, self.marc)]

    def test_t34_each_kind_leaves_at_its_time_and_once(self):
        self._run("2026-12-21 10:00:00")
        self.assertFalse(self._answers())
        for _time in range(2):
            self._run("2026-12-22 10:00:00")
        self.assertEqual(self._kinds(), self._sent("positioning"))
        self._run("2027-01-11 10:00:00")
        self.assertEqual(self._kinds()[2:], self._sent("acquis_start"))
        # The last half-day ends at 17:00 in Paris.
        self._run("2027-01-13 15:59:00")
        self.assertEqual(len(self._answers()), 4)
        for hour in (1, 5):
            self._run(f"2027-01-13 16:0{hour}:00")
        self.assertEqual(self._kinds()[4:], [(k, r) for r in (self.claire, self.marc) for k in ("acquis_end", "hot")])
        with self._at("13 17:30"):
            self._close(self.slots)
        self._run("2027-03-13 23:00:00")
        self.assertEqual(len(self._answers()), 8)
        self._run("2027-03-14 23:00:00")
        self.assertEqual(self._kinds()[8:], self._sent("cold_trainee"))

    def test_t34_one_mail_a_person_with_a_link_of_their_own(self):
        with self.mail_server() as mails:
            self._run("2026-12-22 10:00:00")
            self.assertFalse(self._answers()[0].evaluation_sent_on, "the server has not taken it yet")
            self.env["mail.mail"].sudo().process_email_queue()
        self.assertEqual([mail.rcpt_tos for mail in mails], [["claire@client.example"], ["marc@client.example"]])
        for mail, answer in zip(mails, self._answers(), strict=True):
            text = mail.content.decode() if isinstance(mail.content, bytes) else mail.content
            # Quoted-printable cuts lines and writes = as =3D.
            text = text.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=")
            (token,) = set(re.findall(r"https?://[^\"]+/survey/start/[\w-]+\?answer_token=([\w-]+)", text))
            self.assertEqual(token, answer.access_token)
            self.assertTrue(answer.evaluation_sent_on)
        self.assertEqual(self._answers()[0].deadline.isoformat(), "2027-01-12T08:00:00")
        self.assertFalse(self._mails(), "the link is kept nowhere")

    def test_a_server_that_refuses_is_asked_again_a_day_later(self):
        self._run("2026-12-22 10:00:00")
        # What a server that refuses leaves.
        self._mails().state = "exception"
        self._run("2026-12-22 20:00:00")
        self.assertEqual(len(self._mails()), 2)
        self._run("2026-12-23 11:00:00")
        self.assertEqual(len(self._mails()), 4)
        self.assertEqual(len(self._answers()), 2)

    def test_t34_reminded_once_then_left_alone(self):
        self._run("2026-12-22 10:00:00")
        with travel("2026-12-22 10:05:00"):
            self._answers()._note_taken()
        self._mails().unlink()
        self._answer(self._answers(self.marc))
        self._run("2026-12-25 09:00:00")
        self.assertFalse(self._mails())
        for day in (26, 28, 30):
            self._run(f"2026-12-{day} 10:10:00")
        self.assertEqual(self._mails().mapped("email_to"), ["claire@client.example"])

    def test_never_for_the_past(self):
        self._run("2027-01-12 08:30:00")
        self.assertFalse(self._answers())
        with self._at("13 17:30"):
            self._close(self.slots)
        self._run("2027-01-21 10:00:00")
        self.assertFalse(self._answers())
        self._run("2027-04-20 10:00:00")
        self.assertFalse(self._answers())

    def test_the_switches(self):
        self.session.is_evaluated_by_itself = False
        self._run("2026-12-28 10:00:00")
        self.session.is_evaluated_by_itself = True
        self.company.training_positioning_days = 0
        self._run("2026-12-28 10:00:00")
        self.company.training_positioning_days = 15
        self.company.survey_positioning_id = False
        self._run("2026-12-28 10:00:00")
        self.assertFalse(self._answers())
        for days in (-1, 366):
            with self.assertRaises(ValidationError):
                self.company.training_cold_days = days

    def test_who_is_absent_or_cancelled_is_not_asked(self):
        nadia = self._add_trainees(1)
        nadia.trainee_id.partner_id = self.env["res.partner"].create({"name": "Nadia", "email": "nadia@client.example"})
        with travel("2027-01-11 08:00:00"):
            nadia.action_cancel()
        with self._at("13 17:00"):
            for slot in self.slots:
                slot.attendance_ids.filtered(lambda one: one.registration_id == self.marc).state = "absent"
        self._run("2027-01-13 17:00:00")
        self.assertEqual(self._answers().registration_id, self.claire)

    def test_the_button_sends_what_is_due_and_names_who_has_no_address(self):
        self.marc.trainee_id.partner_id.email = False
        with travel("2026-12-20 10:00:00"), self.assertRaisesRegex(UserError, "at this time"):
            self.session.action_send_evaluations()
        with travel("2026-12-28 10:00:00"):
            told = self.session.action_send_evaluations()["params"]["message"]
        self.assertIn("Marc Petit", told)
        self.assertEqual(self._answers().registration_id, self.claire)

    @mute_logger("odoo.addons.agency_crm.isolation", "odoo.sql_db")
    def test_one_poisoned_trainee_stops_no_other(self):
        ask = type(self.claire)._ask

        def fail(registration, kind):
            if registration == self.claire:
                # What the database refuses: without a place of its own the others would go with it.
                registration.env.cr.execute("SELECT 1 / 0")
            return ask(registration, kind)

        with patch.object(type(self.claire), "_ask", fail):
            self._run("2026-12-28 10:00:00")
        self.assertEqual(self._answers().registration_id, self.marc)

    @mute_logger("odoo.sql_db")
    def test_t34_the_database_has_one_answer_by_kind(self):
        self._ask(self.claire, "hot")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.claire._create_evaluation_sudo("hot")

    def test_a_course_has_questionnaires_of_its_own(self):
        course = self.env["agency.course"].create({"name": "WordPress", "objectives": "- Créer un site\n- Le régler"})
        course.action_make_knowledge_surveys()
        own = course.survey_acquis_end_id
        self.assertEqual(own.page_ids.mapped("title"), ["Créer un site", "Le régler"])
        self.assertEqual(own.question_ids.suggested_answer_ids.mapped("answer_score"), [2, 1, 0] * 2)
        self.session.sudo().course_id = course
        self.assertEqual(self.session._get_survey_sudo("acquis_end"), own)
        self.assertEqual(self.session._get_survey_sudo("hot"), self.env.ref("agency_training_survey.survey_hot"))
        with self.assertRaises(UserError):
            course.action_make_knowledge_surveys()
        with self.assertRaises(ValidationError):
            course.survey_hot_id = own
        stranger = self.env["res.company"].create({"name": "Autre agence"})
        with self.assertRaises(ValidationError):
            course.survey_hot_id = self.env.ref("agency_training_survey.survey_hot").copy({"company_id": stranger.id})

    def test_all_kinds_are_delivered_and_answerable(self):
        for kind, _words in KINDS:
            self.assertTrue(self.session._get_survey_sudo(kind), kind)
            self.assertEqual(self.company[f"survey_{kind}_id"].evaluation_kind, kind)

    def test_what_was_answered_is_kept(self):
        answer = self._answer(self._ask(self.claire, "hot"))
        for record in (answer, answer.survey_id):
            with self.assertRaises(UserError):
                record.with_user(self.manager).unlink()

    def test_facts_of_sending_are_the_rules_to_write(self):
        answer = self._ask(self.claire, "hot").with_user(self.manager)
        for values in (
            {"registration_id": self.marc.id},
            {"evaluation_kind": "positioning"},
            {"evaluation_sent_on": False},
        ):
            with self.assertRaises(AccessError):
                answer.write(values)
        with self.assertRaises(AccessError):
            answer.create({"survey_id": answer.survey_id.id, "registration_id": self.marc.id, "evaluation_kind": "hot"})
