from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestQuote(AgencyPdfCommon):
    """LEGAL.md sections 1 and 2, item by item, on the text of the real PDF."""

    # === 1. ISSUER === #

    def test_I1_legal_form_and_capital(self):
        text = self._text(self._create_quote())
        self.assertIn("Atelier C3L", text)
        self.assertIn("SARL – capital de 10 000 €", text)

    def test_I1_no_capital_without_one(self):
        self.company.share_capital = 0
        self.assertNotIn("capital", self._text(self._create_quote()).split("Conditions")[0])

    def test_I2_siret_and_register(self):
        text = self._text(self._create_quote())
        self.assertIn("SIRET 334 175 221 00012", text)
        self.assertIn("SIREN 334 175 221 – RCS Nantes", text)

    def test_I2_craftsman_register(self):
        self.company.trade_register = "rne"
        self.assertIn("SIREN 334 175 221 – RNE Nantes", self._text(self._create_quote()))

    def test_I3_address_and_head_office(self):
        text = self._text(self._create_quote())
        self.assertIn("12 rue des Lilas", text)
        self.assertNotIn("Siège social", text)
        self.company.head_office_address = "1 quai de la Fosse, 44000 Nantes"
        self.assertIn("Siège social : 1 quai de la Fosse, 44000 Nantes", self._text(self._create_quote()))

    def test_I4_sole_trader_and_status(self):
        self.assertNotIn(" EI ", self._text(self._create_quote()))
        self.company.write({"is_sole_trader": True, "legal_status_note": "En liquidation"})
        text = self._text(self._create_quote())
        self.assertIn("Atelier C3L EI", text)
        self.assertIn("En liquidation", text)

    def test_I5_vat_and_activity_code(self):
        text = self._text(self._create_quote())
        self.assertIn("N° TVA FR23334175221", text)
        self.assertIn("APE 7311Z", text)

    # === 2. QUOTE === #

    def test_D1_title_number_date(self):
        quote = self._create_quote(date_order="2026-11-24 10:00:00")
        text = self._text(quote)
        self.assertIn("Devis", text)
        self.assertIn(quote.name, text)
        self.assertIn("24/11/2026", text)

    def test_D2_validity(self):
        quote = self._create_quote(validity_date="2026-12-31")
        self.assertIn("Offre valable jusqu'au 31/12/2026", self._text(quote))

    def test_D3_customer_contact_and_siren(self):
        text = self._text(self._create_quote())
        for words in (
            "Imprimerie du Parc",
            "À l'attention de Claire Dupont",
            "3 allée du Parc",
            "35000 Rennes",
            "SIREN 404 833 048",
        ):
            self.assertIn(words, text)

    def test_D3_contact_without_address_takes_the_account_one(self):
        self.contact.write({"street": False, "zip": False, "city": False, "country_id": False})
        self.assertIn("3 allée du Parc", self._text(self._create_quote()))

    def test_D4_lines(self):
        quote = self._create_quote(
            [self._line(self.web, 2, discount=10, name="Création web\nMaquettes et intégration")]
        )
        text = self._text(quote)
        self.assertIn("Création web", text)
        self.assertIn("Maquettes et intégration", text)
        self.assertIn("1 200,00 €", text)
        self.assertIn("10 %", text)
        self.assertIn("2 160,00 €", text)

    def test_D5_vat_by_rate(self):
        text = self._text(self._create_quote())
        self.assertIn("TVA 20 % 1 200,00 € 240,00 €", text)
        self.assertIn("TVA 10 % 425,00 € 42,50 €", text)
        self.assertIn("Total HT 1 625,00 €", text)
        self.assertIn("TVA 282,50 €", text)
        self.assertIn("Total TTC 1 907,50 €", text)

    def test_D5_exemption_follows_the_tax(self):
        self.assertNotIn("TVA non applicable", self._text(self._create_quote()))
        self.tax_exempt.agency_legal_kind = "vat_franchise"
        quote = self._create_quote([self._line(self.course)], date_order="2026-11-24 10:00:00")
        self.assertIn("TVA non applicable, article L. 223-3 du CIBS", self._text(quote))
        quote.date_order = "2026-08-15 10:00:00"
        self.assertIn("TVA non applicable, art. 293 B du CGI", self._text(quote))

    def test_D6_execution(self):
        quote = self._create_quote(execution_terms="Démarrage sous 15 jours, six semaines, dans nos locaux")
        self.assertIn("Démarrage sous 15 jours, six semaines, dans nos locaux", self._text(quote))

    def test_D6_options_out_of_the_total(self):
        quote = self._create_quote(
            [
                self._line(self.web),
                (0, 0, {"display_type": "line_section", "name": "En plus", "is_optional": True}),
                self._line(self.brochure, 0),
            ]
        )
        text = self._text(quote)
        self.assertIn("Options, hors total", text)
        self.assertIn("Total HT 1 200,00 €", text)
        self.assertNotIn("Options, hors total", self._text(self._create_quote()))

    def test_D7_deposit_and_payment_terms(self):
        quote = self._create_quote(payment_term_id=self.env.ref("account.account_payment_term_30days").id)
        text = self._text(quote)
        self.assertIn("Acompte à la commande : 30 %, soit 572,25 € TTC", text)
        self.assertIn("Pénalités de retard", text)
        self.assertIn("40 €", text)
        self.assertIn("Pas d'escompte pour paiement anticipé", text)
        quote.deposit_percent = 0
        self.assertNotIn("Acompte à la commande", self._text(quote))

    def test_D8_dated_general_terms(self):
        text = self._text(self._create_quote(date_order="2026-11-24 10:00:00"))
        self.assertIn("Conditions générales de vente", text)
        self.assertIn("Version du 01/09/2026", text)

    def test_D9_approval(self):
        self.assertIn("Bon pour accord", self._text(self._create_quote()))

    def test_D9_portal_signature(self):
        quote = self._create_quote()
        quote.sudo().write(
            {"signature": self._picture(), "signed_by": "Claire Dupont", "signed_on": "2026-11-24 10:00:00"}
        )
        self.assertIn("Claire Dupont, 24/11/2026", self._text(quote))

    def test_D10_rights(self):
        quote = self._create_quote()
        self.assertIn("aucune cession n'intervient avant paiement complet", self._text(quote))
        quote.rights_terms = "Reproduction sur papier, France, cinq ans"
        text = self._text(quote)
        self.assertIn("Reproduction sur papier, France, cinq ans", text)
        self.assertNotIn("aucune cession n'intervient avant paiement complet", text)

    def test_D11_consumer(self):
        self.company.consumer_mediator = "CM2C, 14 rue Saint-Jean, 75017 Paris"
        self.assertNotIn("Médiateur", self._text(self._create_quote()))
        quote = self._create_quote(partner_id=self.consumer.id)
        text = self._text(quote)
        self.assertIn("Médiateur de la consommation : CM2C", text)
        self.assertNotIn("rétractation", text)
        self.assertNotIn("Pénalités de retard exigibles", text)
        quote.is_off_premises = True
        self.assertIn("droit de rétractation de 14 jours", self._text(quote))

    def test_no_building_trade_wording(self):
        self.assertNotIn("avant l'exécution des travaux", self._text(self._create_quote()))

    # === LAYOUT === #

    def test_number_on_every_page(self):
        quote = self._create_quote([self._line(self.web) for _i in range(80)])
        pages = self._print(quote)
        count = len(self._read(pages).split(f"Devis {quote.name}")) - 1
        self.assertGreater(count, 3)
        self.assertIn(f"Page {count} / {count}", self._read(pages))

    def test_no_page_is_empty(self):
        for size in (1, 12, 80, 300):
            text = self._print(self._create_quote([self._line(self.web)] * size))
            self.assertGreater(len(text), 5000)

    def test_total_and_signature_never_begin_a_page(self):
        checked = 0
        for count in range(12, 30):
            quote = self._create_quote([self._line(self.web, name=f"Poste numéro {i}") for i in range(count)])
            pages = self._read_pages(self._print(quote))
            for page in pages[1:]:
                if "Total TTC" in page:
                    self.assertIn(f"Poste numéro {count - 1}", page)
                    checked += 1
                elif "Bon pour accord" in page:
                    self.assertIn("escompte", page)
                    checked += 1
        self.assertGreater(checked, 3)

    def test_long_line_and_missing_logo(self):
        self.company.logo = False
        quote = self._create_quote([self._line(self.web, name="mot " * 1000)])
        self.assertIn("Total TTC", self._text(quote))

    def test_broken_logo_is_left_out(self):
        quote = self._create_quote()
        # As a file damaged on the disk: fields refuse such a picture.
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "res.partner"),
                    ("res_id", "=", self.company.partner_id.id),
                    ("res_field", "=", "image_1920"),
                ]
            )
        )
        attachment.write({"raw": b"\x89PNG\r\n\x1a\nbroken"})
        self.env.invalidate_all()
        with mute_logger("odoo.addons.report_weasyprint.engine"):
            self.assertIn("Total TTC", self._text(quote))

    def test_several_in_one_pdf_in_order(self):
        quotes = self._create_quote() + self._create_quote() + self._create_quote()
        text = self._text(quotes.sorted("id", reverse=True))
        positions = [text.index(f"Devis {name}") for name in quotes.mapped("name")]
        self.assertEqual(positions, sorted(positions, reverse=True))
        self.assertEqual(text.count("Bon pour accord"), 3)

    def test_document_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.contact.lang = "en_US"
        self.assertIn("Total incl. VAT", self._text(self._create_quote()))

    def test_a_language_switched_off_is_not_spoken_by_half(self):
        """Its words were printed in English, its dates and amounts in French."""
        self.env["res.lang"]._activate_lang("en_US")
        self.contact.lang = "en_US"
        quote = self._create_quote()
        self.assertEqual(quote._get_pdf_lang(), "en_US")
        # As an administrator may, once nobody who signs in speaks it.
        self.env["res.lang"]._lang_get("en_US").flush_recordset()
        self.env.cr.execute("UPDATE res_lang SET active = false WHERE code = 'en_US'")
        self.env.registry.clear_cache("stable")
        self.env.invalidate_all()
        self.assertEqual(quote._get_pdf_lang(), "fr_FR")
        self.assertIn("Total TTC", self._text(quote))

    def test_law_of_the_day_of_the_quote(self):
        quote = self._create_quote()
        quote.date_order = "2026-11-24 23:30:00"
        self.assertEqual(quote.with_context(tz="Europe/Paris")._get_pdf_date(), date(2026, 11, 25))

    def test_mail_carries_the_agency_quote(self):
        quote = self._create_quote()
        template = self.env.ref("sale.email_template_edi_sale")
        values = template._generate_template(quote.ids, ("attachment_ids", "report_template_ids"))[quote.id]
        self.assertEqual([name for name, _data in values["attachments"]], [f"Devis {quote.name}.pdf"])

    def test_recurring_order(self):
        order = self._create_quote(billing_frequency="annual", next_invoice_date="2027-03-01")
        self.assertEqual(order._get_agency_report(), self.env.ref("agency_pdf.report_recurring_order"))
        text = self._text(order, "agency_pdf.report_recurring_order")
        for words in ("Commande", order.name, "Annuelle", "01/03/2027", "TTC par échéance"):
            self.assertIn(words, text)
        self.assertNotIn("Acompte", text.split("Conditions générales")[0])
