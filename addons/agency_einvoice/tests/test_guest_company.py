"""A French company that is no agency sends and reads invoices as Odoo alone does."""

from lxml import etree

from odoo.tests import tagged

from odoo.addons.account_edi_ubl_cii.models.account_edi_common import AccountEdiCommon as OdooEdiCommon

from ..received import ReceivedFile
from .test_reception import ReceptionCommon


@tagged("-at_install", "post_install")
class TestGuestCompany(ReceptionCommon):
    def _become_a_shop(self):
        self.company.is_agency = False
        self.company.has_agency_documents = False

    def test_it_reads_as_odoo(self):
        """Neither a supplier nor a SIRET that Odoo would not have made, no tax of ours, nothing told."""
        self.assertTrue(self.company.partner_id._is_french())
        content = self._from_a_supplier(self._mine(), "503")
        self._become_a_shop()
        tree = etree.fromstring(content)
        builder = self.env["account.edi.xml.cii"]
        self.assertEqual(builder._get_import_document_amount_sign(tree), (None, None))
        self.assertNotIn("siren", builder._import_retrieve_partner_vals(tree, "SellerTradeParty"))
        bill = self._drop("facture.xml", content.replace(b">503<", b">380<"))
        self.assertTrue(bill.invoice_line_ids)
        self.assertFalse(bill.einvoice_reading)
        self.assertFalse(self.env["res.partner"].search([("company_registry", "=", "55210055400012")]))

    def test_what_is_no_invoice_is_left_to_odoo(self):
        content = self._from_a_supplier(self._mine())
        self._become_a_shop()
        calls = []

        def read(builder, invoice, file_data, new=False):
            calls.append(ReceivedFile(file_data["xml_tree"]).count_lines())

        self.patch(OdooEdiCommon, "_import_invoice_ubl_cii", read)
        self._drop("facture.xml", content.replace(b"EUR", b"XXX"))
        self.assertEqual(calls, [1])

    def test_its_bills_have_no_status_of_ours(self):
        bill = self._drop("facture.xml", self._from_a_supplier(self._mine()))
        self.assertEqual(bill.einvoice_lifecycle, "received")
        self._become_a_shop()
        self.assertFalse(bill.einvoice_lifecycle)
        other = self._drop("autre.xml", self._from_a_supplier(self._mine([(self.brochure, 1, 60)])))
        self.assertFalse(other.einvoice_lifecycle)
        self.company.is_agency = True
        self.assertEqual((bill + other).mapped("einvoice_lifecycle"), ["received", "received"])
        self.assertFalse(bill.message_ids.tracking_value_ids.filtered(lambda value: "lifecycle" in value.field_id.name))

    def test_its_taxes_have_odoos_categories(self):
        customer = self._customer("Kunde", "base.de", vat="DE136695976")
        supplier = self.company.partner_id
        builder = self.env["account.edi.xml.cii"]
        tax = self.tax_eu_service
        ours = builder._get_tax_category_code(customer, supplier, tax)
        self._become_a_shop()
        self.assertEqual(ours, "AE")
        self.assertEqual(builder._get_tax_category_code(customer, supplier, tax), "K")
        reason = builder._get_tax_exemption_reason(customer, supplier, tax)
        self.assertEqual(reason.get("tax_exemption_reason_code"), "VATEX-EU-IC")
