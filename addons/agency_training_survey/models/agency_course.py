from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import KNOWLEDGE


class AgencyCourse(models.Model):
    _name = "agency.course"
    _inherit = ["agency.course"]

    def action_make_knowledge_surveys(self):
        """Make the questionnaires of what is known before and after, a section an objective, and open the second (T35).

        :raise UserError: if the course has no objectives, or has such questionnaires already
        """
        self.ensure_one()
        self.check_access("write")
        objectives = [line.strip(" \t-–—•*·") for line in (self.objectives or "").splitlines()]
        objectives = list(dict.fromkeys(filter(None, objectives)))
        if not objectives:
            raise UserError(self.env._("%(course)s has no objectives: write one a line.", course=self.name))
        if any(self[f"survey_{kind}_id"] for kind in KNOWLEDGE):
            raise UserError(
                self.env._("%(course)s has its questionnaires already: change them instead.", course=self.name)
            )
        for kind in KNOWLEDGE:
            self[f"survey_{kind}_id"] = self.env["survey.survey"].create(
                self._prepare_knowledge_survey(kind, objectives)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "survey.survey",
            "view_mode": "form",
            "res_id": self.survey_acquis_end_id.id,
        }

    def _prepare_knowledge_survey(self, kind, objectives):
        """Return a questionnaire as values of `survey.survey`: of each objective, how well one can do it.

        :param str kind: one of `KNOWLEDGE`
        :param list objectives: texts
        """
        titles = {
            "acquis_start": self.env._("Before: %(course)s", course=self.name),
            "acquis_end": self.env._("Learnt: %(course)s", course=self.name),
        }
        choices = [
            (self.env._("Yes, on my own"), 2),
            (self.env._("Yes, with help"), 1),
            (self.env._("No, not yet"), 0),
        ]
        answers = [
            Command.create({"value": words, "answer_score": score, "is_correct": score == 2, "sequence": number})
            for number, (words, score) in enumerate(choices)
        ]
        questions = []
        for number, objective in enumerate(objectives):
            question = {
                "title": self.env._("Can you do this today: %(objective)s?", objective=objective),
                "question_type": "simple_choice",
                "constr_mandatory": True,
                "sequence": 20 * number + 10,
                "suggested_answer_ids": answers,
            }
            section = {"title": objective, "is_page": True, "question_type": False, "sequence": 20 * number}
            questions += [Command.create(section), Command.create(question)]
        return {
            "title": titles[kind],
            "evaluation_kind": kind,
            "company_id": self.company_id.id,
            "survey_type": "assessment",
            "scoring_type": "scoring_without_answers",
            "access_mode": "token",
            "questions_layout": "one_page",
            "users_can_go_back": True,
            "lang_ids": [Command.clear()],
            "question_and_page_ids": questions,
        }
