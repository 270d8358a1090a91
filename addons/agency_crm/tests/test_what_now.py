"""« Et maintenant ? »: a step that is done asks what comes next, whichever way it is done."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestWhatNow(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.deal)
        cls.late = cls.today - timedelta(days=3)
        cls.deal.write({"stage_id": cls._stage("offer_sent").id, "next_step_date": cls.late})

    def _activity(self, deal=None):
        deal = self.deal if deal is None else deal
        return deal.activity_ids.filtered(lambda activity: activity._is_next_step())

    def _open(self, action):
        self.assertEqual(action["res_model"], "agency.what.now")
        return Form(self.env[action["res_model"]].with_context(**action["context"]))

    def _history(self, deal=None):
        self._flush_tracking()
        return " ".join((self.deal if deal is None else deal).message_ids.mapped("body"))

    def _chased_quote(self, **values):
        """Return a quote of the deal whose customer is to be reminded since yesterday."""
        quote = self._create_quote(**values)
        quote.action_quotation_sent()
        quote._by_rules().last_sent_date = fields.Datetime.now() - timedelta(days=30)
        self.deal.next_step_date = self.late
        self.assertLessEqual(quote.next_reminder_date, self.today)
        return quote

    def test_done_on_the_activity_asks_and_the_proposal_is_right(self):
        form = self._open(self._activity().action_done())
        self.assertTrue(self._activity().active, "nothing is done before the dialog is saved")
        self.assertEqual(form.next_step_id, self._step("call_back"))
        self.assertEqual(form.next_step_date, self._working_date(5))
        form.note = "She thinks it over"
        form.save().action_apply()
        self.assertDeal("offer_sent", "call_back", self._working_date(5))
        self.assertEqual(len(self._activity()), 1)
        self.assertEqual(self._activity().date_deadline, self.deal.next_step_date)
        self.assertIn("She thinks it over", self._history())

    def test_who_was_not_reached_is_called_the_next_working_day(self):
        form = self._open(self._activity().action_done())
        form.result = "not_reached"
        self.assertEqual((form.next_step_id, form.next_step_date), (self._step("call_back"), self._working_date(1)))
        form.save().action_apply()
        self.assertIn("Not reached", self._history())

    def test_another_stage_brings_its_own_steps(self):
        form = self._open(self._activity().action_done())
        form.stage_id = self._stage("negotiation")
        self.assertEqual(form.next_step_id, self._step("quote_internal"))
        form.next_step_id = self._step("waiting")
        form.save().action_apply()
        self.assertEqual(
            (self.deal.stage_id, self.deal.next_step_id), (self._stage("negotiation"), self._step("waiting"))
        )

    def test_each_stage_proposes_the_step_that_follows(self):
        for phase, step, following in (
            ("analysis", "quote_internal", "quote_internal"),
            ("offer_sent", "call_back", "call_back"),
            ("negotiation", "quote_print", "waiting"),
            ("negotiation", "waiting", "waiting"),
            ("on_hold", "call_back", "waiting"),
            ("on_hold", "waiting", "call_back"),
            ("won", "deposit", "balance"),
            ("deposit", "balance", "balance"),
        ):
            with self.subTest(phase=phase, step=step):
                self.deal.write({"stage_id": self._stage(phase).id, "next_step_id": self._step(step).id})
                self.assertEqual(self.deal._get_following_step(), self._step(following))

    def test_done_over_rpc_never_leaves_the_deal_late_nor_without_activity(self):
        self._activity().action_feedback(feedback="Called")
        self.assertDeal("offer_sent", "call_back", self._working_date(5))
        self.assertEqual(self._activity().date_deadline, self.deal.next_step_date)
        self.assertEqual(self._history().count("Called"), 1)

    def test_a_call_noted_asks_too_and_finishes_the_step(self):
        call = self.deal.activity_schedule("mail.mail_activity_data_call", summary="Call Claire")
        form = self._open(call.action_done())
        form.save().action_apply()
        self.assertFalse(call.active)
        self.assertDeal("offer_sent", "call_back", self._working_date(5))
        self.assertEqual(len(self._activity()), 1)

    def test_a_call_during_an_estimate_leaves_the_estimate_to_be_made(self):
        self.deal.stage_id = self._stage("negotiation")
        self.deal.write({"next_step_id": self._step("quote_print").id, "next_step_date": "2031-03-03"})
        call = self.deal.activity_schedule("mail.mail_activity_data_call", summary="Call Claire")
        form = self._open(call.action_done())
        self.assertEqual((form.next_step_id, str(form.next_step_date)), (self._step("quote_print"), "2031-03-03"))
        form.save().action_apply()
        self.assertFalse(call.active)
        self.assertTrue(self._activity().active)
        self.assertDeal("negotiation", "quote_print", fields.Date.to_date("2031-03-03"))

    def test_a_task_done_asks_nothing(self):
        task = self.deal.activity_schedule("mail.mail_activity_data_todo", summary="Proof")
        self.assertNotIsInstance(task.action_done(), dict)
        self.assertFalse(task.active)
        self.assertEqual(self.deal.next_step_date, self.late)

    def test_a_call_made_is_a_quote_chased(self):
        quote = self._chased_quote()
        self._open(self._activity().action_done()).save().action_apply()
        self.assertEqual((quote.reminder_count, quote.last_reminder_date), (1, self.today))

    def test_who_was_not_reached_was_not_reminded(self):
        quote = self._chased_quote()
        form = self._open(self._activity().action_done())
        form.result = "not_reached"
        form.save().action_apply()
        self.assertEqual(quote.reminder_count, 0)

    def test_a_quote_chased_is_a_call_made(self):
        quote = self._chased_quote()
        quote._note_reminder()
        self.assertDeal("offer_sent", "call_back", self._working_date(5))
        self.assertEqual(len(self._activity()), 1)
        quote._note_reminder()
        self.assertDeal("offer_sent", "call_back", self._working_date(5))

    def test_a_quote_of_a_deal_that_is_priced_anew_is_not_chased(self):
        quote = self._chased_quote()
        self.deal.stage_id = self._stage("negotiation")
        self.assertFalse(quote._is_to_be_chased())
        self.deal.stage_id = self._stage("offer_sent")
        self.assertTrue(quote._is_to_be_chased())
        self.deal.next_step_date = self.today + timedelta(days=30)
        self.assertFalse(quote._is_to_be_chased(), "the customer said when to call again")
        self.deal.stage_id = self._stage("won")
        self.assertTrue(quote._is_to_be_chased(), "the deal was won by another quote")

    def test_several_deals_at_once_have_each_their_own_proposal(self):
        other = self._create_deal(name="Website", stage_id=self._stage("on_hold").id)
        form = self._open((self.deal | other).action_what_now())
        form.note = "Fair"
        form.save().action_apply()
        self.assertEqual(self.deal.next_step_id, self._step("call_back"))
        self.assertEqual(other.next_step_id, self._step("waiting"))
        self.assertIn("Fair", self._history(other))

    def test_the_date_of_the_activity_moves_the_deal(self):
        self._activity().date_deadline = "2031-02-03"
        self.assertEqual(str(self.deal.next_step_date), "2031-02-03")

    def test_who_is_no_user_of_the_agency_finishes_and_the_rules_move_the_deal(self):
        worker = (
            self.env["res.users"]
            .sudo()
            .create({"name": "Bob", "login": "bob_worker", "group_ids": [(6, 0, self.env.ref("base.group_user").ids)]})
        )
        activity = self._activity()
        activity.sudo().with_context(mail_activity_quick_update=True).user_id = worker
        activity.with_user(worker).action_done()
        self.assertEqual(self.deal.next_step_date, self._working_date(5))

    def test_a_quote_put_off_asks_until_when_and_its_deal_waits(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        action = quote.action_ask_postpone()
        wizard = self.env[action["res_model"]].with_context(**action["context"]).create({"date": "2031-05-05"})
        wizard.action_apply()
        self.assertEqual(quote.quote_status, "postponed")
        self.assertDeal("offer_sent", "call_back", fields.Date.to_date("2031-05-05"))
        self.deal.stage_id = self._stage("negotiation")
        self.deal._wait_until(fields.Date.to_date("2031-06-06"))
        self.assertDeal("negotiation", "waiting", fields.Date.to_date("2031-06-06"))
        self.deal.stage_id = self._stage("won")
        date = self.deal.next_step_date
        self.deal._wait_until(fields.Date.to_date("2031-07-07"))
        self.assertDeal("won", "deposit", date)

    def test_a_deal_is_not_lost_without_saying_why(self):
        wizard = self.env["crm.lead.lost"].create({"lead_ids": self.deal.ids})
        with self.assertRaisesRegex(UserError, "why"):
            wizard.action_lost_reason_apply()
        self.assertTrue(self.deal.active)
        wizard.lost_reason_id = self.reason
        wizard.action_lost_reason_apply()
        self.assertEqual(self.deal.lost_reason_id, self.reason)
