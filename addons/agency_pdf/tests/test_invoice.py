from odoo.fields import Command
from odoo.tests import tagged

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestInvoice(AgencyPdfCommon):
    """LEGAL.md sections 5, 6 and 8, item by item, on the text of the real PDF; 7 is `test_invoice_deposits`."""

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
        self.assertIn("TVA 20 % 200,00 € 40,00 €", text)
        self.assertIn("TVA 10 % 200,00 € 20,00 €", text)
        self.assertIn("Total HT 400,00 €", text)
        self.assertIn("TVA 60,00 €", text)
        self.assertIn("Net à payer 460,00 €", text)

    def test_F11_one_rate(self):
        text = self._invoice_text(self._create_invoice())
        self.assertNotIn("Base HT", text)
        self.assertRegex(text, r"Total HT 200,00 €.* TVA 20 % 40,00 €.* Net à payer 240,00 €")

    def test_F12_exemption_follows_the_tax(self):
        self.tax_exempt.agency_legal_kind = "vat_export"
        text = self._invoice_text(self._create_invoice(self.course))
        self.assertIn("TVA non applicable, art. 259-1 du CGI", text)
        self.assertNotIn("TVA non applicable", self._invoice_text(self._create_invoice()))

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
        taxes = {
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
