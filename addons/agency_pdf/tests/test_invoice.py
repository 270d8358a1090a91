from odoo.fields import Command
from odoo.tests import tagged

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestInvoice(AgencyPdfCommon):
    """LEGAL.md sections 5 to 8, item by item, on the text of the real PDF."""

    def _create_invoice(self, products=None, move_type="out_invoice", **values):
        invoice = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": self.contact.id,
                "invoice_date": "2026-11-24",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": 2,
                            "price_unit": 100.0,
                        }
                    )
                    for product in products or self.web
                ],
                **values,
            }
        )
        invoice.action_post()
        return invoice

    # === 5. INVOICE === #

    def test_F1_title_number_and_date(self):
        invoice = self._create_invoice()
        text = self._invoice_text(invoice)
        self.assertIn("Facture", text)
        self.assertIn(invoice.name, text)
        self.assertIn("24/11/2026", text)

    def test_F1_number_on_every_page(self):
        invoice = self._create_invoice(
            invoice_line_ids=[Command.create({"product_id": self.web.id, "price_unit": 10}) for _i in range(80)]
        )
        pages = self._read_pages(self._print(invoice, "agency_pdf.report_invoice"))
        self.assertGreater(len(pages), 2)
        for page in pages:
            self.assertIn(f"Facture {invoice.name}", page)

    def test_F2_seller(self):
        text = self._invoice_text(self._create_invoice())
        for words in ("Atelier C3L", "12 rue des Lilas", "334 175 221", "N° TVA FR23334175221"):
            self.assertIn(words, text)

    def test_F3_customer_with_siren(self):
        text = self._invoice_text(self._create_invoice())
        for words in ("Imprimerie du Parc", "3 allée du Parc", "SIREN 404 833 048"):
            self.assertIn(words, text)

    def test_F3_address_without_a_country_is_written_as_in_france(self):
        self.customer.country_id = False
        self.contact.country_id = False
        self.assertIn("35000 Rennes", self._invoice_text(self._create_invoice()))

    def test_F4_customer_vat(self):
        self.assertIn("N° TVA FR83404833048", self._invoice_text(self._create_invoice()))

    def test_F5_purchase_order_number(self):
        self.assertNotIn("Votre référence", self._invoice_text(self._create_invoice()))
        text = self._invoice_text(self._create_invoice(ref="BC-778"))
        self.assertIn("Votre référence : BC-778", text)

    def test_F6_service_date_when_it_differs(self):
        invoice = self._create_invoice(delivery_date="2026-11-10")
        self.assertIn("Date de réalisation 10/11/2026", self._invoice_text(invoice))
        invoice = self._create_invoice(delivery_date="2026-11-24")
        self.assertNotIn("Date de réalisation", self._invoice_text(invoice))

    def test_F7_delivery_address_of_goods_only(self):
        depot = self.env["res.partner"].create(
            {
                "name": "Dépôt",
                "parent_id": self.customer.id,
                "type": "delivery",
                "street": "9 quai Ouest",
                "zip": "35400",
                "city": "Saint-Malo",
            }
        )
        invoice = self._create_invoice(self.brochure, partner_shipping_id=depot.id)
        self.assertIn("Adresse de livraison", self._invoice_text(invoice))
        self.assertIn("9 quai Ouest", self._invoice_text(invoice))
        invoice = self._create_invoice(self.web, partner_shipping_id=depot.id)
        self.assertNotIn("Adresse de livraison", self._invoice_text(invoice))

    def test_F8_category(self):
        self.assertIn("Prestation de services", self._invoice_text(self._create_invoice()))
        self.assertIn("Livraison de biens", self._invoice_text(self._create_invoice(self.brochure)))
        invoice = self._create_invoice(
            invoice_line_ids=[
                Command.create({"product_id": self.web.id, "price_unit": 10}),
                Command.create({"product_id": self.brochure.id, "price_unit": 10}),
            ]
        )
        self.assertIn("Opération mixte", self._invoice_text(invoice))

    def test_F9_debits_option_never_on_goods(self):
        words = "Option pour le paiement de la taxe d'après les débits"
        self.assertNotIn(words, self._invoice_text(self._create_invoice()))
        self.company.vat_on_debits = True
        self.assertIn(words, self._invoice_text(self._create_invoice()))
        self.assertNotIn(words, self._invoice_text(self._create_invoice(self.brochure)))

    def test_F10_lines(self):
        invoice = self._create_invoice()
        invoice.button_draft()
        invoice.invoice_line_ids.discount = 25
        invoice.action_post()
        text = self._invoice_text(invoice)
        self.assertIn("100,00 €", text)
        self.assertIn("25 %", text)
        self.assertIn("150,00 €", text)

    def test_F11_totals_by_rate(self):
        text = self._invoice_text(self._create_invoice(self.web | self.brochure))
        self.assertIn("TVA 20% 200,00 € 40,00 €", text)
        self.assertIn("TVA 10% 200,00 € 20,00 €", text)
        self.assertIn("Total HT 400,00 €", text)
        self.assertIn("TVA 60,00 €", text)
        self.assertIn("Net à payer 460,00 €", text)

    def test_F11_one_rate(self):
        text = self._invoice_text(self._create_invoice())
        self.assertNotIn("Base HT", text)
        self.assertRegex(text, r"Total HT 200,00 €.* TVA 20% 40,00 €.* Net à payer 240,00 €")

    def test_F12_exemption_follows_the_tax(self):
        self.tax_exempt.agency_legal_kind = "vat_training"
        self.company.has_training_vat_certificate = True
        text = self._invoice_text(self._create_invoice(self.course))
        self.assertIn("Exonération de TVA – formation professionnelle continue", text)
        self.assertNotIn("Exonération de TVA", self._invoice_text(self._create_invoice()))

    def test_F12_note_of_the_tax_without_a_kind(self):
        tax = self._chart_tax("tva_sale_service_intra_0")
        invoice = self._create_invoice(
            invoice_line_ids=[
                Command.create({"product_id": self.web.id, "price_unit": 10, "tax_ids": [Command.set(tax.ids)]})
            ]
        )
        self.assertTrue(tax.invoice_legal_notes)
        self.assertIn("2006/112", self._invoice_text(invoice))

    def test_F13_due_date(self):
        invoice = self._create_invoice(invoice_payment_term_id=self.env.ref("account.account_payment_term_30days").id)
        self.assertIn("Date d'échéance 24/12/2026", self._invoice_text(invoice))

    def test_F14_F15_F16_between_professionals_only(self):
        text = self._invoice_text(self._create_invoice())
        self.assertIn("Pénalités de retard", text)
        self.assertIn("Indemnité forfaitaire pour frais de recouvrement : 40 €", text)
        self.assertIn("Pas d'escompte pour paiement anticipé", text)
        text = self._invoice_text(self._create_invoice(partner_id=self.consumer.id))
        self.assertNotIn("Pénalités de retard", text)
        self.assertNotIn("40 €", text)
        self.assertNotIn("escompte", text)

    def test_F17_vat_group_and_bank(self):
        text = self._invoice_text(self._create_invoice())
        self.assertIn("IBAN FR76 3000 6000 0112 3456 7890 189", text)
        self.assertNotIn("assujetti unique", text)
        self.company.is_vat_group_member = True
        self.assertIn("Membre d'un assujetti unique", self._invoice_text(self._create_invoice()))

    def test_same_invoice_in_2028_names_no_CGI(self):
        self.company.has_training_vat_certificate = True
        taxes = {
            "tva_sale_service_0": "vat_training",
            "tva_sale_service_export_0": "vat_export",
            "tva_sale_service_intra_0": "vat_reverse_charge",
        }
        for name, kind in taxes.items():
            tax = self._chart_tax(name)
            tax.agency_legal_kind = kind
            invoice = self._create_invoice(
                invoice_date="2028-01-02",
                invoice_line_ids=[
                    Command.create({"product_id": self.web.id, "price_unit": 10, "tax_ids": [Command.set(tax.ids)]})
                ],
            )
            text = self._invoice_text(invoice)
            self.assertNotIn("CGI", text)
            self.assertIn("directive 2006/112/CE", text)

    def test_draft_says_so(self):
        invoice = self._create_invoice()
        invoice.button_draft()
        self.assertIn("Facture (brouillon)", self._invoice_text(invoice))

    # === 7. DEPOSIT === #

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
        self.assertIn("TVA 20% 360,00 € 72,00 €", text)
        self.assertIn("TVA 10% 127,50 € 12,75 €", text)
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
        self.assertIn("TVA 20% : 72,00 €, TVA 10% : 12,75 €", text)

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

    def test_F14_rate_of_the_day(self):
        self.company.late_penalty_rate = 12.15
        self.assertIn(
            "points de pourcentage (12,15 % l'an) (article L. 441-10", self._invoice_text(self._create_invoice())
        )

    def test_V1_V2_V3_credit_note(self):
        invoice = self._create_invoice()
        refund = self._reverse(invoice)
        text = self._invoice_text(refund)
        self.assertIn("Avoir", text)
        self.assertIn(refund.name, text)
        self.assertIn(f"Rectifie la facture : {invoice.name} du 24/11/2026", text)
        self.assertIn("Erreur de quantité", text)
        self.assertIn("Net à déduire 240,00 €", text)
        self.assertNotIn("Pénalités de retard", text)

    # === SENDING === #

    def test_public_customer_reads_its_references(self):
        """Chorus Pro: `make test` installs Odoo's add-on, without which there is nothing to print."""
        if "buyer_reference" not in self.env["account.move"]._fields:
            self.skipTest("l10n_fr_facturx_chorus_pro is not installed")
        invoice = self._create_invoice(
            buyer_reference="SERVICE-ACHATS", purchase_order_reference="EJ-2026-0042", contract_reference="MARCHE-7"
        )
        text = self._invoice_text(invoice)
        for words in (
            "Code service : SERVICE-ACHATS",
            "N° d'engagement : EJ-2026-0042",
            "Marché : MARCHE-7",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Code service", self._invoice_text(self._create_invoice()))

    def test_sending_takes_the_agency_invoice(self):
        invoice = self._create_invoice()
        report = self.env["account.move.send"]._get_default_pdf_report_id(invoice)
        self.assertEqual(report, self.env.ref("agency_pdf.report_invoice"))

    def test_sending_takes_what_the_customer_or_journal_wants(self):
        stock = self.env.ref("account.account_invoices")
        invoice = self._create_invoice()
        invoice.journal_id.invoice_template_pdf_report_id = stock
        self.assertEqual(self.env["account.move.send"]._get_default_pdf_report_id(invoice), stock)

    def test_stock_report_stays_as_it_was(self):
        stock = self.env.ref("account.account_invoices")
        self.assertEqual(stock.pdf_engine, "odoo")
        self.assertEqual(self.env.ref("sale.action_report_saleorder").pdf_engine, "odoo")
