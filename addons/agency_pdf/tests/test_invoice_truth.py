"""An invoice says what it is and what it bills, on its day and ever after (cases M1, M8, M9, M16)."""

from odoo import fields
from odoo.tests import tagged

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestInvoiceTruth(AgencyPdfCommon):
    def _create_accepted(self, **values):
        quote = self._create_quote([self._line(self.web, price_unit=1000.0)], **values)
        quote.action_confirm()
        return quote

    def test_each_period_of_a_recurring_order_is_an_invoice(self):
        order = self._create_quote(
            [self._line(self.web)],
            billing_frequency="monthly",
            next_invoice_date=fields.Date.context_today(self.env.user),
        )
        for _period in range(3):
            order.action_make_recurring_invoice()
        invoices = order.recurring_invoice_ids
        invoices.action_post()
        order.order_line.product_uom_qty = 3
        for invoice in invoices:
            self.assertEqual(invoice._get_pdf_title(), "Invoice")
            self.assertEqual(invoice._get_issued_kind(), "invoice")

    def test_an_issued_invoice_stays_what_it_was(self):
        quote = self._create_accepted()
        invoice = self._invoice(quote)
        quote.order_line.product_uom_qty = 3
        self.assertEqual(invoice._get_pdf_title(), "Invoice")

    def test_a_deposit_says_the_share_it_bills(self):
        quote = self._create_accepted()
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=quote.ids)
        wizard.create({"advance_payment_method": "percentage", "amount": 30}).create_invoices()
        deposit = quote.invoice_ids
        quote.order_line.filtered("product_uom_qty").price_unit = 1200.0
        for _time in ("a draft", "issued"):
            text = self._invoice_text(deposit)
            self.assertIn("Acompte de 25 % sur devis", text)
            self.assertIn("25 % sur 1 440,00 €", text.replace(" de 1", " sur 1"))
            self.assertNotIn("30 %", text)
            deposit.action_post() if deposit.state == "draft" else None
        quote.order_line.filtered("product_uom_qty").price_unit = 5000.0
        self.assertIn("1 440,00 €", self._invoice_text(deposit))

    def test_a_deposit_edited_by_hand_says_the_share_it_bills(self):
        quote = self._create_accepted()
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=quote.ids)
        wizard.create({"advance_payment_method": "percentage", "amount": 30}).create_invoices()
        quote.invoice_ids.invoice_line_ids.filtered("product_id").price_unit = 200.0
        quote.invoice_ids.action_post()
        self.assertIn("Acompte de 20 % sur devis", self._invoice_text(quote.invoice_ids))

    def test_a_deposit_of_thirty_percent_says_thirty_percent(self):
        quote = self._create_quote([self._line(self.web, price_unit=644.18)])
        quote.action_confirm()
        self.assertIn("Acompte de 30 % sur devis", self._invoice_text(self._deposit(quote)))

    def test_an_invoice_of_two_quotes_gives_the_customers_references(self):
        quotes = self._create_accepted(client_order_ref="BC-12") | self._create_accepted()
        quotes |= self._create_accepted(client_order_ref="BC-34")
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=quotes.ids)
        wizard.create({"advance_payment_method": "delivered"}).create_invoices()
        references = dict(quotes.invoice_ids._get_pdf_references())
        self.assertEqual(len(quotes.invoice_ids), 1)
        label = next(label for label in references if "BC-12" in references[label])
        self.assertEqual(references[label], "BC-12, BC-34")

    def test_the_share_proposed_is_the_quotes(self):
        quote = self._create_accepted(deposit_percent=40.0)
        self.assertEqual(quote.action_new_deposit_invoice()["context"]["default_amount"], 40.0)
