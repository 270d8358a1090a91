from lxml import html

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestPortal(HttpCase, AgencyPdfCommon):
    """Customers, who sign in to nothing, get the documents they were mailed."""

    def test_a_customer_reads_and_signs_the_agency_quote(self):
        self.company.portal_confirmation_sign = True
        quote = self._create_quote(require_signature=True, require_payment=False, state="sent")
        url = f"/my/orders/{quote.id}"
        token = quote._portal_ensure_token()
        self.env.flush_all()
        response = self.url_open(f"{url}?access_token={token}&report_type=html")
        self.assertIn('<body class="agency"', response.text)
        self.make_jsonrpc_request(
            f"{url}/accept",
            {"access_token": token, "name": "Claire Dupont", "signature": self._picture().decode()},
        )
        self.assertEqual(quote.state, "sale")
        signed = quote.message_ids.attachment_ids.filtered(lambda attachment: attachment.name == f"{quote.name}.pdf")
        # While it tests, Odoo keeps the page instead of the PDF.
        self.assertIn(b'<body class="agency"', signed.raw)

    def test_the_page_says_what_is_signed_in_french(self):
        self.company.portal_confirmation_sign = True
        quote = self._create_quote(require_signature=True, require_payment=False, state="sent")
        quote.partner_id.lang = "fr_FR"
        token = quote._portal_ensure_token()
        self.env.flush_all()
        page = html.fromstring(self.url_open(f"/my/orders/{quote.id}?access_token={token}").text)
        [dialog] = page.xpath("//main[@id='sign-dialog']")
        said = " ".join(dialog.text_content().split())
        self.assertIn(f"En signant, vous acceptez le devis {quote.name} pour ", said)
        self.assertIn("TTC, au nom de", said)
        self.assertNotIn("vous confirmez", said)

    def test_the_page_says_lines_as_the_document_does(self):
        quote = self._create_quote(state="sent")
        quote.partner_id.lang = "fr_FR"
        token = quote._portal_ensure_token()

        def said():
            self.env.flush_all()
            page = html.fromstring(self.url_open(f"/my/orders/{quote.id}?access_token={token}").text)
            return " ".join(page.xpath("//main")[0].text_content().split())

        page = said()
        for words in (f"Devis - {quote.name}", "Désignation", "20 %", "Adresse de facturation", "Total TTC"):
            self.assertIn(words, page)
        for words in ("Produits", "20% S", "20% G", "1,00", "expédition", "Informations de la commande"):
            self.assertNotIn(words, page)
        quote.action_confirm()
        # An accepted quote is none that comes back.
        self.assertIn(f"Devis - {quote.name}", said())
        self.company.is_agency = False
        self.company.has_agency_documents = False
        page = said()
        self.assertIn("Produits", page)
        self.assertNotIn("TTC", page)
        self.assertIn(f"Commande client - {quote.name}", page)

    def test_the_conversation_is_in_the_customers_language(self):
        company = self.env.ref("base.public_user").sudo().company_id
        company.is_agency = True
        self.assertIn("La conversation est vide.", self.url_open("/website/translations?lang=fr_FR").text)
        company.is_agency = False
        self.assertNotIn("La conversation est vide.", self.url_open("/website/translations?lang=fr_FR").text)

    def test_who_may_not_write_a_pdf_opens_it_without_a_word(self):
        """The client sends a small picture of each PDF that has none."""
        file = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": "Signature.pdf",
                    "raw": b"%PDF-1.4",
                    "mimetype": "application/pdf",
                    "res_model": "sale.order",
                    "res_id": self._create_quote().id,
                    "res_field": "signature",
                }
            )
        )
        reader = new_test_user(
            self.env(user=self.env.ref("base.user_root").id),
            "lectrice",
            groups="agency_crm.group_agency_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.authenticate("lectrice", "lectrice")
        self.assertFalse(file.with_user(reader).has_access("write"))
        params = {"attachment_id": file.id, "thumbnail": "R0lGODlhAQABAAAAACw="}
        answer = self.url_open("/mail/attachment/update_thumbnail", json={"jsonrpc": "2.0", "params": params}).json()
        self.assertNotIn("error", answer)
        self.assertFalse(file.thumbnail)

    def test_proforma_is_the_agency_invoice(self):
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice(quote)
        text = self._read(invoice._get_invoice_pdf_proforma()["content"])
        self.assertIn("Facture pro forma", text)
        self.assertIn("Net à payer 1 907,50 €", text)

    def test_a_company_of_another_country_keeps_odoo_s_quote(self):
        """French law wrote ours: CGV, penalties of the Code de commerce, SIRET."""
        self.company.account_fiscal_country_id = self.env.ref("base.be")
        stock = self.env.ref("sale.action_report_saleorder")
        for values in ({}, {"billing_frequency": "annual", "next_invoice_date": "2030-01-01"}):
            quote = self._create_quote(**values)
            with self.subTest(**values):
                self.assertEqual(quote._get_agency_report(), stock)
                self.assertFalse(quote._get_available_reports().filtered("binding_model_id") - stock)
        quote = self._create_quote(state="sent")
        token = quote._portal_ensure_token()
        self.env.flush_all()
        response = self.url_open(f"/my/orders/{quote.id}?access_token={token}&report_type=html")
        self.assertNotIn('<body class="agency"', response.text)
        self.assertIn(quote.name, response.text)
        context = quote.action_quotation_send()["context"]
        composer = self.env["mail.compose.message"].with_context(**context).create({})
        self.assertEqual(len(composer.attachment_ids), 1)
        text = self._read(composer.attachment_ids.raw)
        self.assertNotIn("33417522100012", text.replace(" ", ""))
        self.assertNotIn("pénalités", text)
