import io
import subprocess
import sys
from importlib.util import find_spec
from unittest import skipUnless
from unittest.mock import patch

from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import config
from odoo.tools.pdf import PdfFileReader

from odoo.addons.report_weasyprint import engine

from .common import AgencyPdfCommon

# Run apart: within Odoo, the package cannot read the data files of `stdnum` that it needs.
EXTRACT = """
import sys
from lxml import etree
import facturx
name, xml = facturx.get_xml_from_pdf(sys.stdin.buffer.read(), check_xsd=True)
level = facturx.get_level(etree.fromstring(xml))
sys.stdout.buffer.write(f"{name} {level} ".encode() + xml)
"""
PRODUCT_NAMES = "//*[local-name()='SpecifiedTradeProduct']/*[local-name()='Name']"


class FacturXCommon(AgencyPdfCommon):
    """The means to check what Odoo embeds in the agency's invoice, with the `factur-x` package."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.invoice_edi_format = "facturx"
        # Odoo embeds nothing in a PDF while it runs tests.
        cls.startClassPatcher(patch.dict(config.options, test_enable=False))

    def _order(self, lines=None):
        order = self._create_quote(lines)
        order.action_confirm()
        return order

    def _send(self, invoice):
        """Return the PDF that was sent, now the invoice's own."""
        wizard = (
            self.env["account.move.send.wizard"]
            .with_context(
                active_model="account.move",
                active_ids=invoice.ids,
            )
            .create({"move_id": invoice.id, "sending_methods": ["manual"]})
        )
        wizard.action_send_and_print()
        return invoice.invoice_pdf_report_id.raw

    def _check(self, pdf_content, invoice):
        """Check the embedded invoice, and that it is the one Odoo's own report would carry."""
        extraction = subprocess.run(
            [sys.executable, "-c", EXTRACT], input=pdf_content, capture_output=True, check=False
        )
        self.assertEqual(extraction.returncode, 0, extraction.stderr.decode())
        name, level, xml = extraction.stdout.split(b" ", 2)
        # Odoo declares extended; the e-invoices of a French agency are of the profile that the metadata name.
        self.assertEqual(name, b"factur-x.xml")
        self.assertIn(level, (b"en16931", b"extended"))
        tree = etree.fromstring(xml)
        expected = self.env["account.edi.xml.cii"]._export_invoice(invoice)[0]
        self.assertEqual(etree.tostring(tree), etree.tostring(etree.fromstring(expected)))
        for node in tree.xpath(PRODUCT_NAMES):
            self.assertTrue(node.text)
        self.assertEqual(self._count_files(pdf_content), 1)
        if engine.has_weasyprint():
            self._check_pdf_a(pdf_content)

    def _check_pdf_a(self, pdf_content):
        """Check what ISO 19005-3 asks of such a file (no validator of PDF/A can be installed where tests run)."""
        reader = PdfFileReader(io.BytesIO(pdf_content))
        root = reader.trailer["/Root"]
        self.assertRegex(pdf_content[:1024], rb"^%PDF-1\.[4-7]\s+%[\x80-\xff]{4}")
        self.assertEqual(len(reader.trailer["/ID"]), 2)
        self.assertNotIn("/Encrypt", reader.trailer)
        self.assertFalse({"/OpenAction", "/AA", "/OCProperties", "/NeedsRendering"} & set(root))
        # The metadata, in clear.
        metadata = root["/Metadata"]
        self.assertNotIn("/Filter", metadata)
        values = dict.fromkeys(
            (node.tag.rpartition("}")[2], (node.text or "").strip())
            for node in etree.fromstring(metadata.getData()).iter()
        )
        for value in (
            ("part", "3"),
            ("conformance", "B"),
            ("DocumentType", "INVOICE"),
            ("DocumentFileName", "factur-x.xml"),
        ):
            self.assertIn(value, values)
        # Colors that mean the same everywhere.
        (intent,) = root["/OutputIntents"]
        intent = intent.getObject()
        self.assertEqual(intent["/S"], "/GTS_PDFA1")
        profile = intent["/DestOutputProfile"]
        self.assertEqual(profile.getData()[36:40], b"acsp")
        self.assertEqual(profile["/N"], 3)
        # The invoice for machines: named, dated, of a stated kind and relationship.
        (file,) = (entry.getObject() for entry in root["/AF"])
        self.assertIn(file["/AFRelationship"], ("/Data", "/Alternative", "/Source"))
        self.assertEqual(file["/UF"], "factur-x.xml")
        embedded = file["/EF"]["/F"]
        self.assertIn(embedded["/Subtype"], ("/text/xml", "/text#2Fxml"))
        self.assertIn("/ModDate", embedded["/Params"])
        self.assertIn("factur-x.xml", root["/Names"]["/EmbeddedFiles"]["/Names"])
        # Fonts are in the file; nothing runs, nor is drawn by another file.
        fonts = 0
        for number in range(reader.getNumPages()):
            page = reader.getPage(number)
            self.assertFalse({"/AA", "/PresSteps"} & set(page))
            for font in page["/Resources"]["/Font"].getObject().values():
                font = font.getObject()
                descendants = font.get("/DescendantFonts") or [font]
                descriptor = descendants[0].getObject()["/FontDescriptor"].getObject()
                self.assertTrue({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor))
                self.assertIn("/ToUnicode", font)
                fonts += 1
        self.assertGreater(fonts, 1)

    @staticmethod
    def _count_files(pdf_content):
        root = PdfFileReader(io.BytesIO(pdf_content)).trailer["/Root"]
        return len(root.get("/AF") or ())

    def _check_sent_and_printed(self, invoice):
        self._check(self._print(invoice, "agency_pdf.report_invoice"), invoice)
        self._check(self._send(invoice), invoice)


@tagged("-at_install", "post_install")
@skipUnless(find_spec("facturx"), "the factur-x package is not installed")
class TestFacturX(FacturXCommon):
    """What Odoo embeds in the agency's invoice, of each kind."""

    def test_invoice_with_two_rates(self):
        self._check_sent_and_printed(self._invoice(self._order()))

    def test_deposit(self):
        self._check_sent_and_printed(self._deposit(self._order()))

    def test_balance(self):
        order = self._order()
        self._deposit(order)
        self._check_sent_and_printed(self._invoice(order))

    def test_credit_note(self):
        self._check_sent_and_printed(self._reverse(self._invoice(self._order())))

    def test_merged_invoices_carry_none(self):
        invoices = self._invoice(self._order()) + self._invoice(self._order())
        self.assertFalse(self._count_files(self._print(invoices, "agency_pdf.report_invoice")))

    def test_what_was_sent_is_served_again(self):
        invoice = self._invoice(self._order())
        sent = self._send(invoice)
        self.company.name = "Autre nom"
        self.assertEqual(self._print(invoice, "agency_pdf.report_invoice"), sent)

    def test_draft_carries_none(self):
        draft = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contact.id,
                "invoice_line_ids": [Command.create({"product_id": self.web.id})],
            }
        )
        self.assertFalse(self._count_files(self._print(draft, "agency_pdf.report_invoice")))
