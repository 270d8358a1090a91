"""Terms, credited invoices, amounts of deals, periods invoiced again (cases M9, M11 to M16, M20 to M23)."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import Form

from .money import MoneyCommon


class TestMoneyOfDeals(MoneyCommon):
    def test_a_deal_is_worth_the_sum_of_its_accepted_quotes(self):
        self._accepted((1000.0,))
        second = self._accepted((400.0,))
        self.assertEqual(self.deal.expected_revenue, 1400.0)
        second.order_line.price_unit = 600.0
        self.assertEqual(self.deal.expected_revenue, 1600.0)

    def test_before_that_the_best_quote_under_way(self):
        self._create_quote(amounts=(3360.0,))
        quote = self._create_quote(amounts=(500.0,))
        self.assertEqual(self.deal.expected_revenue, 3360.0)
        quote.action_confirm()
        self.assertEqual(self.deal.expected_revenue, 500.0)

    def test_a_figure_typed_stays_until_a_quote_says_otherwise(self):
        quote = self._create_quote(amounts=(1000.0,))
        self.deal.expected_revenue = 1200.0
        quote.action_quotation_sent()
        self.env.flush_all()
        self.assertEqual(self.deal.expected_revenue, 1200.0)
        quote.order_line.price_unit = 1100.0
        self.assertEqual(self.deal.expected_revenue, 1100.0)

    def test_a_quote_in_another_currency_counts_in_the_companys(self):
        self._accepted((1000.0,), pricelist_id=self._create_pricelist(2.0).id)
        self.assertEqual(self.deal.expected_revenue, 500.0)

    def test_both_deals_know_an_invoice_of_two_quotes(self):
        other = self._create_deal(name="Website")
        quotes = self._accepted((1000.0,)) | self._accepted((400.0,), deal=other)
        invoice = self._invoice(quotes)
        for deal in (self.deal, other):
            self.assertEqual(deal.invoice_count, 1)
            self.assertEqual(deal._get_invoices(), invoice)

    def test_a_copied_deal_starts_anew_wherever_it_was(self):
        yesterday = fields.Date.context_today(self.env.user) - timedelta(days=1)
        for phase in ("negotiation", "on_hold", "won", "deposit", "final", "lost"):
            step = self._stage(phase).next_step_ids[:1]
            closing = not step or step.is_closing
            self.deal.write({"stage_id": self._stage(phase).id, "next_step_id": step.id or self._step("none").id})
            if not closing:
                self.deal.next_step_date = yesterday
            copy = self.deal.copy()
            self.assertDeal("analysis", "quote_internal", self._working_date(2), deal=copy)
            self.assertTrue(copy.active)
            self.deal.write({"active": True, "stage_id": self._stage("analysis").id})


class TestMoneyRules(MoneyCommon):
    def test_a_new_account_has_the_companys_terms(self):
        quote = self._accepted((1000.0,))
        invoice = self._invoice(quote)
        self.assertEqual(invoice.invoice_date_due, invoice.invoice_date + timedelta(days=30))

    def test_a_new_invoice_has_no_terms_before_it_has_a_customer(self):
        form = Form(self.env["account.move"].with_context(default_move_type="out_invoice"))
        self.assertFalse(form.invoice_payment_term_id)
        form.partner_id = self.contact
        self.assertEqual(form.invoice_payment_term_id, self.env.company.default_payment_term_id)

    def test_terms_of_an_account_go_before_the_companys(self):
        self.contact.property_payment_term_id = self.env.ref("account.account_payment_term_immediate")
        invoice = self._invoice(self._accepted((1000.0,)))
        self.assertEqual(invoice.invoice_date_due, invoice.invoice_date)

    def test_a_user_cancels_a_wrong_payment(self):
        invoice = self._invoice(self._accepted((1000.0,)))
        payment = self._pay(invoice)
        self.assertEqual(invoice.agency_status, "paid")
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(payment.state, "canceled")
        self.assertNotEqual(invoice.agency_status, "paid")

    def test_two_equal_lines_add_up_to_the_total(self):
        invoice = self._invoice(self._accepted((85.50, 20.0, 1.25), (85.50, 20.0, 1.25)))
        self.assertEqual(invoice.amount_untaxed, 213.76)
        self.assertAgrees(invoice)

    def test_a_new_french_company_rounds_by_line(self):
        company = self.env["res.company"].sudo().create({"name": "Agence", "country_id": self.env.ref("base.fr").id})
        self.assertEqual(company.tax_calculation_rounding_method, "round_per_line")


class TestMoneyOfPeriods(MoneyCommon):
    def setUp(self):
        super().setUp()
        self.start = fields.Date.context_today(self.env.user) + timedelta(days=5)
        self.order = self._create_order(self.start, frequency="monthly", amounts=(100.0,))

    def _make(self):
        self.order.action_make_recurring_invoice()
        return self.order.recurring_invoice_ids.sorted("id")[-1]

    def test_an_end_on_the_last_day_invoiced_stops_the_order(self):
        self._make()
        last = self.start + relativedelta(months=1) - timedelta(days=1)
        self.order.recurrence_end_date = self.order.next_invoice_date - timedelta(days=1)
        self.assertLessEqual(self.order.recurrence_end_date, last)
        self.assertEqual(self.order.recurrence_status, "stopped")

    def test_a_period_credited_in_full_is_invoiced_again(self):
        invoice = self._make()
        invoice.action_post()
        self._credit(invoice)
        self.assertEqual(invoice.payment_state, "reversed")
        self.order.next_invoice_date = self.start
        again = self._make()
        self.assertNotEqual(again, invoice)
        self.assertEqual(again.recurring_period_start, self.start)

    def test_a_period_invoiced_already_is_named(self):
        invoice = self._make()
        self.order.next_invoice_date = self.start
        self.order._invoice_due_periods()
        self.assertEqual(self.order.recurring_invoice_ids, invoice)
        self.assertIn("already has its invoice", self.order.activity_ids.filtered("automated").note)
