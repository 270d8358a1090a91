"""What was learnt, by objective, is measured, overruled with a word, and on the attestation (T35, T45)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.agency_training.tests.test_attendance import travel

from .common import EvaluationCommon

SECTION = "Les objectifs de la formation"


@tagged("-at_install", "post_install")
class TestObjectives(EvaluationCommon):
    def setUp(self):
        super().setUp()
        course = self.env["agency.course"].create({"name": "WordPress", "objectives": "Créer un site\nLe régler"})
        course.with_user(self.manager).action_make_knowledge_surveys()
        self.session.sudo().course_id = course

    def _answer_each(self, answer, *choices):
        """Answer the questions by the number of their choice: 0 on one's own, 1 with help, 2 not."""
        for question, choice in zip(answer.predefined_question_ids, choices, strict=True):
            answer._save_lines(question, str(question.suggested_answer_ids[choice].id))
        answer._mark_done()

    def _end(self):
        with self._at("13 17:30"):
            self._close(self.slots)

    def _attestation(self):
        report = self.env.ref("agency_training.report_attestation")
        with travel("2027-01-20 10:00:00"):
            pdf, _type = self.env["ir.actions.report"]._render_qweb_pdf(report.report_name, self.claire.ids)
        return self._read(pdf)

    def test_t35_before_and_after_give_each_objective_its_level(self):
        self._answer_each(self._ask(self.claire, "acquis_start"), 2, 1)
        first, second = self.claire.objective_ids
        self.assertEqual((first.score_before, second.score_before), (0, 50))
        self.assertFalse(first.level, "nothing is said before the end")
        self._answer_each(self._ask(self.claire, "acquis_end"), 0, 1)
        self.assertEqual((first.score_after, second.score_after), (100, 50))
        self.assertEqual((first.level, second.level), ("acquired", "in_progress"))
        self._answer_each(self._ask(self.marc, "acquis_end"), 2, 0)
        self.assertEqual(self.marc.objective_ids.mapped("level"), ["not_acquired", "acquired"])

    def test_t35_the_trainer_overrules_with_a_word(self):
        self._answer_each(self._ask(self.claire, "acquis_end"), 2, 0)
        trainer = new_test_user(self.env, "julie", "agency_training.group_trainer", company_id=self.company.id)
        objective = self.claire.objective_ids[0].with_user(trainer)
        with self.assertRaises(AccessError):
            objective.read(["level"])
        self.julie.user_id = trainer
        self.env.invalidate_all()
        with self.assertRaises(ValidationError):
            objective.stated_level = "acquired"
        objective.write({"stated_level": "acquired", "stated_reason": "Vu en atelier"})
        self.assertEqual(objective.level, "acquired")
        for values in (
            {"name": "x"},
            {"measured_level": "acquired"},
            {"score_after": 100},
            {"registration_id": self.marc.id},
        ):
            with self.assertRaises(AccessError):
                objective.write(values)
        with self.assertRaises(AccessError):
            objective.create({"registration_id": self.claire.id, "name": "Inventé"})
        # Measured again, the word stays.
        self.claire._sync_objectives()
        self.assertEqual(objective.level, "acquired")
        for user in (self.user, self.manager):
            with self.assertRaises(AccessError):
                objective.with_user(user).measured_level = "acquired"

    def test_t45_the_attestation_says_what_was_learnt(self):
        self._answer_each(self._ask(self.claire, "acquis_end"), 0, 1)
        self._end()
        text = " ".join(self._attestation().split())
        self.assertIn("Créer un site Acquis", text)
        self.assertIn("Le régler En cours", text)

    def test_t45_without_answers_the_attestation_says_nothing_of_it(self):
        self._end()
        text = self._attestation()
        self.assertNotIn("Acquis", text)
        self.assertIn("Claire Dupont", text)

    def test_t35_the_delivered_questionnaire_measures_too(self):
        self.session.sudo().course_id = False
        self._answer(self._ask(self.claire, "acquis_end"), choice=1)
        self.assertEqual(self.claire.objective_ids.mapped("name"), [SECTION])
        self.assertEqual(self.claire.objective_ids.level, "in_progress")
