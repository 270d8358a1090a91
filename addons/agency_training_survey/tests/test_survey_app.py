"""Questionnaires of trainings are ours on the screens of trainees, and in our menus for a Responsable."""

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import EvaluationCommon

MANAGER, APP = "agency_crm.group_agency_manager", "survey.menu_surveys"


@tagged("-at_install", "post_install")
class TestSurveyApp(HttpCase, EvaluationCommon):
    def setUp(self):
        super().setUp()
        # The name is that of the browser's session too.
        self.training_session, self.session = self.session, None

    def _menus(self, user):
        return self.env["ir.ui.menu"].with_user(user).load_menus(False)

    def test_a_responsable_has_our_questionnaires_not_the_app(self):
        menus = self._menus(self.manager)
        self.assertNotIn(self.env.ref(APP).id, menus)
        self.assertNotIn(self.env.ref("survey.menu_survey_form").id, menus)
        self.assertIn(self.env.ref("agency_training_survey.menu_surveys").id, menus)
        self.assertTrue(self.manager.has_group("survey.group_survey_user"))

    def test_who_has_surveys_of_their_own_keeps_the_app(self):
        for number, others in enumerate(("base.group_user", MANAGER)):
            user = new_test_user(self.env, f"surveyor_{number}", f"{others},survey.group_survey_user")
            self.assertIn(self.env.ref(APP).id, self._menus(user), others)
        self._menus(self.manager)
        self.manager.sudo().group_ids = [Command.link(self.env.ref("survey.group_survey_manager").id)]
        self.assertIn(self.env.ref(APP).id, self._menus(self.manager))

    def test_t34_a_trainees_page_bears_the_brand_of_nobody_else(self):
        answer = self.claire._get_evaluation_sudo("hot") or self._ask(self.claire, "hot")
        self.env.flush_all()
        page = self.url_open(f"/survey/{answer.survey_id.access_token}/{answer.access_token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.training_session.title, page.text)
        self.assertRegex(page.text, r'o_survey_brand_message[^>]*style="display: none"')
        self.assertNotIn("utm_medium=survey", page.text)
        # Odoo's own surveys stay as they are.
        survey = answer.survey_id.copy({"evaluation_kind": False, "access_mode": "public"})
        self.env.flush_all()
        self.assertIn("utm_medium=survey", self.url_open(survey.get_start_url()).text)
