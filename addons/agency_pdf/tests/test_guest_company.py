"""A company beside an agency that has no chart of accounts, as a new one has none."""

from base64 import b64encode

from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestGuestCompany(AgencyPdfCommon):
    def test_its_contacts_open_and_are_copied(self):
        """Odoo looks there for the documents of invoices that nobody makes; ours ask whose invoice it is."""
        root = self.env(user=self.env.ref("base.user_root"))
        shop = root["res.company"].create({"name": "Boutique", "is_agency": False})
        seller = new_test_user(
            root,
            login="seller",
            groups="base.group_partner_manager,account.group_account_invoice",
            company_id=shop.id,
            company_ids=shop.ids,
        )
        contacts = self.env["res.partner"].with_user(seller).with_context(allowed_company_ids=shop.ids)
        with Form(contacts) as form:
            form.name = "Cliente"
        contact = form.record
        contact.invalidate_recordset()
        reports = contact.available_invoice_template_pdf_report_ids
        self.assertIn(self.env.ref("account.account_invoices"), reports)
        self.assertNotIn(self.env.ref("agency_pdf.report_invoice"), reports)
        self.assertEqual(contact.copy().name, "Cliente (copy)")

    def test_its_logo_is_any_picture(self):
        """Only an agency's documents have no use for a drawing."""
        drawing = b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>')
        shop = self.env["res.company"].sudo().create({"name": "Boutique", "is_agency": False})
        shop.has_agency_documents = False
        shop.logo = drawing
        with self.assertRaisesRegex(ValidationError, "PNG"):
            self.company.sudo().logo = drawing
