import io
import os
import tempfile
import threading
from base64 import b64encode
from pathlib import Path
from random import Random

from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    OdooPdfFileWriter,
    create_string_object,
)

from .. import received, received_files
from ..received_files import clean_name, extract_files, parse_xml
from .test_reception import IMPORT_LOGGER, ReceptionCommon

ODOO_FILES = ("account_edi_ubl_cii", "l10n_account_edi_ubl_cii_tests", "purchase_edi_ubl_bis3", "l10n_dk_oioubl")
HEAD = b"<?xml version='1.0' encoding='UTF-8'?>"


def write_pdf(*files, nested=False):
    """Return a PDF of one page that embeds files, as (name, bytes)."""
    writer = OdooPdfFileWriter()
    writer.addBlankPage(200, 200)
    names = ArrayObject()
    for name, content in files:
        stream = DecodedStreamObject()
        stream.setData(content)
        stream = stream.flate_encode()
        reference = writer._addObject(stream)
        embedded = DictionaryObject({NameObject("/F"): reference})
        title = create_string_object(name) if name is not None else NameObject("/Nothing")
        specification = DictionaryObject(
            {NameObject("/Type"): NameObject("/Filespec"), NameObject("/F"): title, NameObject("/EF"): embedded}
        )
        names.extend([create_string_object(str(name)), writer._addObject(specification)])
    tree = DictionaryObject({NameObject("/Names"): names})
    if nested:
        tree = DictionaryObject({NameObject("/Kids"): ArrayObject([writer._addObject(tree)])})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): tree})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@tagged("-at_install", "post_install")
class TestReceivedFiles(ReceptionCommon):
    """Files made to harm, or to mislead: nothing is opened, nothing posted, a clear message."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "fr_FR"})

    def setUp(self):
        super().setUp()
        self.good = self._from_a_supplier(self._mine())
        self.body = self.good[self.good.index(b"<rsm:") :]

    def _check_told(self, bill):
        """Check that the bill is an empty draft that says why, in words."""
        self.assertEqual(bill.state, "draft")
        self.assertFalse(bill.invoice_line_ids)
        self.assertTrue(bill.einvoice_reading)
        said = self._get_said(bill)
        for word in ("root:", "Traceback", "Error", "NoneType", "object"):
            self.assertNotIn(word, said)

    def _get_said(self, bill):
        return (bill.einvoice_reading or "") + "".join(bill.message_ids.mapped("body"))

    # === XML === #

    @mute_logger(IMPORT_LOGGER)
    def test_no_file_of_the_server_is_opened(self):
        """XXE: a pipe that nobody writes to would hang whoever opens it."""
        with tempfile.TemporaryDirectory() as folder:
            pipe = Path(folder, "pipe")
            os.mkfifo(pipe)
            opened = threading.Event()

            def watch():
                with pipe.open("wb"):
                    opened.set()

            threading.Thread(target=watch, daemon=True).start()
            try:
                for door in (
                    f'<!ENTITY e SYSTEM "file://{pipe}">',
                    f'<!ENTITY % e SYSTEM "file://{pipe}"> %e;',
                    f'<!ENTITY e SYSTEM "{pipe}">',
                ):
                    doctype = f"<!DOCTYPE x [{door}]>".encode()
                    content = HEAD + doctype + self.body.replace(b"Fournisseur SA", b"&e;")
                    self._check_told(self._drop("facture.xml", content))
                    wrapped = b64encode(content).decode()
                    self._check_told(self._drop("facture.xml", self._attached_document(wrapped).encode()))
                    self._check_told(self._drop("facture.pdf", write_pdf(("factur-x.xml", content))))
                self.assertFalse(opened.is_set())
            finally:
                # Let the thread end.
                os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))

    @staticmethod
    def _attached_document(text):
        return (
            '<AttachedDocument xmlns="urn:oasis:names:specification:ubl:schema:xsd:AttachedDocument-2"'
            ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"'
            ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cac:Attachment>'
            f'<cbc:EmbeddedDocumentBinaryObject mimeCode="text/xml">{text}</cbc:EmbeddedDocumentBinaryObject>'
            "</cac:Attachment></AttachedDocument>"
        )

    @mute_logger(IMPORT_LOGGER)
    def test_a_document_in_an_envelope_is_read(self):
        envelope = self._attached_document(b64encode(self.good).decode()).encode()
        self.assertEqual(self._drop("enveloppe.xml", envelope).amount_total, 72.0)
        for content in ("", "pas du base 64 !", b64encode(b"<a/>").decode()):
            self._check_told(self._drop("enveloppe.xml", self._attached_document(content).encode()))

    def test_what_does_not_end_is_not_parsed(self):
        entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        bomb = f'<!DOCTYPE x [<!ENTITY a "{"a" * 10}">{entities}]><x>&j;</x>'
        tree = parse_xml(bomb.encode())
        self.assertTrue(tree is None or len("".join(tree.itertext())) < 1000)
        self.assertIsNone(parse_xml(b"<a>" * 100_000))
        self.assertIsNone(parse_xml(b"<a>" + b"x" * received_files.MAX_XML_BYTES + b"</a>"))
        for junk in (b"", b"\x00" * 100, b"<", b"\xff\xfe<a/>", b'<?xml version="1.0" encoding="nothing"?><a/>', None):
            self.assertIsNone(parse_xml(junk))

    @mute_logger(IMPORT_LOGGER)
    def test_too_many_lines_are_told(self):
        start = self.good.index(b"<ram:IncludedSupplyChain")
        end = self.good.index(b"<ram:ApplicableHeaderTradeAgr")
        line = self.good[start:end]
        content = self.good[:start] + line * (received.MAX_LINES + 1) + self.good[end:]
        self._check_told(self._drop("facture.xml", content))

    @mute_logger(IMPORT_LOGGER)
    def test_values_that_are_none_are_told(self):
        date = self.good[self.good.index(b'<udt:DateTimeString format="102">') :][:41]
        for wrong, right in (
            (date[:-8] + b"20261345", date),
            (date[:-8] + b"demain00", date),
            (b">1e400<", b">60.00<"),
            (b">-<", b">60.00<"),
            (b">9999999999999999999.00<", b">60.00<"),
        ):
            content = self.good.replace(right, wrong)
            self.assertNotEqual(content, self.good)
            with self.subTest(wrong):
                self._check_told(self._drop("facture.xml", content))

    @mute_logger(IMPORT_LOGGER)
    def test_other_currencies_are_told(self):
        self.env.ref("base.GBP").active = False
        for currency in (b"USD", b"GBP", b"XXX", b"EURO", b"\xe2\x82\xac", b""):
            content = self.good.replace(b"CurrencyCode>EUR<", b"CurrencyCode>" + currency + b"<")
            bill = self._drop("facture.xml", content.replace(b'currencyID="EUR"', b'currencyID="' + currency + b'"'))
            self.assertEqual(bill.state, "draft")
            self.assertTrue(bill.einvoice_reading, currency)
            self.assertIn(currency.decode() or "devise", self._get_said(bill))
            self.assertEqual(bill.currency_id.name == currency.decode(), bool(bill.invoice_line_ids))

    @mute_logger(IMPORT_LOGGER)
    def test_a_supplier_that_nobody_can_name_is_asked_for(self):
        """An account alone names nobody who is not known: the bill is read, and its supplier is to be chosen."""
        content = self.good
        for word in (b"FR23552100554", b"552100554", b"Fournisseur SA", b"contact@atelier.example", b"02 40 00 00 00"):
            content = content.replace(word, b"")
        bill = self._drop("facture.xml", content)
        self.assertEqual(bill.state, "draft")
        self.assertTrue(bill.invoice_line_ids)
        self.assertIn("fournisseur", bill.einvoice_reading.lower())

    @mute_logger(IMPORT_LOGGER)
    def test_an_invoice_of_another_company_is_told(self):
        bill = self._drop("facture.xml", self.good.replace(b"33417522100012", b"").replace(b"334175221", b"732829320"))
        self.assertIn("732829320", bill.einvoice_reading)

    @mute_logger(IMPORT_LOGGER)
    def test_an_invoice_of_ours_is_told(self):
        bill = self._drop("facture.xml", self._mine())
        self.assertIn(self.company.partner_id.name, bill.einvoice_reading)

    @mute_logger(IMPORT_LOGGER)
    def test_a_new_account_of_a_known_supplier_is_told(self):
        first = self._drop("facture.xml", self.good)
        self.assertFalse(first.einvoice_reading)
        content = self.good.replace(b"FR7630006000011234567890189", b"FR1420041010050500013M02606")
        self.assertNotEqual(content, self.good)
        number = self.good[self.good.index(b"<ram:ID>F") :].partition(b"</ram:ID>")[0]
        second = self._drop("facture.xml", content.replace(number, number + b"9"))
        self.assertIn("FR1420041010050500013M02606", second.einvoice_reading.replace(" ", ""))
        second.partner_id.bank_ids.sudo().allow_out_payment = True
        third = self._drop("facture.xml", content.replace(number, number + b"8"))
        self.assertFalse(third.einvoice_reading)

    # === PDF === #

    @mute_logger(IMPORT_LOGGER)
    def test_a_pdf_is_read_and_stands_beside_the_bill(self):
        for nested in (False, True):
            bill = self._drop("facture.pdf", write_pdf(("factur-x.xml", self.good), nested=nested))
            self.assertEqual(bill.amount_total, 72.0)
            self.assertEqual(bill.message_main_attachment_id.mimetype, "application/pdf")

    @mute_logger(IMPORT_LOGGER)
    def test_names_of_files_reach_nothing(self):
        for name in ("../../etc/passwd.xml", "C:\\factur-x.xml", "a" * 5000 + ".xml", "\x00\n.xml", "", None):
            with self.subTest(name):
                bill = self._drop("facture.pdf", write_pdf((name, self.good)))
                self.assertEqual((bill.state, bill.amount_total), ("draft", 72.0))
        self.assertEqual(clean_name("../../etc/passwd"), "passwd")
        self.assertEqual(clean_name(b"C:\\x\\factur-x.xml"), "factur-x.xml")
        self.assertEqual(clean_name("..."), "file")

    @mute_logger(IMPORT_LOGGER)
    def test_of_several_invoices_the_one_of_the_standard_is_read_and_it_is_told(self):
        other = self.good.replace(b">72.00<", b">99.00<")
        bill = self._drop("facture.pdf", write_pdf(("autre.xml", other), ("factur-x.xml", self.good)))
        self.assertEqual(bill.amount_total, 72.0)
        self.assertIn("autre.xml", bill.einvoice_reading)
        for names in (("a.xml", "b.xml"), ("factur-x.xml", "xrechnung.xml")):
            bill = self._drop("facture.pdf", write_pdf((names[0], other), (names[1], self.good)))
            self._check_told(bill)
            self.assertIn(names[1], bill.einvoice_reading)
        # The same one twice is one.
        bill = self._drop("facture.pdf", write_pdf(("a.xml", self.good), ("b.xml", self.good)))
        self.assertEqual(bill.amount_total, 72.0)
        self.assertNotIn("b.xml", bill.einvoice_reading)

    def test_files_that_inflate_are_left(self):
        bomb = write_pdf(("factur-x.xml", b"\0" * (received_files.MAX_XML_BYTES + 10)))
        self.assertLess(len(bomb), 200_000)
        self.assertEqual(extract_files(bomb), [])
        many = write_pdf(*((f"{number}.xml", self.good) for number in range(60)))
        self.assertEqual(len(extract_files(many)), received_files.MAX_EMBEDDED_FILES)

    @mute_logger(IMPORT_LOGGER)
    def test_a_pdf_in_a_pdf_is_not_opened(self):
        inner = write_pdf(("factur-x.xml", self.good))
        self._check_told(self._drop("facture.pdf", write_pdf(("factur-x.pdf", inner))))

    @mute_logger(IMPORT_LOGGER, "odoo.tools.pdf", "PyPDF2._reader", "pypdf._reader")
    def test_broken_files_are_kept_and_told(self):
        """Cut short, or with bytes changed at random: the PDF stays beside an empty draft, or is read right."""
        whole = write_pdf(("factur-x.xml", self.good), ("programme.pdf", b"%PDF-1.4"))
        random = Random(20)
        broken = [whole[: len(whole) * part // 7] for part in range(1, 7)]
        for _number in range(12):
            content = bytearray(whole)
            for _change in range(8):
                content[random.randrange(10, len(content))] = random.randrange(256)
            broken.append(bytes(content))
        for content in broken:
            bill = self._drop("facture.pdf", content)
            self.assertEqual(bill.state, "draft")
            self.assertTrue(bill.einvoice_reading or bill.amount_total == 72.0)
            self.assertNotIn("Traceback", self._get_said(bill))

    @mute_logger(IMPORT_LOGGER)
    def test_changed_xml_is_read_or_told(self):
        """A value, or a whole node, changed at random: never an error, never a bill that is posted."""
        random = Random(21)
        pieces = self.good.split(b"<")
        for _number in range(25):
            changed = list(pieces)
            for _change in range(2):
                index = random.randrange(8, len(changed))
                tag, closed, text = changed[index].partition(b">")
                changed[index] = (
                    tag + closed + random.choice([b"", b"x" * 300, b"-1", b"NaN", b"\xc3\xa9", b"0"]) + text[:0]
                )
            bill = self._drop("facture.xml", b"<".join(changed))
            self.assertEqual(bill.state, "draft")
            self.assertTrue(bill.einvoice_reading or bill.invoice_line_ids)

    # === BY MAIL === #

    @mute_logger(IMPORT_LOGGER, "odoo.addons.mail.models.mail_thread")
    def test_a_bill_comes_by_the_alias_of_the_purchase_journal(self):
        journal = self.company_data["default_journal_purchase"]
        domain = self.env["mail.alias.domain"].search([], limit=1)
        domain = domain or self.env["mail.alias.domain"].create({"name": "atelier.example"})
        journal.alias_id.write({"alias_name": "factures-recues", "alias_domain_id": domain.id})
        pdf = write_pdf(("factur-x.xml", self.good))
        text = (
            "From: compta@fournisseur.example\nTo: factures-recues@" + domain.name + "\nSubject: Facture\n"
            "Message-ID: <un@fournisseur.example>\nMIME-Version: 1.0\n"
            'Content-Type: multipart/mixed; boundary="bord"\n\n--bord\nContent-Type: text/plain\n\nBonjour\n--bord\n'
            'Content-Type: application/pdf; name="facture.pdf"\nContent-Transfer-Encoding: base64\n'
            'Content-Disposition: attachment; filename="facture.pdf"\n\n' + b64encode(pdf).decode() + "\n--bord--\n"
        )
        move = self.env["account.move"].browse(self.env["mail.thread"].message_process("account.move", text))
        self.assertEqual((move.move_type, move.state, move.amount_total), ("in_invoice", "draft", 72.0))
        self.assertEqual((move.einvoice_lifecycle, move.einvoice_reading), ("received", False))
        self.assertEqual(move.partner_id.name, "Fournisseur SA")
        self.assertEqual(move.message_main_attachment_id.name, "facture.pdf")

    # === ODOO'S OWN FILES === #

    def _get_odoo_files(self):
        for module in ODOO_FILES:
            if path := get_module_path(module, display_warning=False):
                yield from sorted(Path(path, "tests").rglob("*.xml"))

    @mute_logger(IMPORT_LOGGER, "odoo.tools.translate")
    def test_the_files_that_odoo_tests_with_are_read_or_told(self):
        files = list(self._get_odoo_files())
        if not files:
            self.skipTest("this Odoo comes without its tests")
        read = []
        for path in files:
            with self.subTest(path.name):
                # Where Odoo's tests expect any value, its files say so.
                bill = self._drop(path.name, path.read_bytes().replace(b"___ignore___", b"2026-01-15"))
                self.assertEqual(bill.state, "draft")
                self.assertTrue(bill.einvoice_reading or bill.invoice_line_ids)
                self.assertNotIn("Traceback", self._get_said(bill))
                if bill.invoice_line_ids:
                    read.append(path.name)
        self.assertGreater(len(read), len(files) // 2, f"read: {read}")
