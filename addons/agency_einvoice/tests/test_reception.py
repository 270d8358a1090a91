import os
from pathlib import Path
from unittest import skipUnless

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.context_keys import from_code

from ..const import RECEIVED_INVOICE_CODES, RECEIVED_REFUND_CODES
from ..received import ReceivedFile
from .common import EinvoiceCommon

# Files made by others, beside the project: read from there, never copied.
RECEIVED = Path(os.environ.get("AGENCY_RECEIVED", "/work/shared/einvoice/received"))
IMPORT_LOGGER = "odoo.addons.account.models.account_document_import_mixin"


class ReceptionCommon(EinvoiceCommon):
    """Files dropped on the list of bills."""

    def _drop(self, name, content):
        """Drop a file on the list of bills, and return the bill that it makes."""
        attachment = self.env["ir.attachment"].create({"name": name, "raw": content})
        journal = self.company_data["default_journal_purchase"].with_env(self.env)
        action = journal.with_context(default_move_type="in_invoice").create_document_from_attachment(attachment.ids)
        return self.env["account.move"].browse(action["res_id"])

    def _mine(self, lines=None, **values):
        """Return the XML of an invoice of ours: what a French supplier sends."""
        invoice = self._move(lines or [(self.web, 1, 60)], **values)
        return self.env["account.edi.xml.cii"]._export_invoice(invoice)[0]

    def _from_a_supplier(self, content, code="380", siren=b"552100554"):
        """Return an invoice of ours as a supplier of another SIREN would send it to us."""
        for wrong, right in (
            (b"33417522100012", siren + b"00012"),
            (b"FR23334175221", b"FR23" + siren),
            (b"334175221", siren),
            (b"Atelier C3L", b"Fournisseur SA"),
            (b"FR83404833048", b"FR23334175221"),
            (b"40483304800022", b"33417522100012"),
            (b"404833048", b"334175221"),
            (b"Imprimerie du Parc", b"Atelier C3L"),
        ):
            content = content.replace(wrong, right)
        return content.replace(b"<ram:TypeCode>380<", f"<ram:TypeCode>{code}<".encode(), 1)


@tagged("-at_install", "post_install")
class TestReception(ReceptionCommon):
    """What suppliers send becomes a bill, or is said not to."""

    def test_each_type_is_an_invoice_or_a_credit_note(self):
        content = self._mine()
        for code in ("380", "384", "386", "389", "393", "501"):
            bill = self._drop(f"{code}.xml", self._from_a_supplier(content, code))
            self.assertEqual((bill.move_type, bill.amount_total), ("in_invoice", 72.0), code)
        for code in ("381", "261", "503", "396", "502"):
            bill = self._drop(f"{code}.xml", self._from_a_supplier(content, code))
            self.assertEqual((bill.move_type, bill.amount_total), ("in_refund", 72.0), code)
        self.assertFalse(RECEIVED_INVOICE_CODES & RECEIVED_REFUND_CODES)

    def test_every_type_of_the_standard_is_read(self):
        """UNTDID 1001, as EN 16931 takes it: 380, 381, 384, 386, 389, 503, 261 and the rest of the list."""
        builder = self.env["account.edi.xml.cii"].with_context(**from_code(agency_received_einvoice=True))
        tree = etree.fromstring(self._from_a_supplier(self._mine()))
        node = tree.find(".//{*}ExchangedDocument/{*}TypeCode")
        for codes, kind in ((RECEIVED_INVOICE_CODES, "invoice"), (RECEIVED_REFUND_CODES, "refund")):
            for node.text in sorted(codes):
                self.assertEqual(builder._get_import_document_amount_sign(tree), (kind, 1), node.text)
                self.assertIsNone(builder._get_unreadable_reason(ReceivedFile(tree)))
        for node.text in ("351", "130x", "310", "9999"):
            self.assertIn(node.text, builder._get_unreadable_reason(ReceivedFile(tree)))

    def test_services_are_taxed_as_services(self):
        bill = self._drop("facture.xml", self._from_a_supplier(self._mine()))
        self.assertEqual(bill.invoice_line_ids.tax_ids, self._chart_tax("tva_acq_encaissement"))
        bill = self._drop("biens.xml", self._from_a_supplier(self._mine([(self.brochure, 1, 60)])))
        self.assertEqual(bill.invoice_line_ids.tax_ids.tax_scope, "consu")

    def test_the_supplier_is_the_one_of_the_siren(self):
        named = self._customer("Fournisseur SA")
        ours = self._customer("Autre nom", company_registry="552 100 554 00013")
        bill = self._drop("facture.xml", self._from_a_supplier(self._mine()))
        self.assertEqual(bill.partner_id, ours)
        self.assertNotEqual(bill.partner_id, named)

    def test_a_supplier_that_is_new_keeps_its_siret(self):
        bill = self._drop("facture.xml", self._from_a_supplier(self._mine()))
        self.assertEqual(bill.partner_id.company_registry, "55210055400012")
        self.assertEqual(bill.partner_id.name, "Fournisseur SA")

    def test_the_supplier_is_the_one_of_the_account(self):
        supplier = self._customer("Banque Connue")
        self.env["res.partner.bank"].create({"acc_number": "FR1420041010050500013M02606", "partner_id": supplier.id})
        found = self.env["res.partner"]._find_einvoice_supplier(self.company, "", "", "FR1420041010050500013M02606")
        self.assertEqual(found, supplier)

    def test_a_double_is_told(self):
        content = self._from_a_supplier(self._mine())
        first, second = self._drop("un.xml", content), self._drop("deux.xml", content)
        self.assertFalse(first.einvoice_reading)
        self.assertIn(first.ref, second.einvoice_reading)

    def test_a_total_that_is_not_that_of_the_lines_is_told(self):
        content = self._from_a_supplier(self._mine()).replace(b">72.00</ram:GrandTotal", b">99.00</ram:GrandTotal")
        bill = self._drop("facture.xml", content)
        self.assertIn("99,00", bill.einvoice_reading)
        self.assertEqual(bill.state, "draft")

    def test_a_type_that_is_no_invoice_is_told(self):
        bill = self._drop("facture.xml", self._from_a_supplier(self._mine(), "351"))
        self.assertFalse(bill.invoice_line_ids)
        self.assertTrue(bill.einvoice_reading)
        self.assertIn("351", "".join(bill.message_ids.mapped("body")))

    def test_what_is_already_paid_is_told(self):
        content = self._from_a_supplier(self._mine())
        for due in (b"52.00", b"72.02"):
            bill = self._drop("facture.xml", content.replace(b">72.00</ram:DuePayable", b">%s</ram:DuePayable" % due))
            self.assertEqual(bill.amount_total, 72.0)
            self.assertIn(due.decode().replace(".", ","), bill.einvoice_reading)

    def test_a_bill_for_a_company_abroad_is_told(self):
        content = self._from_a_supplier(self._mine()).replace(b"33417522100012", b"")
        content = content.replace(b"FR23334175221", b"DE123456788").replace(b"334175221", b"")
        self.assertIn("DE123456788", self._drop("facture.xml", content).einvoice_reading)

    def test_a_number_of_another_register_is_no_vat_number(self):
        """A small business names its SIREN there, a German supplier its Steuernummer beside the VAT number."""
        content = self._from_a_supplier(self._mine())
        node = b'<ram:ID schemeID="VA">FR23552100554</ram:ID>'
        self.assertIn(node, content)
        bill = self._drop("un.xml", content.replace(node, b'<ram:ID schemeID="FC">552100554</ram:ID>'))
        self.assertEqual((bill.partner_id.company_registry, bill.partner_id.vat), ("55210055400012", False))
        other = b'<ram:ID schemeID="FC">201/113/40209</ram:ID>'
        start = content.index(b"<ram:SpecifiedTaxRegistration>")
        other = b"<ram:SpecifiedTaxRegistration>%s</ram:SpecifiedTaxRegistration>" % other
        party = ReceivedFile(etree.fromstring(content[:start] + other + content[start:]))
        self.assertEqual(party.get_tax_number("SellerTradeParty"), "FR23552100554")

    def test_encodings(self):
        """What opens in a browser is read: blanks before it, accents of Windows in a file that says it is UTF-8."""
        content = self._from_a_supplier(self._mine()).replace(b"Fournisseur SA", "Café du Théâtre".encode())
        text = content.decode().partition("?>")[2].strip()
        for written in (
            b"\n  " + content,
            b"\xef\xbb\xbf" + content,
            f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode("cp1252"),
            text.encode("cp1252"),
            f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("latin-1", "xmlcharrefreplace"),
            f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16"),
        ):
            bill = self._drop("facture.xml", written)
            self.assertEqual((bill.amount_total, bill.partner_id.name), (72.0, "Café du Théâtre"))

    @mute_logger(IMPORT_LOGGER)
    def test_what_is_not_read_says_why(self):
        good = self._from_a_supplier(self._mine())
        for name, content, why in (
            ("sans-type.xml", good.replace(b"<ram:TypeCode>380</ram:TypeCode>", b"", 1), "BT-3"),
            ("coupe.xml", good[: len(good) // 2], "damaged"),
            ("autre.xml", good.replace(b"CrossIndustryInvoice", b"CrossIndustryDocument"), "no invoice of a kind"),
            ("scan.pdf", b"%PDF-1.4 nothing to see", "carries no e-invoice"),
            ("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "no invoice that can be read"),
        ):
            bill = self._drop(name, content)
            self.assertFalse(bill.invoice_line_ids)
            self.assertIn(name, bill.einvoice_reading)
            self.assertIn(why, bill.einvoice_reading)

    def test_a_bill_is_received_approved_paid_or_refused(self):
        bill = self._drop("facture.xml", self._from_a_supplier(self._mine()))
        self.assertEqual(bill.einvoice_lifecycle, "received")
        bill.action_post()
        self.assertEqual(bill.einvoice_lifecycle, "approved")
        self._pay(bill)
        self.assertEqual(bill.einvoice_lifecycle, "paid")
        refused = self._drop("facture.xml", self._from_a_supplier(self._mine(), siren=b"732829320"))
        with self.assertRaises(UserError):
            refused.action_refuse_bill()
        self.assertEqual(refused.einvoice_lifecycle, "received")
        refused.einvoice_refusal_reason = "Prestation non commandée"
        refused.action_refuse_bill()
        self.assertEqual((refused.state, refused.einvoice_lifecycle), ("cancel", "refused"))

    # === FILES THAT ARE NOT INVOICES === #

    @mute_logger(IMPORT_LOGGER)
    def test_hostile_files_open_nothing_and_are_told(self):
        good = self._from_a_supplier(self._mine())
        head = b"<?xml version='1.0' encoding='UTF-8'?>"
        body = good[good.index(b"<rsm:") :]
        hosts = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        bomb = (
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
            + b"]>"
        )
        wrong = {
            "xxe": head + hosts + body.replace(b"Fournisseur SA", b"&e;"),
            "bomb": head + bomb + body.replace(b"Fournisseur SA", b"&j;"),
            "nan": good.replace(b">60.00<", b">NaN<"),
            "infinite": good.replace(b">60.00<", b">1e999<"),
            "words": good.replace(b">60.00<", b">soixante<"),
            "cut": good[: len(good) // 2],
            "empty": b"<?xml version='1.0'?><a/>",
            "no lines": good[: good.index(b"<ram:IncludedSupplyChain")]
            + good[good.index(b"<ram:ApplicableHeaderTradeAgr") :],
        }
        for name, content in wrong.items():
            with self.subTest(name):
                bill = self._drop(f"{name}.xml", content)
                self.assertEqual(bill.state, "draft")
                self.assertFalse(bill.invoice_line_ids)
                self.assertTrue(bill.einvoice_reading)
                said = bill.einvoice_reading + "".join(bill.message_ids.mapped("body"))
                self.assertNotIn("root:", said + (bill.partner_id.name or ""))
                self.assertNotIn("Traceback", said)

    @mute_logger(IMPORT_LOGGER)
    def test_a_pdf_without_an_invoice_is_kept_and_told(self):
        bill = self._drop("facture.pdf", b"%PDF-1.4 nothing to see")
        self.assertIn("facture.pdf", bill.einvoice_reading)
        self.assertTrue(
            self.env["ir.attachment"].search_count([("res_model", "=", "account.move"), ("res_id", "=", bill.id)])
        )


@tagged("-at_install", "post_install")
@skipUnless(RECEIVED.is_dir(), f"no samples in {RECEIVED}")
class TestReceivedSamples(ReceptionCommon):
    """Invoices that others made (ZUGFeRD/corpus): read right, or told."""

    # name: (kind of bill, total): without its tax where the rate is German
    SAMPLES = {
        "cii_gutschrift.xml": ("in_invoice", 473.0),
        "cii_rabatte.xml": ("in_invoice", 192.7),
        "cii_rechnungskorrektur.xml": ("in_refund", 7.67),
        "cii_teilrechnung_1.xml": ("in_invoice", 170.76),
        "de_en16931_einfach.pdf": ("in_invoice", 473.0),
        "fnfe_avoir_380_negatif_en16931.pdf": ("in_refund", 233.47),
        "fnfe_avoir_381_basic.pdf": ("in_refund", 233.47),
        "fnfe_facture_fr_en16931.pdf": ("in_invoice", 671.15),
        "fnfe_facture_ue_basic.pdf": ("in_invoice", 2076.76),
        "ubl_creditnote.xml": ("in_refund", 100.11),
        "ubl_innergemeinschaftlich.xml": ("in_invoice", 2000.0),
    }

    @mute_logger(IMPORT_LOGGER)
    def test_samples_are_read(self):
        for name, (kind, total) in self.SAMPLES.items():
            with self.subTest(name):
                bill = self._drop(name, (RECEIVED / name).read_bytes())
                self.assertEqual((bill.move_type, bill.amount_total), (kind, total))
                self.assertTrue(bill.partner_id and bill.ref)
                # A rate that is not French is for a person to choose: the bill says so.
                if not all(line.tax_ids for line in bill.invoice_line_ids):
                    self.assertGreaterEqual(len(bill.einvoice_reading.splitlines()), 2)

    @mute_logger(IMPORT_LOGGER)
    def test_a_minimum_invoice_says_that_it_has_no_lines(self):
        name = "fnfe_facture_fr_minimum.pdf"
        bill = self._drop(name, (RECEIVED / name).read_bytes())
        self.assertFalse(bill.invoice_line_ids)
        self.assertTrue(bill.einvoice_reading)
