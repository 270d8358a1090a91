"""Texts that try to change the document around them, and what tells whether they did."""

import lxml.html

from odoo.addons.agency_pdf import typed_html
from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon

# Every mark by which a page is taken apart, and what opens or attaches a file.
MARKED = (
    '<div class="article forged" data-oe-model="sale.order" data-oe-id="1" data-title="t" id="start_0">un</div>'
    '<div class="header forged">deux</div><div class="footer forged">trois</div>'
    '<div class="page document_body forged"><span class="page">1</span> <span class="topage">quatre</span></div>'
    '<div class="agency_shared_pages forged">cinq</div><div class="report_strips forged">six</div>'
    '<meta name="agency-company" content="1"/><base href="file:///"/><link rel="attachment" href="/web/content/1"/>'
    '<a rel="attachment" href="/web/content/1" class="forged">sept</a><svg><use href="#a"/></svg>'
    '<div style="display: flex; position: fixed; color: red" class="forged">huit</div>'
)
WORDS = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10"><rect width="30" height="10"/></svg>'


class PoisonCommon(AgencyPdfCommon):
    def _poison(self, records, markup=MARKED):
        """Put a text into every field of HTML of these records."""
        for record in records:
            for name, field in record._fields.items():
                if field.type == "html" and field.store and not field.company_dependent:
                    self._write_uncleaned(record, name, f"{markup}{record[name] or ''}")

    def _assert_no_forged_mark(self, record, report):
        """Check that a poisoned record has the parts of one document, and no part of its texts."""
        html = self.env["ir.actions.report"]._render_qweb_html(report.id, record.ids)[0].decode()
        root = lxml.html.fromstring(html)
        forged = root.find_class("forged")
        self.assertTrue(forged, "the poison is not there: the test is wrong")
        for node in forged:
            self.assertFalse(typed_html.MARKS & set(node.get("class").split()))
            self.assertFalse({"id", "rel", "data-oe-model", "data-title"} & set(node.attrib))
            self.assertNotIn("flex", node.get("style", ""))
        self.assertEqual(len(root.find_class("article")), 1)
        self.assertEqual(len(root.find_class("footer")), 1)
        self.assertFalse(root.find_class("header"))
        self.assertFalse(root.xpath("//svg | //base | //link | //body//meta"))
