"""Deposits, balances and partial invoices, as they are printed (LEGAL.md, section 7)."""

from odoo.tests import tagged

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestInvoiceDeposits(AgencyPdfCommon):
    def _deposit_of_order(self, percent=30):
        order = self._create_quote(date_order="2026-11-20 10:00:00")
        order.action_confirm()
        order.date_order = "2026-11-20 10:00:00"
        return order, self._deposit(order, percent)

    def test_A1_A2_title_and_numbering(self):
        _order, deposit = self._deposit_of_order()
        text = self._invoice_text(deposit)
        self.assertIn("Facture d'acompte", text)
        self.assertIn(deposit.name, text)
        self.assertEqual(deposit.sequence_prefix, self._create_invoice().sequence_prefix)

    def test_A3_order_share_total_and_rest(self):
        order, deposit = self._deposit_of_order()
        text = self._invoice_text(deposit)
        self.assertIn(f"Devis : {order.name} (20/11/2026)", text)
        self.assertIn("30 % de 1 907,50 € TTC ; reste à facturer :", text)
        self.assertIn("1 335,25 €", text)

    def test_A4_share_of_each_rate(self):
        _order, deposit = self._deposit_of_order()
        text = self._invoice_text(deposit)
        self.assertIn("TVA 20 % 360,00 € 72,00 €", text)
        self.assertIn("TVA 10 % 127,50 € 12,75 €", text)
        self.assertIn("Net à payer 572,25 €", text)

    def test_A5_day_the_money_came(self):
        _order, deposit = self._deposit_of_order()
        self.assertNotIn("Encaissé le", self._invoice_text(deposit))
        self.env["account.payment.register"].with_context(
            active_model="account.move",
            active_ids=deposit.ids,
        ).create({"payment_date": "2026-11-22"})._create_payments()
        self.assertIn("Encaissé le 22/11/2026", self._invoice_text(deposit))

    def test_A6_tax_due_when_the_deposit_is_paid(self):
        order, deposit = self._deposit_of_order()
        mention = "La TVA de cet acompte est exigible à son encaissement."
        self.assertIn(mention, self._invoice_text(deposit))
        # Odoo's books say so too, of the services.
        service_line = deposit.invoice_line_ids.filtered(lambda line: line.tax_ids == self.tax_service)
        self.assertEqual(service_line.tax_ids.tax_exigibility, "on_payment")
        self.assertNotIn(mention, self._invoice_text(self._invoice(order)))
        self.company.vat_on_debits = True
        text = self._invoice_text(deposit)
        self.assertNotIn(mention, text)
        self.assertIn("d'après les débits", text)

    def test_A6_no_tax_no_word_on_it(self):
        order = self._create_quote([self._line(self.course)])
        order.action_confirm()
        self.assertNotIn("est exigible à son encaissement", self._invoice_text(self._deposit(order)))

    def test_deposit_printed_again_says_what_was_left_on_its_day(self):
        order, deposit = self._deposit_of_order()
        second = self._deposit(order, 20)
        before = self._invoice_text(deposit), self._invoice_text(second)
        self.assertIn("reste à facturer : 1 335,25 €", before[0])
        self.assertIn("reste à facturer : 953,75 €", before[1])
        self._invoice(order)
        self.assertEqual((self._invoice_text(deposit), self._invoice_text(second)), before)

    def test_A7_name_of_the_line(self):
        order, deposit = self._deposit_of_order()
        self.assertIn(f"Acompte de 30 % sur devis {order.name} du 20/11/2026", self._invoice_text(deposit))
        for line in deposit.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            self.assertTrue(line.name)
            self.assertTrue(line.product_id.name)

    # === 8. BALANCE, CREDIT NOTE === #

    def test_S1_balance_lists_all_that_was_sold(self):
        order, _deposit = self._deposit_of_order()
        text = self._invoice_text(self._invoice(order))
        self.assertIn("Facture de solde", text)
        self.assertIn("Création web", text)
        self.assertIn("Impression brochure", text)

    def test_S2_each_deposit_deducted(self):
        order, deposit = self._deposit_of_order()
        second = self._deposit(order, 20)
        text = self._invoice_text(self._invoice(order))
        for invoice, amounts in (
            (deposit, "-487,50 € -84,75 € -572,25 €"),
            (second, "-325,00 € -56,50 € -381,50 €"),
        ):
            self.assertIn(f"Facture d'acompte {invoice.name}", text)
            self.assertIn(amounts, text)
        # The first deposit, rate by rate.
        self.assertIn("TVA 20 % : 72,00 €, TVA 10 % : 12,75 €", text)

    def test_S2_credited_deposit_is_not_deducted(self):
        order, deposit = self._deposit_of_order()
        second = self._deposit(order, 20)
        self._reverse(deposit)
        balance = self._invoice(order)
        text = self._invoice_text(balance)
        self.assertNotIn(f"Facture d'acompte {deposit.name}", text)
        self.assertIn(f"Facture d'acompte {second.name}", text)
        self.assertAlmostEqual(balance.amount_total, 1526.0)

    def test_S3_net_to_pay_to_the_cent(self):
        order, deposit = self._deposit_of_order()
        balance = self._invoice(order)
        text = self._invoice_text(balance)
        self.assertIn("Total de la commande 1 625,00 € 282,50 € 1 907,50 €", text)
        self.assertIn("Net à payer 1 335,25 €", text)
        self.assertAlmostEqual(balance.amount_total + deposit.amount_total, order.amount_total)

    def test_S3_odd_cents_add_up(self):
        order = self._create_quote([self._line(self.web, 3, price_unit=33.33), self._line(self.brochure, 7)])
        order.action_confirm()
        deposit = self._deposit(order, 33.33)
        balance = self._invoice(order)
        deductions = balance._get_pdf_deductions()
        gross = balance._get_pdf_gross_totals(deductions)
        self.assertAlmostEqual(deductions[0]["total"], deposit.amount_total)
        self.assertAlmostEqual(gross["total"], order.amount_total)
        self.assertAlmostEqual(gross["untaxed"] + gross["tax"], gross["total"])

    def test_partial_invoice_title(self):
        order = self._create_quote()
        order.action_confirm()
        partial = order._create_invoices()
        partial.invoice_line_ids.filtered(lambda line: line.product_id == self.brochure).quantity = 200
        partial.invoice_date = "2026-11-24"
        partial.action_post()
        self.assertIn("Facture partielle", self._invoice_text(partial))
        balance = self._invoice(order)
        self.assertIn("Facture de solde", self._invoice_text(balance))
        # What comes later does not change the title of the first.
        self.assertIn("Facture partielle", self._invoice_text(partial))

    def test_partial_invoice_says_how_far_the_order_is_invoiced(self):
        order = self._create_quote()
        order.action_confirm()
        self._deposit(order)
        partial = order._create_invoices()
        partial.invoice_line_ids.filtered(lambda line: line.product_id == self.brochure).quantity = 0
        partial.invoice_line_ids.filtered("is_downpayment").unlink()
        partial.invoice_date = "2026-11-24"
        partial.action_post()
        text = self._invoice_text(partial)
        self.assertIn("Situation : n° 1, 73,85 % de la commande facturés avec elle", text)
