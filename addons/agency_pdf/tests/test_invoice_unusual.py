"""What an accountant reads on invoices that are not of every day (LEGAL.md F3, F4, F11, A3, S2, S3, F17)."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestInvoiceUnusual(AgencyPdfCommon):
    def _accepted(self, **values):
        order = self._create_quote([self._line(self.web, 10, price_unit=100)], **values)
        order.action_confirm()
        return order

    def _part(self, order, progress):
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids, default_invoice_dialog="partial")
            .create({"advance_payment_method": "delivered", "partial_by": "progress", "progress": progress})
        )
        before = order.invoice_ids
        wizard.create_invoices()
        invoice = order.invoice_ids - before
        invoice.action_post()
        return invoice

    def _credit(self, invoice, purpose, price=None):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"reason": "Erreur", "journal_id": invoice.journal_id.id, "credit_purpose": purpose})
        )
        wizard.refund_moves()
        refund = wizard.new_move_ids
        if price:
            refund.invoice_line_ids.filtered(lambda line: line.display_type == "product")[:1].write(
                {"price_unit": price, "quantity": 1}
            )
        refund.action_post()
        return refund

    # === PARTIES === #

    def _customer_text(self, country, **values):
        customer = self.env["res.partner"].create(
            {
                "name": "Client",
                "is_company": True,
                "country_id": country and self.env.ref(f"base.{country}").id,
                **values,
            }
        )
        return self._invoice_text(self._create_invoice(partner_id=customer.id))

    def test_F3_nine_digits_of_a_register_abroad_are_no_siren(self):
        for country, number in (("ch", "CHE-123.456.788"), ("us", "12-3456789"), ("no", "923 609 016")):
            text = self._customer_text(country, company_registry=number)
            self.assertNotIn("SIREN", text.partition("Client")[2].partition("Désignation")[0], country)

    def test_F3_a_siren_of_nine_digits_is_no_siret(self):
        text = self._customer_text("fr", company_registry="404833048")
        self.assertIn("SIREN 404 833 048", text)
        self.assertNotIn("SIRET 404", text)
        self.company.partner_id.company_registry = "334175221"
        self.assertNotIn("SIRET 334", self._customer_text("fr"))

    def test_F3_the_siren_that_the_vat_number_says(self):
        text = self._customer_text("fr", vat="FR83404833048")
        self.assertIn("SIREN 404 833 048", text)
        self.assertNotIn("SIRET N", text)

    def test_F4_the_mark_of_none_is_no_vat_number(self):
        self.assertNotIn("TVA /", self._customer_text("fr", vat="/"))
        person = self.env["res.partner"].create({"name": "Paul", "vat": "/"})
        self.assertTrue(person._is_consumer())

    # === AMOUNTS === #

    def _dollars(self, **values):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        dollar.rate_ids.filtered(lambda rate: rate.company_id == self.company).unlink()
        dollar.rate_ids = [Command.create({"name": "2026-11-01", "rate": 1.25, "company_id": self.company.id})]
        return self._create_invoice(currency_id=dollar.id, **values)

    def test_F11_the_vat_of_another_currency_is_said_in_euros(self):
        """CGI 289, directive 2006/112 article 230: the VAT due is in euros, as the file says it (BT-111)."""
        invoice = self._dollars()
        self.assertEqual((invoice.amount_tax, invoice.amount_tax_signed), (40.0, 32.0))
        for move in (invoice, self._reverse(invoice)):
            # The amount stands beside the first of two lines.
            self.assertIn("TVA en EUR (1 EUR = 32,00 € 1,25 USD)", self._invoice_text(move))
        self.assertNotIn("TVA en EUR", self._invoice_text(self._create_invoice()))
        self.assertNotIn("TVA en EUR", self._invoice_text(self._dollars(products=self.course)))

    def test_S3_the_total_of_the_order_is_that_of_the_order(self):
        order = self._accepted()
        self._deposit(order)
        self._part(order, 40)
        text = self._invoice_text(self._invoice(order))
        self.assertNotIn("Total de la commande", text)
        self.assertIn("Total avant acomptes 600,00 € 120,00 € 720,00 €", text)

    # === WHAT IT IS === #

    def test_F1_an_invoice_made_again_is_no_balance(self):
        order = self._accepted()
        self._credit(self._invoice(order), "correction")
        self.assertEqual(self._invoice(order)._get_pdf_invoice_kind(), "invoice")

    def test_F1_a_part_made_again_is_a_part(self):
        order = self._accepted()
        self._credit(self._part(order, 50), "correction")
        self.assertEqual(self._part(order, 50)._get_pdf_invoice_kind(), "partial")
        self.assertEqual(self._invoice(order)._get_pdf_invoice_kind(), "balance")

    def test_F1_what_a_credit_note_of_a_price_gave_back_is_the_balance(self):
        order = self._accepted()
        self._credit(self._invoice(order), "correction", price=250)
        balance = self._invoice(order)
        self.assertEqual((balance.amount_untaxed, balance._get_pdf_invoice_kind()), (250, "balance"))

    def test_F1_a_gesture_leaves_the_rest_a_balance(self):
        order = self._accepted()
        self._credit(self._part(order, 50), "gesture", price=10)
        self.assertEqual(self._invoice(order)._get_pdf_invoice_kind(), "balance")

    def test_a_gesture_takes_nothing_off_the_progress(self):
        order = self._accepted()
        self._credit(self._part(order, 50), "gesture", price=100)
        self.assertIn("75 % de la commande", self._invoice_text(self._part(order, 50)))

    # === DEPOSITS === #

    def test_A3_a_gesture_is_not_left_to_invoice(self):
        order = self._accepted()
        self._credit(self._part(order, 50), "gesture", price=100)
        self.assertAlmostEqual(self._deposit(order, 30)._get_pdf_deposit_reference()["remaining"], 240)

    def test_A3_another_quote_of_the_same_invoice_is_not_this_one(self):
        orders = self._accepted() + self._accepted()
        orders._create_invoices().action_post()
        orders[0].order_line = [self._line(self.web, 1, price_unit=1000)]
        deposit = self._deposit(orders[0], 30)
        self.assertAlmostEqual(deposit._get_pdf_deposit_reference()["remaining"], 2400 - 1200 - deposit.amount_total)

    # === PAYMENT === #

    def test_F17_an_account_opened_since_the_draft_is_that_of_the_invoice(self):
        banks = self.company.partner_id.bank_ids
        banks.active = False
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contact.id,
                "invoice_line_ids": [Command.create({"product_id": self.web.id})],
            }
        )
        self.assertFalse(invoice.partner_bank_id)
        banks.active = True
        invoice.action_post()
        self.assertEqual(invoice.partner_bank_id, banks)
