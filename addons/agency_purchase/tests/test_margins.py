"""B38: the margin of a deal, each euro once; the report that says the same."""

import os
from importlib.util import find_spec
from unittest import skipUnless

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form, tagged

from .margin_common import FIGURES, MarginCommon


@tagged("-at_install", "post_install")
class TestMargins(MarginCommon):
    def test_B38_planned_committed_actual(self):
        self._create_quote(amounts=(9999.0,))
        quote = self._accept((1000.0, 600.0), (500.0, 0.0))
        self._assert_figures(
            sale_planned=1500.0, cost_planned=600.0, margin_planned=900.0, cost_ordered=0.0, margin_committed=1500.0
        )
        purchase = self._order(quote.order_line[0], 620.0, confirm=False)
        self._assert_figures(cost_ordered=0.0)
        purchase.button_confirm()
        self._assert_figures(cost_ordered=620.0, margin_committed=880.0, cost_billed=0.0, sale_invoiced=0.0)
        bill = self._bill(purchase, price=630.0, post=False)
        self._assert_figures(cost_billed=0.0)
        bill.action_post()
        self._invoice(quote)
        self._assert_figures(cost_billed=630.0, sale_invoiced=1500.0, margin_actual=870.0, margin_planned=900.0)

    def test_B38_a_deposit_counts_as_its_share_and_the_balance_as_the_rest(self):
        quote = self._accept((1000.0, 600.0))
        self._invoice_deposit(quote, 30)
        self._assert_figures(sale_invoiced=300.0, sale_planned=1000.0)
        self._invoice(quote)
        self._assert_figures(sale_invoiced=1000.0, sale_planned=1000.0)

    def test_B38_credit_notes_are_negative(self):
        quote = self._accept((1000.0, 600.0))
        purchase = self._order(quote.order_line, 600.0)
        self._bill(purchase)
        self._bill(purchase, price=100.0, move_type="in_refund")
        invoice = self._invoice(quote)
        wizard = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard = wizard.create({"journal_id": invoice.journal_id.id})
        credit = self.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        credit.action_post()
        self._assert_figures(cost_billed=500.0, sale_invoiced=0.0, margin_actual=-500.0)

    def test_B38_a_cancelled_quote_order_or_bill_counts_no_more(self):
        quote = self._accept((1000.0, 600.0))
        purchase = self._order(quote.order_line, 600.0)
        bill = self._bill(purchase)
        bill.button_draft()
        bill.button_cancel()
        self._assert_figures(cost_billed=0.0, cost_ordered=600.0)
        purchase.button_cancel()
        self._assert_figures(cost_ordered=0.0)
        quote._action_cancel()
        self._assert_figures(sale_planned=0.0, cost_planned=0.0, margin_committed=0.0)

    def test_B38_a_bill_without_an_order_counts_on_the_deal_it_names(self):
        values = {"product_id": self.service.id, "price_unit": 80.0, "tax_ids": [Command.clear()]}
        bill = (
            self.env["account.move"]
            .sudo()
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.printers[1].id,
                    "invoice_date": fields.Date.context_today(self.env.user),
                    "invoice_line_ids": [Command.create(values)],
                }
            )
        )
        bill.action_post()
        self.assertFalse(self.env["agency.margin.line"].search([("move_id", "=", bill.id)]), "rent is of no deal")
        bill.cost_lead_id = self.deal
        self._assert_figures(cost_billed=80.0, margin_actual=-80.0)
        self.assertEqual(self.deal.partner_id, self.contact, "a supplier is not the contact of the deal")
        refund = bill._reverse_moves([{"invoice_date": bill.invoice_date}])
        refund.action_post()
        self._assert_figures(cost_billed=0.0, margin_actual=0.0)

    def test_B38_an_order_without_a_quote_counts_on_the_deal_it_names(self):
        purchase = self._order(self.env["sale.order.line"], 70.0, lead_id=self.deal.id)
        self._bill(purchase, price=71.0)  # within what is no gap
        self._assert_figures(cost_ordered=70.0, cost_billed=71.0)

    def test_B38_the_order_says_whose_bill_it_is_whatever_the_bill_names(self):
        quote = self._accept((1000.0, 600.0))
        other = self._create_deal(name="Other")
        bill = self._bill(self._order(quote.order_line, 600.0), post=False)
        bill.cost_lead_id = other
        bill.action_post()
        self._assert_figures(cost_billed=600.0)
        self._assert_figures(other, cost_billed=0.0)

    def test_B38_an_invoice_of_two_deals_is_shared_by_their_quotes(self):
        other = self._create_deal(name="Other")
        one, two = self._accept((100.0, 0.0)), self._accept((40.0, 0.0), opportunity_id=other.id)
        invoice = (one | two)._create_invoices()
        self.assertEqual(len(invoice), 1)
        invoice.action_post()
        self._assert_figures(sale_invoiced=100.0)
        self._assert_figures(other, sale_invoiced=40.0)

    def test_B38_other_currencies_count_in_the_companys(self):
        root = self.env(user=self.env.ref("base.user_root"))
        currency = root.ref("base.CHF")
        currency.active = True
        currency.rate_ids.unlink()
        currency.rate_ids = [Command.create({"name": "2020-01-01", "rate": 2.0, "company_id": self.env.company.id})]
        quote = self._accept((1000.0, 600.0))
        purchase = self._order(quote.order_line, 600.0, currency_id=currency.id)
        self._assert_figures(cost_ordered=300.0)
        bill = self._bill(purchase, post=False)
        bill.currency_id = currency
        bill.action_post()
        self._assert_figures(cost_billed=300.0)

    def test_B38_recurring_orders_are_no_plan(self):
        order = self._create_order(fields.Date.context_today(self.env.user))
        self.assertEqual(order.state, "sale")
        self._assert_figures(sale_planned=0.0)

    def test_B38_the_report_says_the_same_by_deal_customer_type_supplier_and_month(self):
        other = self._create_deal(name="Other")
        for deal in (self.deal, other):
            quote = self._accept((1000.0, 600.0), (300.0, 100.0), opportunity_id=deal.id)
            purchase = self._order(quote.order_line[0], 620.0)
            self._bill(purchase, price=610.0)
            self._invoice_deposit(quote, 50)
        lines = self.env["agency.margin.line"]
        domain = [("lead_id", "in", (self.deal | other).ids)]
        sums = [f"{name}:sum" for name in FIGURES]
        for deal in (self.deal, other):
            [found] = lines._read_group([("lead_id", "=", deal.id)], [], sums)
            self.assertEqual(dict(zip(FIGURES, map(round, found), strict=True)), self._read(deal))
        whole = [2 * self._read()[name] for name in FIGURES]
        for group in ("lead_id", "partner_id", "presta_type_id", "supplier_id", "date:month", "kind", "user_id"):
            found = lines._read_group(domain, [group], sums)
            for position, amount in enumerate(whole):
                self.assertAlmostEqual(sum(row[1 + position] for row in found), amount, 2, (group, FIGURES[position]))
        self.assertEqual(lines.search(domain).partner_id, self.account)
        self.assertEqual(lines.search([*domain, ("kind", "=", "billed")]).supplier_id, self.printers[0])

    def test_B38_each_figure_opens_its_records(self):
        quote = self._accept((1000.0, 600.0))
        bill = self._bill(self._order(quote.order_line, 600.0))
        invoice = self._invoice(quote)
        self.env.flush_all()
        opened = {
            "accepted": (quote, "sale_planned"),
            "ordered": (bill.line_ids.purchase_line_id.order_id, "cost_ordered"),
            "invoiced": (invoice, "sale_invoiced"),
            "billed": (bill, "cost_billed"),
        }
        for kind, (record, name) in opened.items():
            action = getattr(self.deal, f"action_view_{kind}_lines")()
            lines = self.env["agency.margin.line"].search(action["domain"])
            self.assertEqual(sum(lines.mapped(name)), self.deal[name], kind)
            for line in lines:
                target = line.action_open()
                self.assertEqual((target["res_model"], target["res_id"]), (record._name, record.id))

    def test_B38_no_query_a_deal(self):
        deals = self.env["crm.lead"]
        for number in range(12):
            deal = self._create_deal(name=f"Deal {number}")
            deals |= deal
            self._order(self._accept((100.0, 50.0), opportunity_id=deal.id).order_line, 55.0)
        self.env.flush_all()
        counts = []
        for some in (deals[:2], deals):
            self.env.invalidate_all()
            some.mapped("order_ids.state"), some.mapped("company_currency")
            before = self.cr.sql_log_count
            some.mapped("margin_actual")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_B38_a_new_deal_and_an_empty_one(self):
        self._assert_figures(**dict.fromkeys(FIGURES, 0.0))
        with Form(self.env["crm.lead"]) as form:
            form.name = "Brand new"

    @skipUnless(find_spec("hypothesis"), "the hypothesis package is not installed")
    def test_B38_whatever_happens_each_euro_counts_once(self):
        from hypothesis import HealthCheck, Phase, given, settings
        from hypothesis import strategies as st

        # Whatever is billed is approved here.
        self.env.company.sudo().write({"bill_gap_percent": 1e6, "bill_gap_amount": 1e9})
        cents = st.integers(101, 99_999).map(lambda amount: amount / 100)
        lines = st.lists(st.tuples(cents, st.integers(0, 50_000).map(lambda c: c / 100)), min_size=1, max_size=3)
        purchases = st.lists(
            st.tuples(cents, st.sampled_from([1.0, 3.0, 1000.0]), st.booleans()), min_size=0, max_size=3
        )
        bills = st.lists(
            st.tuples(
                st.integers(0, 2), st.sampled_from([0.25, 0.5, 1.0]), st.sampled_from(["in_invoice", "in_refund"])
            ),
            max_size=4,
        )
        deposits = st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=2)

        @settings(
            max_examples=int(os.environ.get("AGENCY_EXAMPLES", "20")),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        @given(
            lines=lines,
            purchases=purchases,
            bills=bills,
            deposits=deposits,
            balance=st.booleans(),
            credit=st.booleans(),
        )
        def check(lines, purchases, bills, deposits, balance, credit):
            deal = self._create_deal(name="Any")
            quote = self._accept(*lines, opportunity_id=deal.id)
            self._create_quote(deal=deal, amounts=(77.0,))
            services = quote.order_line
            made = [
                self._order(services[number % len(services)], price, quantity, confirm)
                for number, (price, quantity, confirm) in enumerate(purchases)
            ]
            billed = 0.0
            confirmed = [purchase for purchase in made if purchase.state == "purchase"]
            for number, share, move_type in bills:
                if confirmed:
                    purchase = confirmed[number % len(confirmed)]
                    bill = self._bill(purchase, purchase.order_line.product_qty * share, move_type=move_type)
                    billed += bill.amount_untaxed * (1 if move_type == "in_invoice" else -1)
            for percent, is_credited in deposits:
                deposit = self._invoice_deposit(quote, percent)
                if is_credited:
                    self._credit(deposit)
            if balance:
                invoice = self._invoice(quote)
                if credit:
                    self._credit(invoice)
            posted = quote.invoice_ids.filtered(lambda move: move.state == "posted")
            sold = sum(price for price, _cost in lines)
            cost = sum(cost for _price, cost in lines)
            figures = self._read(deal)
            self.assertAlmostEqual(figures["sale_planned"], sold, 2)
            self.assertAlmostEqual(figures["cost_planned"], cost, 2)
            self.assertAlmostEqual(figures["margin_planned"], sold - cost, 2)
            ordered = sum(purchase.amount_untaxed for purchase in confirmed)
            self.assertAlmostEqual(figures["cost_ordered"], ordered, 2)
            self.assertAlmostEqual(figures["margin_committed"], sold - ordered, 2)
            self.assertAlmostEqual(figures["sale_invoiced"], sum(posted.mapped("amount_untaxed_signed")), 2)
            if balance and not credit:
                self.assertAlmostEqual(figures["sale_invoiced"], sold, 2)
            self.assertAlmostEqual(figures["cost_billed"], billed, 2)
            self.assertAlmostEqual(figures["margin_actual"], figures["sale_invoiced"] - billed, 2)
            rows = self.env["agency.margin.line"].search([("lead_id", "=", deal.id)])
            self.assertEqual(len(rows), len(set(rows.ids)))
            self.assertAlmostEqual(sum(rows.mapped("margin_actual")), figures["margin_actual"], 2)

        check()

    def _credit(self, invoice):
        wizard = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard = wizard.create({"journal_id": invoice.journal_id.id})
        credit = self.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        if credit.state == "draft":
            credit.action_post()
        return credit
