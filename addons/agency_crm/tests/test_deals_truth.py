"""Deals that tell the truth, whatever becomes of their documents (cases M30 to M42)."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import RedirectWarning
from odoo.fields import Command

from .money import MoneyCommon


class TestDealsTruth(MoneyCommon):
    def _finish(self, *lines, **values):
        quote = self._accepted(*(lines or [(1000.0,)]), **values)
        self._pay(self._invoice(quote))
        return quote

    def test_a_line_given_up_after_the_invoice_counts_as_done(self):
        quote = self._accepted((1000.0,), (500.0,))
        invoice = self._invoice(quote, post=False)
        invoice.invoice_line_ids[1].unlink()
        invoice.action_post()
        self._pay(invoice)
        self.assertEqual(self.deal.stage_id, self._stage("won"))
        quote.order_line[1].product_uom_qty = 0
        self.assertEqual(quote.quote_status, "settled")
        self.assertDeal("final", "none")

    def test_a_quote_emptied_holds_its_deal_no_more(self):
        self._finish()
        other = self._accepted((400.0,))
        self.assertDeal("won", "deposit", self._working_date(2))
        other.order_line.product_uom_qty = 0
        self.assertDeal("final", "none")

    def test_a_quote_accepted_on_a_deal_that_was_done_is_new_business(self):
        self._finish()
        self.assertDeal("final", "none")
        self._accepted((400.0,))
        self.assertDeal("won", "deposit", self._working_date(2))

    def test_a_line_added_to_a_quote_that_was_done_is_new_business(self):
        quote = self._finish()
        quote.order_line = [Command.create(self._line(300.0))]
        self.assertDeal("won", "deposit", self._working_date(2))

    def test_a_correction_takes_no_deal_back(self):
        quote = self._finish()
        self._credit(quote.invoice_ids, price=100.0)
        self.assertEqual(quote.invoice_status, "to invoice")
        self.assertDeal("final", "none")

    def test_the_balance_is_due_by_the_closing_of_the_deal(self):
        self.deal.date_deadline = fields.Date.context_today(self.env.user) + timedelta(days=90)
        self._invoice_deposit(self._accepted((1000.0,)))
        self.assertDeal("deposit", "balance", self.deal.date_deadline)

    def test_a_quote_moved_takes_its_invoices_along(self):
        quote = self._accepted((1000.0,))
        deposit = self._invoice_deposit(quote)
        other = self._create_deal(name="Website")
        quote.opportunity_id = other
        self.assertEqual(deposit.opportunity_id, other)
        self.assertFalse(self.deal._get_invoices())

    def test_a_deal_whose_quote_went_elsewhere_is_won_no_more(self):
        quote = self._accepted((1000.0,))
        self._invoice_deposit(quote)
        other = self._create_deal(name="Website")
        self.assertEqual((self.deal.stage_id, self.deal.expected_revenue), (self._stage("deposit"), 1000.0))
        quote.opportunity_id = other
        self.assertEqual((other.stage_id, other.expected_revenue), (self._stage("deposit"), 1000.0))
        self.assertEqual(self.deal.stage_id, self._stage("analysis"))
        self.assertTrue(self.deal.next_step_date)
        self.assertEqual(self.deal.expected_revenue, 0.0)

    def test_a_deal_whose_quote_went_elsewhere_stands_where_the_others_say(self):
        kept, quote = self._accepted((400.0,)), self._accepted((1000.0,))
        self._finish_quote(kept)
        self._finish_quote(quote)
        pending = self._accepted((70.0,))
        self.assertEqual(self.deal.stage_id, self._stage("won"))
        pending.opportunity_id = self._create_deal(name="Website")
        self.assertEqual(self.deal.expected_revenue, 1400.0)
        self.assertDeal("final", "none")

    def test_a_deal_moved_by_hand_stays_when_its_quote_goes_elsewhere(self):
        quote = self._accepted((1000.0,))
        self.deal.write({"stage_id": self._stage("negotiation").id, "expected_revenue": 77.0})
        quote.opportunity_id = self._create_deal(name="Website")
        self.assertEqual((self.deal.stage_id, self.deal.expected_revenue), (self._stage("negotiation"), 77.0))

    def _finish_quote(self, quote):
        self._pay(self._invoice(quote))

    def test_a_quote_that_was_invoiced_is_credited_before_it_is_rejected(self):
        quote = self._accepted((1000.0,))
        deposit = self._invoice_deposit(quote)
        with self.assertRaisesRegex(RedirectWarning, deposit.name):
            quote.action_reject()
        self._credit(deposit)
        quote.action_reject(self.reason.id)
        self.assertEqual(quote.quote_status, "rejected")
        self.assertTrue(self.deal.is_loss_proposed)

    def test_merged_deals_keep_their_invoices_and_one_next_step(self):
        other = self._create_deal(name="Website")
        deposit = self._invoice_deposit(self._accepted((1000.0,)))
        invoice = self._invoice(self._accepted((400.0,), deal=other))
        self.assertEqual(other.stage_id, self._stage("final"))
        merged = (self.deal | other).merge_opportunity()
        self.assertEqual(merged._get_invoices(), deposit | invoice)
        self.assertEqual(merged.stage_id, self._stage("deposit"))
        kind = self.env.ref("agency_crm.mail_activity_next_step")
        self.assertEqual(len(merged.activity_ids.filtered(lambda a: a.activity_type_id == kind)), 1)

    def test_a_lost_deal_merged_with_an_open_one_is_open(self):
        other = self._create_deal(name="Website")
        other.action_set_lost(lost_reason_id=self.reason.id)
        merged = (self.deal | other).merge_opportunity()
        self.assertTrue(merged.active)
        self.assertEqual(merged.stage_id, self._stage("analysis"))

    def test_lost_deals_merged_stay_lost_though_their_quotes_were_sent(self):
        other = self._create_deal(name="Website")
        for deal in (self.deal, other):
            self._create_quote(deal=deal).action_quotation_sent()
            deal.action_set_lost(lost_reason_id=self.reason.id)
        merged = (self.deal | other).merge_opportunity()
        self.assertEqual((merged.stage_id, merged.active), (self._stage("lost"), False))

    def test_merging_accounts_lowers_no_type(self):
        client = self.env["res.partner"].create({"name": "Ink", "is_company": True, "account_type": "client"})
        prospect = self.env["res.partner"].create({"name": "Ink SARL", "is_company": True})
        # Sudo: merging is not a Utilisateur's.
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        wizard._merge((client | prospect).ids, prospect)
        self.assertEqual(prospect.account_type, "client")

    def test_a_recurring_order_copied_is_one_that_is_not_started(self):
        order = self._create_order(fields.Date.context_today(self.env.user) + relativedelta(months=1), amounts=(100.0,))
        copy = order.copy()
        self.assertEqual((copy.billing_frequency, copy.recurrence_status), ("annual", "paused"))
        self.assertFalse(copy.recurring_invoice_ids)

    def test_a_price_revision_is_applied_on_the_first_period_at_the_new_price(self):
        today = fields.Date.context_today(self.env.user)
        start = today - relativedelta(months=3)
        order = self._create_order(start, frequency="monthly", amounts=(100.0,))
        date = start + relativedelta(months=2)
        revision = self.env["agency.price.revision"].create({"order_id": order.id, "date": date, "percentage": 10.0})
        order._invoice_due_periods()
        self.assertEqual(revision.applied_on, date)
        prices = order.recurring_invoice_ids.sorted("recurring_period_start").mapped("amount_untaxed")
        self.assertEqual(prices[:3], [100.0, 100.0, 110.0])
