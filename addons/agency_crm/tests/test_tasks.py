"""A task for oneself or a colleague, about a record or nothing."""

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestTasks(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alice, cls.bob, cls.carol = (
            new_test_user(cls.env(su=True), login, "agency_crm.group_agency_user").with_env(cls.env)
            for login in ("alice", "bob", "carol")
        )
        cls.manager = new_test_user(cls.env(su=True), "boss", "agency_crm.group_agency_manager").with_env(cls.env)
        cls.todo = cls.env.ref("mail.mail_activity_data_todo")

    def _new(self, author, user, subject=None):
        tasks = self.env["mail.activity"].with_user(author).with_context(default_activity_type_id=self.todo.id)
        with Form(tasks, view="agency_crm.mail_activity_view_form_task") as form:
            form.summary = "Vérifier le bon à tirer"
            form.user_id = user
            if subject:
                form.subject_ref = subject
        return form.record

    def test_a_task_is_given_to_a_colleague_about_nothing(self):
        task = self._new(self.alice, self.bob)
        self.assertEqual(task.with_user(self.bob).summary, "Vérifier le bon à tirer")
        for user, count in ((self.alice, 1), (self.bob, 1), (self.carol, 0), (self.manager, 1)):
            found = self.env["mail.activity"].with_user(user).search([("id", "=", task.id)])
            self.assertEqual(len(found), count, user.login)
        with self.assertRaises(AccessError):
            task.with_user(self.carol).read(["summary"])

    def test_its_author_changes_it_and_hands_it_to_another(self):
        task = self._new(self.alice, self.bob)
        task.with_user(self.bob).user_id = self.carol
        self.assertEqual(task.with_user(self.bob).user_id, self.carol)
        self.assertIn(task, self.env["mail.activity"].with_user(self.bob).search([]))
        task.with_user(self.alice).summary = "Vérifier la maquette"
        self.assertEqual(task.with_user(self.carol).summary, "Vérifier la maquette")

    def test_a_colleague_does_it(self):
        task = self._new(self.alice, self.bob)
        task.with_user(self.bob).action_done()
        self.assertFalse(task.sudo().active)

    def test_about_a_deal_whoever_sees_the_deal_does_it(self):
        task = self._new(self.alice, self.bob, self.deal)
        self.assertEqual((task.res_model, task.res_id), ("crm.lead", self.deal.id))
        self.assertIn(task, self.deal.activity_ids)
        task.with_user(self.carol).action_done()
        self.assertFalse(task.sudo().active)

    def test_about_a_record_one_may_not_see_it_is_refused(self):
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        deal = self.env["crm.lead"].sudo().create({"name": "Theirs", "type": "opportunity", "company_id": other.id})
        with self.assertRaises(AccessError):
            self.env["mail.activity"].with_user(self.alice).create(
                {"summary": "x", "user_id": self.bob.id, "subject_ref": f"crm.lead,{deal.id}"}
            )

    def test_not_to_somebody_outside_the_agency(self):
        stranger = new_test_user(self.env(su=True), "stranger", "base.group_user").with_env(self.env)
        with self.assertRaises(AccessError):
            self.env["mail.activity"].with_user(self.alice).create({"summary": "x", "user_id": stranger.id})

    def test_pages_of_a_list_hold_what_they_should(self):
        tasks = [self._new(self.alice, user) for user in (self.bob, self.alice, self.bob)]
        ids = [task.id for task in tasks]
        found = self.env["mail.activity"].with_user(self.alice).search([("id", "in", ids)], order="id", limit=2)
        self.assertEqual(found.ids, ids[:2])
        self.assertEqual(self.env["mail.activity"].with_user(self.alice).search_count([("id", "in", ids)]), 3)
