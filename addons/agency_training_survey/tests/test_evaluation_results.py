"""What trainees say is counted one way, and a bad answer is looked at (T36, T37)."""

from odoo.tests import new_test_user, tagged

from .common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestEvaluationResults(EvaluationCommon):
    def setUp(self):
        super().setUp()
        self.course_record = self.env["agency.course"].create({"name": "WordPress"})
        self.session.sudo().course_id = self.course_record
        self.people = self.session.registration_ids + self._add_trainees(4)

    def _year(self):
        self.env.flush_all()
        return self.env["agency.training.year"].search([("company_id", "=", self.company.id), ("year", "=", 2027)])

    def _todos(self):
        return self.session.activity_ids.filtered(
            lambda one: one.activity_type_id == self.env.ref("agency_training_survey.mail_activity_evaluation")
        )

    def test_t36_one_count_for_session_course_trainer_and_year(self):
        for number, registration in enumerate(self.people):
            answer = self._ask(registration, "hot")
            if number:
                self._answer(answer, mark=5 if number > 1 else 3, liked=f"Mot {number}")
        # A mail that did not leave asked nobody.
        self._add_trainees(1)._create_evaluation_sudo("hot")
        self.env.invalidate_all()
        for record in (self.session, self.course_record, self.julie, self._year()):
            record = record.with_user(self.user).with_context(lang="fr_FR")
            self.assertEqual(record.satisfaction_mean, 4.6, record)
            self.assertAlmostEqual(record.answer_rate, 5 / 6)
            self.assertEqual(record.answer_count, 5)
            self.assertEqual(record.satisfaction.replace("\N{NO-BREAK SPACE}", " "), "4,6 / 5 (5 réponses sur 6, 83 %)")
            page = str(record.evaluation_page)
            self.assertIn("Mot 1", page)
            self.assertIn("4,6", page)
        self.assertIn("Claire Dupont", self.session.evaluation_page)
        self.assertNotIn("Claire Dupont", self.course_record.evaluation_page)

    def test_t36_under_five_answers_nothing_is_said(self):
        for registration in self.people[:4]:
            self._answer(self._ask(registration, "hot"), mark=4)
        session = self.session.with_context(lang="fr_FR")
        self.assertEqual(session.satisfaction, "Non significatif (4 réponses sur 4)")
        self.assertFalse(session.satisfaction_mean)
        self.assertNotIn("4,0 / 5", session.evaluation_page)
        self._answer(self._ask(self.people[4], "hot"), mark=4)
        self.session.invalidate_recordset()
        self.assertIn("4,0 / 5", session.evaluation_page)

    def test_t36_the_versions_of_a_course_are_one_course(self):
        self._answer(self._ask(self.claire, "hot"))
        new = self.course_record.browse(self.course_record.with_user(self.manager).action_new_version()["res_id"])
        self.assertEqual(new.answer_count, 1)
        self.assertEqual(self.course_record.answer_count, 1)

    def test_t36_words_of_strangers_are_printed_as_such(self):
        self._answer(self._ask(self.claire, "hot"), liked="<script>alert(1)</script><b>gras</b>")
        page = self.session.evaluation_page
        self.assertNotIn("<script>", page)
        self.assertIn("&lt;b&gt;gras", page)

    def test_t36_a_user_reads_figures_of_their_company_alone(self):
        self._answer(self._ask(self.claire, "hot"))
        other = self.env["res.company"].create({"name": "Autre agence"})
        stranger = new_test_user(self.env, "stranger", "agency_crm.group_agency_user", company_id=other.id)
        self.assertFalse(self._year().with_user(stranger).search([]))
        self.assertEqual(self._year().with_user(self.user).answer_count, 1)

    def test_t37_a_bad_mark_is_asked_of_a_responsible(self):
        self._answer(self._ask(self.claire, "hot"), mark=3)
        self.assertFalse(self._todos())
        self._answer(self._ask(self.marc, "hot"), mark=2)
        todo = self._todos()
        self.assertIn("Marc Petit", todo.summary)
        self.assertTrue(todo.user_id.has_group("agency_crm.group_agency_manager"))
        self.assertIn(self.company, todo.user_id.company_ids)
        self.session.user_id = self.manager
        self._answer(self._ask(self.claire, "cold_trainee"), mark=1)
        self.assertEqual((self._todos() - todo).user_id, self.manager)

    def test_t37_a_complaint_is_looked_at_whatever_the_marks(self):
        self._answer(self._ask(self.claire, "hot"), mark=5, complaint="Salle <b>froide</b>")
        todo = self._todos()
        self.assertRegex(todo.summary, "Complaint|Réclamation")
        self.assertIn("Salle &lt;b&gt;froide", todo.note)
        # What is asked of a session is another thing: neither takes the other's place.
        self.session._sync_todo()
        self.assertTrue(todo.exists())

    def test_t37_another_scale_is_brought_to_five(self):
        hot = self.env.ref("agency_training_survey.survey_hot")
        hot.question_ids.filtered(lambda one: one.question_type == "scale").write({"scale_min": 0, "scale_max": 10})
        self._answer(self._ask(self.claire, "hot"), mark=5)
        self.assertFalse(self._todos())
        self._answer(self._ask(self.marc, "hot"), mark=4)
        self.assertTrue(self._todos())
