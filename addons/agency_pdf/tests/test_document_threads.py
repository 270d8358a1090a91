"""What users of Odoo, Dolibarr and others met in public on documents, each tried here: see the number in the test."""

from odoo.http import Request
from odoo.tests import tagged

from .common import AgencyPdfCommon
from .test_signature import SignatureCommon


@tagged("post_install", "-at_install")
class TestDocumentThreads(AgencyPdfCommon):
    def _pages(self, record, report="agency_pdf.report_quote"):
        content = self._print(record, report)
        return self._read(content).split("\f")

    def test_a_description_longer_than_a_page(self):
        """odoo#68876, #109877, #34806, #147468: pushed whole to the next page, or written over the table's head."""
        lines = [f"Livrable numéro {number} : maquette, relecture, bon à tirer." for number in range(1, 121)]
        quote = self._create_quote([self._line(self.web, name="\n".join(["Refonte", *lines])), self._line(self.web)])
        pages = [page for page in self._pages(quote) if page.strip()]
        self.assertIn("Livrable numéro 1 ", pages[0])
        text = "\n".join(pages)
        for line in lines:
            self.assertEqual(text.count(line), 1, line)
        for page in pages:
            if "Livrable" in page and "Désignation" in page:
                self.assertLess(page.index("Désignation"), page.index("Livrable"))

    def test_a_discount_is_seen(self):
        """frappe/books#869: taken into account and printed nowhere."""
        quote = self._create_quote([self._line(self.web, price_unit=1000, discount=12.5)])
        text = self._text(quote)
        self.assertRegex(text, r"12,5\s?%")
        self.assertIn("875,00", text)
        quote.action_confirm()
        invoice = self._invoice(quote)
        self.assertRegex(self._text(invoice, "agency_pdf.report_invoice"), r"12,5\s?%")

    def test_the_file_has_the_name_of_the_customers_language(self):
        """odoo#66420: the mail in the customer's language, its file in another."""
        self.env["res.lang"]._activate_lang("en_US")
        self.contact.lang = "en_US"
        quote = self._create_quote()
        template = quote._find_mail_template()
        values = template._generate_template(quote.ids, ("attachment_ids", "report_template_ids"))[quote.id]
        self.assertEqual([name for name, _data in values["attachments"]], [f"Quote {quote.name}.pdf"])

    def test_a_discount_of_the_payment_terms_is_not_denied(self):
        """odoo#246089 led here (L. 441-9): « Pas d'escompte » stood beside terms of « 2 % à 7 jours »."""
        values = {"name": "30 jours, 2 % à 7 jours", "early_discount": True, "discount_days": 7}
        term = self.env["account.payment.term"].create({**values, "discount_percentage": 2})
        quote = self._create_quote(payment_term_id=term.id)
        quote.action_confirm()
        for text in (self._text(quote), self._text(self._invoice(quote), "agency_pdf.report_invoice")):
            self.assertRegex(" ".join(text.split()), r"Escompte de 2\s?% pour un paiement dans les 7 jours")
            self.assertNotRegex(text, "Pas d.escompte")

    def test_the_document_has_the_tax_of_the_line_changed_last(self):
        """Dolibarr#27273: the total was changed when the document was validated."""
        quote = self._create_quote([self._line(self.web, price_unit=price) for price in (299.33, 179.33, 99.34)])
        quote.action_confirm()
        invoice = self._invoice(quote)
        self.assertEqual(invoice.amount_total, quote.amount_total)
        text = self._text(invoice, "agency_pdf.report_invoice")
        self.assertIn(quote._pdf_amount(quote.amount_total).replace("\xa0", " ").replace("\u202f", " "), text)


@tagged("post_install", "-at_install")
class TestSignatureThreads(SignatureCommon):
    def test_a_quote_that_is_invoiced_is_not_signed_again(self):
        """Dolibarr#23259: « facturée », the link of the quote offered to accept and sign it once more."""
        self._sign()
        self._invoice(self.quote)
        content, signed = self._print(self.quote), self.quote.signed_document_id
        self.assertNotIn('data-bs-target="#modalaccept"', self._page().text)
        answer = self._sign(name="Somebody else")
        self.assertIn("error", answer)
        self.authenticate(None, None)
        address = f"/my/orders/{self.quote.id}/decline?access_token={self.quote.access_token}"
        self.url_open(address, {"decline_message": "No more", "csrf_token": Request.csrf_token(self)})
        self.env.invalidate_all()
        self.assertEqual(self.quote.quote_status, "accepted")
        self.assertEqual(self.quote.signed_document_id, signed)
        self.assertEqual((self.quote.signed_by, self._print(self.quote)), ("Claire Dupont", content))
