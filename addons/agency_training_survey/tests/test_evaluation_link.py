"""A trainee's link opens their questionnaire; any other is not there, and answers are nobody else's (T34, T71)."""

import json
import uuid

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_training.tests.test_attendance import travel

from .common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestEvaluationLink(HttpCase, EvaluationCommon):
    def setUp(self):
        super().setUp()
        # The name is that of the browser's session too.
        self.title, self.session = self.session.title, None
        self.hot = self._ask(self.claire, "hot")
        self.survey = self.hot.survey_id
        self.env.flush_all()

    def _path(self, answer=None, survey=None, token=None):
        answer = answer or self.hot
        self.env.flush_all()
        return f"/survey/start/{survey or answer.survey_id.access_token}?answer_token={token or answer.access_token}"

    def _post(self, route, survey, answer, **values):
        return self.make_jsonrpc_request(f"/survey/{route}/{survey}/{answer}", values)

    def test_t34_without_an_account_the_link_is_answered_once(self):
        page = self.url_open(self._path())
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.hot.access_token, page.url)
        survey, token = self.survey.access_token, self.hot.access_token
        self._post("begin", survey, token)
        marks = {str(one.id): "4" for one in self.survey.question_ids if one.question_type == "scale"}
        self._post("submit", survey, token, **marks)
        self.env.invalidate_all()
        self.assertEqual(self.hot.state, "done")
        self.assertEqual({mark for _question, mark in self.hot._get_marks()}, {4})
        # Nothing is answered twice, nor anew.
        self.url_open(f"/survey/retry/{survey}/{token}")
        self._post("submit", survey, token, **dict.fromkeys(marks, "1"))
        self.env.invalidate_all()
        self.assertEqual({mark for _question, mark in self.hot._get_marks()}, {4})
        self.assertEqual(len(self.survey.user_input_ids), 1)

    def test_t35_what_is_known_is_no_test_to_fail(self):
        answer = self._answer(self._ask(self.claire, "acquis_start"), choice=2)
        page = self.url_open(self._path(answer)).text
        for words in ("failed", "échoué", "scored", "score de", "Refaire", "Retry"):
            self.assertNotIn(words, page)

    def test_t71_whatever_is_wrong_the_answer_is_the_same(self):
        theirs = self._ask(self.marc, "positioning")
        cancelled, late = self._ask(self.marc, "hot"), self._ask(self.claire, "cold_trainee")
        self.marc.with_context(active_test=False)._by_rules().state = "cancelled"
        late.deadline = "2026-11-30 10:00:00"
        guess = str(uuid.uuid4())
        wrong = [
            self._path(token=guess),
            self._path(token="é"),
            self._path(token=theirs.access_token),
            self._path(survey=guess),
            self._path(cancelled),
            self._path(late),
            f"/survey/start/{self.survey.access_token}",
            f"/survey/{self.survey.access_token}/{guess}",
            f"/survey/print/{self.survey.access_token}?answer_token={guess}",
            f"/survey/print/{self.survey.access_token}",
            f"/survey/retry/{self.survey.access_token}/{guess}",
            f"/survey/print/{late.survey_id.access_token}?answer_token={late.access_token}",
        ]
        with mute_logger("odoo.http"):
            answers = [self.url_open(path, allow_redirects=False) for path in wrong]
        self.assertEqual({one.status_code for one in answers}, {404}, [one.status_code for one in answers])
        pages = {one.text.replace(path, "") for one, path in zip(answers, wrong, strict=True)}
        self.assertFalse(any("Satisf" in page or self.title in page for page in pages))
        for route in ("begin", "submit", "next_question"):
            told = {
                json.dumps(self._post(route, survey, token))
                for survey, token in (
                    (self.survey.access_token, guess),
                    (self.survey.access_token, theirs.access_token),
                    (guess, self.hot.access_token),
                    (late.survey_id.access_token, late.access_token),
                    (cancelled.survey_id.access_token, cancelled.access_token),
                )
            }
            self.assertEqual(len(told), 1, (route, told))
        self.assertEqual({late.state, cancelled.state}, {"new"})

    def test_the_link_opens_until_its_deadline(self):
        with travel("2026-12-14 10:00:00"):
            self.assertEqual(self.url_open(self._path()).status_code, 200)
        with travel("2026-12-16 10:00:00"), mute_logger("odoo.http"):
            self.assertEqual(self.url_open(self._path()).status_code, 404)

    def test_another_customers_account_opens_nobodys_answers(self):
        portal = new_test_user(self.env, "stranger", "base.group_portal")
        answer = self._answer(self.hot, better="Plus de pratique")
        self.authenticate("stranger", "stranger")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(self._path()).status_code, 404)
            self.assertNotEqual(self.url_open(f"/survey/results/{self.survey.id}").status_code, 200)
        for user in (portal, self.env.ref("base.public_user"), self.user):
            for model, ids in (
                ("survey.user_input", answer.ids),
                ("survey.user_input.line", answer.user_input_line_ids.ids),
                ("survey.survey", self.survey.ids),
            ):
                records = self.env[model].with_user(user).browse(ids)
                for attack in (
                    lambda records=records: records.read(["display_name"]),
                    lambda records=records: records.search([]),
                    lambda records=records: records.write({"create_uid": 1}),
                    lambda records=records: records.unlink(),
                ):
                    with self.assertRaises(AccessError):
                        attack()
        for user in (portal, self.env.ref("base.public_user")):
            for model in ("agency.training.objective", "agency.training.year"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_rpc_gives_the_trainers_and_users_no_answer_by_way_of_the_registration(self):
        registration = self.claire.with_user(self.user)
        with self.assertRaises(AccessError):
            registration.read(["evaluation_ids"])
        with self.assertRaises(AccessError):
            registration.search([("evaluation_ids.access_token", "like", "%")])
        trainer = new_test_user(self.env, "julie", "agency_training.group_trainer", company_id=self.company.id)
        self.julie.user_id = trainer
        session = self.claire.session_id.with_user(trainer)
        self.assertTrue(session.read(["title"]))
        for name in ("evaluation_page", "satisfaction", "satisfaction_mean"):
            with self.assertRaises(AccessError):
                session.read([name])

    def test_the_responsible_of_another_agency_reads_no_answer(self):
        answer = self._answer(self.hot, better="Plus de pratique")
        other = self.env["res.company"].create({"name": "Autre agence"})
        boss = new_test_user(
            self.env,
            "boss2",
            "agency_crm.group_agency_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertTrue(answer.with_user(self.manager).read(["state"]))
        for records in (answer, answer.user_input_line_ids):
            self.assertFalse(records.with_user(boss).search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                records.with_user(boss).read(["display_name"])
        own = self.survey.copy({"company_id": self.company.id})
        with self.assertRaises(AccessError):
            own.with_user(boss).read(["title"])
        self.assertFalse(self.env["agency.training.year"].with_user(boss).search([]))

    def test_nobody_is_asked_by_another_way_than_the_session(self):
        with self.assertRaises(UserError):
            self.survey._create_answer(email="x@y.example")
        with self.assertRaises(UserError):
            self.survey.access_mode = "public"
        # A Responsable tries it, which is no answer.
        self.assertTrue(self.survey.with_user(self.manager)._create_answer(user=self.manager, test_entry=True))
