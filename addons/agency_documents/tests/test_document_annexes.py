"""Cover, annexes and the numbers of their pages: cases/documents.md D42."""

import base64
import io

from reportlab.pdfgen.canvas import Canvas

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon


def make_pdf(*pages, turned=0):
    """Return a PDF, in base 64, with a word on each of its pages."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(595, 842))
    for word in pages:
        canvas.setPageRotation(turned)
        canvas.drawString(100, 400, word)
        canvas.showPage()
    canvas.save()
    return base64.b64encode(content.getvalue())


@tagged("-at_install", "post_install")
class TestDocumentAnnexes(AgencyPdfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.manager = new_test_user(
            cls.env, "annex_manager", "agency_crm.group_agency_manager", company_id=cls.company.id
        )
        cls.templates = cls.env["agency.document.template"].with_user(cls.manager)

    def _pages(self, report="agency_pdf.report_quote", records=None):
        return [" ".join(page.split()) for page in self._read_pages(self._print(records or self.quote, report))]

    def test_cover_before_and_annex_behind_numbered_on(self):
        template = self.templates.create(
            {
                "name": "Complet",
                "cover_file": make_pdf("COUVERTURE"),
                "annex_file": make_pdf("ANNEXE", "SUITE", turned=90),
            }
        )
        for pdf_engine in ("auto", "wkhtmltopdf"):
            template.report_id.sudo().pdf_engine = pdf_engine
            with self.subTest(pdf_engine):
                pages = self._pages(template.report_id)
                total = len(pages)
                self.assertEqual(pages[0], "COUVERTURE")
                for number in range(1, total):
                    self.assertIn(f"Page {number + 1} / {total}", pages[number])
                self.assertIn("ANNEXE", pages[-2])
                self.assertIn("SUITE", pages[-1])

    def test_annex_of_a_service_goes_with_its_quotes(self):
        """Once a service, in the quotes that have it; not in its invoices, nor where it is proposed no more."""
        own = len(self._pages())
        service = self.quote.order_line.product_id[:1].product_tmpl_id.with_user(self.manager)
        service.write({"quote_annex_file": make_pdf("BROCHURE"), "quote_annex_name": "brochure.pdf"})
        pages = self._pages()
        self.assertEqual(len(pages), own + 1)
        self.assertIn(f"Page {own + 1} / {own + 1}", pages[-1])
        self.assertIn(f"Page 1 / {own + 1}", pages[0])
        other = self._create_quote([self._line(self.env["product.product"].create({"name": "Autre"}))])
        alone = self._pages(records=other)
        self.assertIn(f"Page 1 / {len(alone)}", alone[0])
        self.assertEqual(self._pages(records=self.quote + other), pages + alone)
        self.quote.action_confirm()
        invoice = self._invoice(self.quote)
        self.assertNotIn("BROCHURE", self._text(invoice, "agency_pdf.report_invoice"))

    def test_a_file_that_cannot_be_printed_is_refused(self):
        service = self.quote.order_line.product_id[:1].product_tmpl_id.with_user(self.manager)
        for content, words in ((base64.b64encode(b"Pas un PDF"), "no PDF"), (make_pdf(*"x" * 21), "21")):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                service.quote_annex_file = content
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.templates.create({"name": "Faux", "annex_file": content})
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.templates.create({"name": "Faux", "cover_file": content})
