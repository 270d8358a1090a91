from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from .common import AgencyCommon


class TestRecurringOrder(AgencyCommon):
    """A Commande client (manual: « Les commandes client »)."""

    def test_order_is_accepted_when_made(self):
        order = self._create_quote(billing_frequency="annual", next_invoice_date="2030-01-01")
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.quote_status, "accepted")

    def test_order_needs_a_start(self):
        with self.assertRaisesRegex(ValidationError, "needs a start"):
            self._create_quote(billing_frequency="annual")

    def test_quote_made_recurring(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        action = quote.action_make_recurring()
        self.env[action["res_model"]].with_context(**action["context"]).create(
            {
                "billing_frequency": "monthly",
                "next_invoice_date": "2030-01-01",
            }
        ).action_apply()
        self.assertEqual(quote.state, "sale")
        self.assertDeal("won", "none")
        self.assertEqual(self.deal.recurring_order_count, 1)
        with self.assertRaises(UserError):
            quote.action_make_recurring()

    def test_how_an_order_stands(self):
        self.env.company.sudo().recurring_margin_days = 15
        order = self._create_quote(billing_frequency="annual", next_invoice_date="2026-12-15")
        for today, state in (
            ("2026-11-29", "waiting"),
            ("2026-11-30", "due"),
            ("2026-12-15", "due"),
            ("2026-12-16", "past"),
        ):
            with self.subTest(today=today), freeze_time(today):
                order.invalidate_recordset(["recurrence_state"])
                self.assertEqual(order.recurrence_state, state)

    def test_services_that_come_back_leave_the_quote(self):
        quote = self._create_quote(amounts=(3000.0, 120.0))
        quote.action_confirm()
        self._invoice_deposit(quote)
        website, hosting = quote.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        wizard = self.env["agency.make.recurring"].create(
            {
                "order_id": quote.id,
                "billing_frequency": "annual",
                "next_invoice_date": "2030-01-01",
                "line_ids": hosting.ids,
            }
        )
        order = self.env["sale.order"].browse(wizard.action_apply()["res_id"])
        self.assertEqual(order.opportunity_id, self.deal)
        self.assertEqual(order.amount_untaxed, 120.0)
        self.assertEqual(order.state, "sale")
        self.assertEqual(hosting.product_uom_qty, 0)
        self.assertEqual(website.product_uom_qty, 1)
        self.assertFalse(quote.billing_frequency)
        self._invoice(quote)
        self.assertEqual(self.deal.stage_id, self._stage("final"))
