import io
from base64 import b64encode

import lxml.html

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.agency_pdf import typed_html
from odoo.addons.agency_pdf.typed_html import clean_typed_html
from odoo.addons.report_weasyprint.engine import structure

from .poison import MARKED, SVG, WORDS, PoisonCommon

ENGINE_LOGGER = "odoo.addons.report_weasyprint.engine"


@tagged("post_install", "-at_install")
class TestTypedHtml(PoisonCommon):
    """What people type is a text of the document, and nothing more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()

    # === CLEANING === #

    def test_a_text_keeps_its_words_and_its_looks(self):
        for html in (
            "<p>Bonjour &amp; <b>merci</b> : 3 &lt; 4<br>fin</p>",
            '<p style="color: rgb(1, 2, 3); font-size: 12pt; text-align: center">centré</p>',
            '<table class="table"><tbody><tr><td colspan="2" style="width: 50%">a</td></tr></tbody></table>',
            '<ul><li>un</li></ul><h2>titre</h2><img src="/web/image/1" style="width: 25%">',
            '<a href="https://example.com/x?a=1">lien</a> <a href="mailto:a@example.com">courriel</a>',
        ):
            self.assertEqual(clean_typed_html(html), html)
        self.assertEqual(clean_typed_html(False), "")
        self.assertEqual(clean_typed_html("a < b"), "a &lt; b")

    def test_what_acts_on_the_document_is_taken_out(self):
        for html, cleaned in (
            (MARKED.partition("<meta")[0], None),
            ('<a rel="attachment" href="/web/content/1">x</a>', "<a>x</a>"),
            ('<a href="file:///etc/passwd">x</a><a href="javascript:x">y</a>', "<a>x</a><a>y</a>"),
            ("<style>p{}</style><script>x</script><link rel=attachment href=x>y", "y"),
            ("<object data=x>a</object><embed src=x><iframe src=x></iframe><svg><text>b</text></svg>z", "z"),
            ('<p style="display: flex">x</p>', "<p>x</p>"),
            (
                '<p style="position:absolute;float:left;background:url(/x);color:red">x</p>',
                '<p style="color: red">x</p>',
            ),
            ('<p style="width: calc(1px); columns: 9; color: var(--x)">x</p>', "<p>x</p>"),
            ('<p id="start_0" onclick="x" data-oe-model="y" name="z">x</p>', "<p>x</p>"),
            ('<table><tr><td colspan="99999">x</td></tr></table>', '<table><tr><td colspan="50">x</td></tr></table>'),
            ("<td>x</td></div></body></html><p>y", "x<p>y</p>"),
            ("<!-- c --><custom-tag>x</custom-tag>", "x"),
        ):
            result = clean_typed_html(html)
            if cleaned is None:
                self.assertNotRegex(result, "article|header|footer|page|strips|data-|id=")
            else:
                self.assertEqual(result, cleaned)
            self.assertEqual(clean_typed_html(result), result)

    def test_depth_has_an_end(self):
        for tag, deepest in (("div", typed_html.MAX_DEPTH), ("i", typed_html.MAX_DEPTH), ("table", 0)):
            html = clean_typed_html(f"<{tag}>" * 200 + "<b>x</b>")
            self.assertLessEqual(html.count(f"<{tag}>"), deepest or typed_html.MAX_TABLES)
            self.assertIn("x", html)
        nested = "<table><tr><td>" * 20 + "x"
        self.assertEqual(clean_typed_html(nested).count("<table>"), typed_html.MAX_TABLES)

    def test_a_text_too_long_is_refused_in_words(self):
        self.quote.note = "<b>x</b>" * (typed_html.MAX_TAGS // 2 + 1)
        with self.assertRaisesRegex(UserError, self.quote.name):
            self._print(self.quote)

    # === EACH TEXT, IN EACH DOCUMENT === #

    def _documents(self):
        """Return every document: (record, report), with each kind of text in it."""
        self.tax_service.invoice_legal_notes = "<p>note</p>"
        order = self._create_quote(note="<p>note</p>")
        order.action_confirm()
        invoice = self._invoice(order)
        invoice.narration = "<p>note</p>"
        recurring = self._create_quote(billing_frequency="monthly", next_invoice_date="2026-12-01", note="<p>note</p>")
        template = self.env["agency.document.template"].create(
            {"name": "Libre", "kind": "quote", "body": "<p>Texte libre</p><p>{{ block.lines }}</p>"}
        )
        edited = self._create_quote()
        report = self.env.ref("agency_pdf.report_quote")
        version = self.env["agency.document.version"]._edit(edited, report)
        version.body = f"<p>modifié</p>{version.body}"
        texts = self.env["agency.legal.text"].search([])
        for records in (order + recurring + edited, invoice, template, version, texts, self.tax_service):
            self._poison(records)
        return [
            (order, report),
            (edited, report),
            (order, template.report_id),
            (invoice, self.env.ref("agency_pdf.report_invoice")),
            (recurring, self.env.ref("agency_pdf.report_recurring_order")),
        ]

    def test_no_text_of_any_document_forges_a_mark_or_names_a_file(self):
        for record, report in self._documents():
            with self.subTest(report.name):
                self._assert_no_forged_mark(record, report)

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_class_names_of_ours_break_no_document_and_no_selection(self):
        quotes = self._create_quote(note=MARKED) + self._create_quote() + self._create_quote(note=MARKED)
        for pdf_engine in ("auto", "wkhtmltopdf"):
            self.env.ref("agency_pdf.report_quote").pdf_engine = pdf_engine
            text = self._text(quotes)
            for quote in quotes:
                self.assertIn(f"Devis {quote.name}", text)
            for word in WORDS:
                self.assertEqual(text.split().count(word), 2, f"{pdf_engine}: {word}")

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_templates_of_others_are_not_broken_either(self):
        """What Odoo's own template prints is typed too, and does not go through `clean_typed_html`."""
        stock = self.env.ref("sale.action_report_saleorder")
        quotes = self._create_quote(note=MARKED) + self._create_quote()
        for pdf_engine in ("auto", "wkhtmltopdf"):
            stock.pdf_engine = pdf_engine
            text = self._text(quotes, "sale.action_report_saleorder")
            for word in ("un", "deux", "trois", "huit"):
                self.assertIn(word, text.split(), pdf_engine)

    def test_the_parts_of_a_page_are_known_by_their_places(self):
        root = lxml.html.fromstring(
            '<html><head><link rel="stylesheet" href="/a.css"/></head><body><div class="header">h</div>'
            '<div class="article"><div class="footer">f</div><div class="page">'
            '<div class="article">x</div><div class="header">y</div><div class="footer">z</div>'
            '<link rel="stylesheet" href="/b.css"/></div></div></body></html>'
        )
        self.assertEqual(len(structure.get_articles(root)), 1)
        self.assertEqual([node.text for node in structure.get_strips(root, "header")], ["h"])
        self.assertEqual([node.text for node in structure.get_strips(root, "footer")], ["f"])
        self.assertEqual(structure.get_style_sheets(root), ["/a.css"])
        structure.disarm(root)
        self.assertEqual(len(root.xpath("//link")), 1)

    # === DRAWINGS === #

    def test_a_logo_that_is_a_drawing_is_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "PNG"):
            self.company.sudo().logo = b64encode(SVG)

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_a_logo_that_was_a_drawing_still_gives_a_document(self):
        self.company.partner_id.sudo().with_user(self.env.ref("base.user_admin")).image_1920 = b64encode(SVG)
        for pdf_engine in ("auto", "wkhtmltopdf"):
            self.env.ref("agency_pdf.report_quote").pdf_engine = pdf_engine
            content = self._print(self.quote)
            self.assertIn(self.quote.name, self._read(content))
            pictures = PdfFileReader(io.BytesIO(content)).getPage(0)["/Resources"].get("/XObject", {}).values()
            self.assertFalse([node for node in pictures if node.getObject()["/Subtype"] == "/Image"], pdf_engine)
