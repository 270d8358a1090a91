"""An accepted training quote asks for its session, in « À faire » and on its deal (TRAINING §3)."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged

from .common import TrainingCommon

DAY = "9 h – 12 h 30, 13 h 30 – 17 h"


@tagged("-at_install", "post_install")
@freeze_time("2026-12-01 10:00:00")
class TestSessionTodo(TrainingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training.training_schedule = DAY
        cls.deal = cls.env["crm.lead"].create(
            {"name": "WordPress", "type": "opportunity", "partner_id": cls.training.partner_id.id}
        )
        cls.training.opportunity_id = cls.deal
        cls.plan_type = cls.env.ref("agency_training.mail_activity_plan")

    def _asked(self, order=None):
        activities = (order or self.training).activity_ids
        return activities.filtered(lambda one: one.activity_type_id == self.plan_type)

    def _plan(self):
        return self.env["agency.training.session"].browse(self.deal.action_plan_session()["res_id"])

    def test_accepted_it_asks_its_salesperson_once(self):
        self.assertFalse(self._asked())
        self.training.action_confirm()
        asked = self._asked()
        self.assertEqual((asked.user_id, asked.date_deadline), (self.training.user_id, date(2026, 12, 1)))
        self.assertIn(self.training.training_title, asked.summary)
        row = self.env["agency.today.line"].search([("activity_id", "=", asked.id)])
        self.assertEqual((row.res_model, row.res_id), ("sale.order", self.training.id))
        self.assertTrue(self.deal.is_session_to_plan)
        self.training.user_id = self.user
        self.assertEqual(self._asked().user_id, self.user, "whoever takes it over is asked")
        self.assertEqual(self._asked(), asked)

    def test_planned_it_asks_no_more_and_cancelled_again(self):
        self.training.action_confirm()
        session = self._plan()
        self.assertFalse(self._asked())
        self.assertFalse(self.deal.is_session_to_plan)
        self.assertFalse(self.deal.action_plan_session(), "there is nothing left to plan")
        session.action_cancel()
        self.assertTrue(self._asked())
        self.assertTrue(self.deal.is_session_to_plan)
        session.action_back_to_draft()
        self.assertFalse(self._asked())
        session.unlink()
        self.assertTrue(self._asked())

    def test_a_quote_that_joins_a_session_asks_no_more(self):
        self.training.action_confirm()
        session = self._plan()
        order = self.training.copy()
        order.action_confirm()
        self.assertTrue(self._asked(order))
        self.env["agency.training.registration"].create(
            {"session_id": session.id, "trainee_id": order.trainee_ids[0].id}
        )
        self.assertFalse(self._asked(order))

    def test_cancelled_or_past_or_no_training_it_asks_nothing(self):
        self.training.action_confirm()
        self.training._action_cancel()
        self.assertFalse(self._asked())
        past = self.training.copy({"training_start_date": "2026-11-02", "training_end_date": "2026-11-03"})
        past.action_confirm()
        self.assertFalse(self._asked(past))
        past.write({"training_start_date": "2026-12-02", "training_end_date": "2026-12-03"})
        self.assertTrue(self._asked(past), "it is to come")
        other = self._create_quote()
        other.action_confirm()
        self.assertFalse(self._asked(other))

    def test_a_customer_who_accepts_asks_in_the_agencys_name(self):
        customer = new_test_user(self.env, "customer", "base.group_portal")
        self.training.with_user(customer).sudo().action_confirm()
        asked = self._asked()
        self.assertEqual(asked.user_id, self.training.user_id)
        self.assertFalse(asked.create_uid.share)

    def test_of_nobody_it_asks_nobody(self):
        self.training.user_id = False
        self.training.action_confirm()
        self.assertFalse(self._asked())

    def test_a_company_that_is_no_agency_asks_nothing(self):
        self.company.is_agency = False
        self.training.action_confirm()
        self.assertFalse(self._asked())
