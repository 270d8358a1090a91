from odoo.fields import Command
from odoo.tests import freeze_time

from .common import AgencyCommon


class TestDealFollowsQuotes(AgencyCommon):
    """Each row of the events' table, and each edge (manual: « Les affaires »)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call_date = cls._working_date(5)
        cls.deposit_date = cls._working_date(2)

    def test_deal_starts_at_the_analysis(self):
        self.assertDeal("analysis", "quote_internal", self._working_date(2))

    def test_draft_quote_changes_nothing(self):
        self._create_quote()
        self.assertDeal("analysis", "quote_internal", self._working_date(2))

    def test_quote_sent(self):
        self._create_quote().action_quotation_sent()
        self.assertDeal("offer_sent", "call_back", self.call_date)
        self.assertEqual(self.account.account_type, "prospect")

    def test_quote_accepted(self):
        self._create_quote().action_confirm()
        self.assertDeal("won", "deposit", self.deposit_date)
        self.assertEqual(self.deal.won_status, "won")
        self.assertEqual(self.account.account_type, "client")

    def test_deposit_invoice_sent_keeps_the_date(self):
        quote = self._create_quote()
        quote.action_confirm()
        self.deal.next_step_date = "2030-01-15"
        draft = self._invoice_deposit(quote, post=False)
        self.assertDeal("won", "deposit", self.deal.next_step_date)
        draft.action_post()
        draft.action_mark_sent()
        self.assertDeal("deposit", "balance", self.deal.next_step_date)
        self.assertEqual(str(self.deal.next_step_date), "2030-01-15")

    def test_last_invoice_sent(self):
        quote = self._create_quote()
        quote.action_confirm()
        self._invoice_deposit(quote)
        balance = self._invoice(quote, post=False)
        self.assertEqual(self.deal.stage_id, self._stage("deposit"))
        balance.action_post()
        balance.action_mark_sent()
        self.assertDeal("final", "none")

    def test_whole_invoice_without_deposit(self):
        quote = self._create_quote()
        quote.action_confirm()
        self._invoice(quote)
        self.assertDeal("final", "none")

    def test_partial_delivery_is_not_the_last_invoice(self):
        quote = self._create_quote(amounts=(1000.0, 500.0))
        quote.action_confirm()
        invoice = self._invoice(quote, post=False)
        invoice.invoice_line_ids[1].unlink()
        invoice.action_post()
        invoice.action_mark_sent()
        self.assertDeal("won", "deposit", self.deposit_date)
        self._invoice(quote)
        self.assertDeal("final", "none")

    def test_order_made_recurring_from_an_open_deal(self):
        self._create_quote(billing_frequency="annual", next_invoice_date="2030-01-01")
        self.assertDeal("won", "none")
        self.assertEqual(self.account.account_type, "client")

    def test_order_made_recurring_from_a_won_deal(self):
        quote = self._create_quote()
        quote.action_confirm()
        self._invoice_deposit(quote)
        self._create_quote(billing_frequency="monthly", next_invoice_date="2030-01-01")
        self.assertDeal("deposit", "none")

    def test_second_quote_sent_on_a_won_deal_changes_nothing(self):
        self._create_quote().action_confirm()
        self._create_quote().action_quotation_sent()
        self.assertDeal("won", "deposit", self.deposit_date)

    def test_several_accepted_quotes_are_all_waited_for(self):
        first, second = self._create_quote(), self._create_quote()
        first.action_confirm()
        second.action_confirm()
        self._invoice(first)
        self.assertDeal("won", "deposit", self.deposit_date)
        self._invoice(second)
        self.assertDeal("final", "none")

    def test_cancelling_the_other_accepted_quote_closes_the_deal(self):
        first, second = self._create_quote(), self._create_quote()
        first.action_confirm()
        second.action_confirm()
        self._invoice(first)
        second.action_reject()
        self.assertDeal("final", "none")

    def test_quote_accepted_on_a_lost_deal_restores_it(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        self.deal.action_set_lost(lost_reason_id=self.reason.id)
        self.assertDeal("lost", "none")
        quote.action_confirm()
        self.assertDeal("won", "deposit", self.deposit_date)
        self.assertTrue(self.deal.active)
        self.assertEqual(self.deal.won_status, "won")
        self.assertFalse(self.deal.lost_reason_id)

    def test_quote_sent_on_a_lost_deal_leaves_it_lost(self):
        quote = self._create_quote()
        self.deal.action_set_lost()
        quote.action_quotation_sent()
        self.assertDeal("lost", "none")

    def test_invoice_cancelled_after_payment_takes_no_deal_back(self):
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice(quote)
        self._pay(invoice)
        self.assertEqual(quote.quote_status, "settled")
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(quote.quote_status, "accepted")
        self.assertDeal("final", "none")

    def test_deal_moved_by_hand_stays_where_it_is(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        self.deal.stage_id = self._stage("negotiation")
        self.deal._follow_quotes()
        self._create_quote()
        quote.note = "Changed"
        self.assertEqual(self.deal.stage_id, self._stage("negotiation"))
        self.assertEqual(self.deal.next_step_id, self._step("quote_internal"))

    def test_quote_sent_again_after_a_negotiation(self):
        quote = self._create_quote()
        with freeze_time("2026-11-02 10:00:00"):
            quote.action_quotation_sent()
        self.deal.stage_id = self._stage("negotiation")
        quote.with_context(mark_so_as_sent=True).message_post(body="Revised", partner_ids=quote.partner_id.ids)
        self.assertDeal("offer_sent", "call_back", self.call_date)

    def test_won_deal_moved_back_by_hand_is_won_by_the_next_quote(self):
        self._create_quote().action_confirm()
        self.deal.write({"stage_id": self._stage("negotiation").id})
        self._create_quote().action_confirm()
        self.assertEqual(self.deal.stage_id, self._stage("won"))

    def test_following_twice_changes_nothing(self):
        quote = self._create_quote()
        quote.action_confirm()
        self.deal.next_step_date = "2030-01-15"
        self._flush_tracking()
        messages = self.deal.message_ids
        self.deal._follow_quotes()
        self.deal._follow_quotes()
        self._flush_tracking()
        self.assertEqual(str(self.deal.next_step_date), "2030-01-15")
        self.assertEqual(self.deal.message_ids, messages)

    def test_settled_quote_leaves_the_deal_closed(self):
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice(quote)
        self.deal.write(
            {
                "stage_id": self._stage("won").id,
                "next_step_id": self._step("balance").id,
                "next_step_date": "2030-01-15",
            }
        )
        self._pay(invoice)
        # The user took the deal back by hand; the payment brings no news to the deal's place.
        self.assertEqual(quote.quote_status, "settled")

    def test_deals_quotes_never_follow_the_deal(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        self.deal.stage_id = self._stage("won")
        self.assertEqual(quote.quote_status, "sent")
        self.deal.action_set_lost()
        self.assertEqual(quote.quote_status, "sent")

    def test_quote_given_to_a_deal_later_moves_it(self):
        quote = self._create_quote(self.env["crm.lead"])
        quote.action_quotation_sent()
        self.assertDeal("analysis", "quote_internal", self._working_date(2))
        quote.opportunity_id = self.deal
        self.assertDeal("offer_sent", "call_back", self.call_date)

    def test_request_that_needs_no_quote(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contact.id,
                "opportunity_id": self.deal.id,
                "invoice_line_ids": [
                    (0, 0, {"product_id": self.service.id, "price_unit": 300.0}),
                ],
            }
        )
        self.assertDeal("analysis", "quote_internal", self._working_date(2))
        invoice.action_post()
        invoice.action_mark_sent()
        self.assertDeal("final", "none")
        self.assertEqual(self.account.account_type, "client")

    def test_loss_is_proposed_not_made(self):
        first, second = self._create_quote(), self._create_quote()
        (first + second).action_quotation_sent()
        first.action_reject(self.reason.id)
        self.assertFalse(self.deal.is_loss_proposed)
        second.action_no_answer()
        self.assertTrue(self.deal.is_loss_proposed)
        self.assertEqual(self.deal.stage_id, self._stage("offer_sent"))
        action = self.deal.action_propose_lost()
        wizard = self.env["crm.lead.lost"].with_context(**action["context"]).create({"lost_reason_id": self.reason.id})
        wizard.action_lost_reason_apply()
        self.assertDeal("lost", "none")
        self.assertFalse(self.deal.is_loss_proposed)

    def test_each_move_is_one_line_of_the_chatter(self):
        self._flush_tracking()
        before = self.deal.message_ids
        # Odoo's tests switch tracking off.
        quote = self._create_quote().with_context(tracking_disable=False, mail_notrack=False)
        quote.action_quotation_sent()
        self._flush_tracking()
        message = self.deal.message_ids - before
        self.assertEqual(len(message), 1)
        self.assertIn("a quote was sent", message.body)
        self.assertEqual(
            set(message.sudo().tracking_value_ids.field_id.mapped("name")),
            {"stage_id", "next_step_id", "next_step_date", "expected_revenue"},
        )

    def test_delays_are_settings_in_working_days(self):
        company = self.env.company
        company.sudo().write({"offer_sent_delay": 3, "quote_accepted_delay": 0})
        with freeze_time("2026-11-26 09:00:00"):  # A Thursday.
            quote = self._create_quote()
            quote.action_quotation_sent()
            self.assertEqual(str(self.deal.next_step_date), "2026-12-01")
            quote.action_confirm()
            self.assertEqual(str(self.deal.next_step_date), "2026-11-26")

    def test_holidays_are_not_working_days(self):
        company = self.env.company.sudo()
        company.offer_sent_delay = 1
        self.env["resource.calendar.leaves"].sudo().create(
            {
                "name": "Bridge",
                "calendar_id": company.resource_calendar_id.id,
                "date_from": "2026-11-27 00:00:00",
                "date_to": "2026-11-27 23:00:00",
            }
        )
        with freeze_time("2026-11-26 09:00:00"):
            self._create_quote().action_quotation_sent()
        self.assertEqual(str(self.deal.next_step_date), "2026-11-30")

    def test_a_team_s_own_stages_keep_its_deals(self):
        """A shop beside the agency, in the same database, works by stages of its own."""
        team = self.env["crm.team"].sudo().create({"name": "Shop"})
        stage = self.env["crm.stage"].sudo().create({"name": "At the counter", "team_ids": [Command.set(team.ids)]})
        deal = self._create_deal(team_id=team.id, stage_id=stage.id)
        quote = self._create_quote(deal)
        quote.action_quotation_sent()
        quote.action_confirm()
        self.assertEqual(deal.stage_id, stage)
        self.assertFalse(deal.next_step_id)
