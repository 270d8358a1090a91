from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.migration import load_script
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, file_path

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon

from ..const import PRINTABLE_FIELDS


@tagged("-at_install", "post_install")
class TestGuardedDocuments(AgencyPdfCommon):
    """What templates may print, whose reports they are, and whom an edited document is of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.report = cls.env.ref("agency_pdf.report_quote")
        cls.manager = new_test_user(
            cls.env,
            "guarded_manager",
            groups="agency_crm.group_agency_manager",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )
        cls.template = (
            cls.env["agency.document.template"].with_user(cls.manager).create({"name": "Court", "kind": "quote"})
        )

    def _set(self, record, **values):
        """Write by SQL, as a version of the add-on without the wall may have left it."""
        record.flush_recordset()
        for name, value in values.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(name),
                    value,
                    record.id,
                )
            )
        record.invalidate_recordset()

    def test_a_template_older_than_the_list_prints_nothing_else(self):
        for path in ("message_ids.body", "access_token", "user_id.login", "order_line.product_id.standard_price"):
            self._set(self.template, body=f"<p>a</p><p>{{{{ object.{path} }}}}</p>")
            with self.subTest(path=path), self.assertRaises(UserError) as error:
                self.env["ir.actions.report"]._render_qweb_html(
                    self.template.report_id.sudo().report_name, self.quote.ids
                )
            self.assertIn(f"object.{path}", str(error.exception))
            self.assertIn("2", str(error.exception))

    def test_a_template_prints_what_an_administrator_added(self):
        self.env["ir.model.fields"].create(
            {
                "name": "x_site",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "ttype": "char",
                "field_description": "Site",
            }
        )
        self.template.body = "<p>{{ object.x_site }}</p>"

    def test_each_field_that_may_be_printed_is_there_and_is_text(self):
        """A name that Odoo renames would silently be refused to everybody."""
        # Of the add-on for Chorus Pro, which may not be there.
        foreign = {"buyer_reference", "purchase_order_reference", "contract_reference"}
        templates = self.env["agency.document.template"]
        for model in PRINTABLE_FIELDS:
            for name in templates._get_printable_fields(model) - foreign:
                field = self.env[model]._fields.get(name)
                with self.subTest(model=model, field=name):
                    self.assertTrue(field)
                    self.assertNotIn(field.type, ("binary", "json", "properties", "reference"))
                    if field.relational:
                        self.assertTrue(templates._get_printable_fields(field.comodel_name), field.comodel_name)

    def test_a_template_touches_no_report_but_its_own(self):
        own = self.template.report_id
        name = self.report.name
        self._set(self.template, report_id=self.report.id)
        self.template.name = "Vol"
        self.assertEqual(self.report.name, name)
        self.template.unlink()
        self.assertTrue(self.report.exists())
        self.assertTrue(own.exists())

    def test_an_edited_document_is_of_the_company_of_its_record(self):
        versions = self.env["agency.document.version"]
        version = versions._edit(self.quote, self.report)
        self.assertEqual(version.company_id, self.quote.company_id)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        lone = self.env["sale.order"].create({"partner_id": self.customer.id})
        version = versions._edit(lone, self.report)
        lone.company_id = other
        self.assertEqual(version.company_id, other)

    def test_an_upgrade_brings_edited_documents_home(self):
        """One that somebody wrote whom the company of its record does not know is printed no more."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env, "guarded_forger", groups="base.group_user", company_id=other.id, company_ids=other.ids
        )
        forged = self.env["agency.document.version"]._edit(self.quote, self.report)
        own = self.env["agency.document.version"]._edit(self._create_quote(), self.report)
        self._set(forged, company_id=other.id, create_uid=stranger.id, write_uid=stranger.id)
        self._set(own, company_id=other.id, write_uid=self.manager.id)
        path = file_path("agency_pdf/migrations/19.0.1.2.0/post-migrate.py")
        load_script(path, "agency_pdf_post_migrate").migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual((forged + own).company_id, self.company)
        self.assertEqual((forged + own).mapped("active"), [False, True])

    def test_a_document_is_not_edited_by_who_may_not_write_its_record(self):
        reader = new_test_user(
            self.env,
            "guarded_reader",
            groups="account.group_account_readonly,agency_crm.group_agency_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        invoice = self._create_invoice_of(self.quote)
        rule = {"model_id": self.env["ir.model"]._get_id("account.move"), "name": "Closed", "perm_read": False}
        self.env["ir.rule"].create({**rule, "domain_force": [("id", "!=", invoice.id)]})
        versions = self.env["agency.document.version"].with_user(reader)
        report = self.env.ref("agency_pdf.report_invoice")
        with self.assertRaises(AccessError):
            versions._edit(invoice.with_user(reader), report.with_user(reader))
        version = self.env["agency.document.version"].sudo()._edit(invoice.sudo(), report)
        with self.assertRaises(AccessError):
            version.with_user(reader).body = "<p>IBAN</p>"

    def _create_invoice_of(self, quote):
        quote.action_confirm()
        return quote._create_invoices()

    def test_a_report_of_other_records_edits_nothing(self):
        with self.assertRaises(ValidationError):
            self.env["agency.document.version"]._by_rules().create(
                {
                    "report_id": self.env.ref("agency_pdf.report_invoice").id,
                    "order_id": self.quote.id,
                    "body": "<p>x</p>",
                }
            )

    def test_a_copy_of_a_document_is_a_file_of_its_own(self):
        folder = self.env.ref("agency_documents.document_folder_proposal")
        documents = self.env["agency.document"].with_user(self.manager)
        document = documents.create({"name": "a.txt", "raw": b"Contenu", "folder_id": folder.id})
        document.sudo().ir_attachment_id.public = True
        document.sudo().ir_attachment_id.generate_access_token()
        copy = document.copy()
        self.assertEqual((copy.name, copy.raw, copy.folder_id), ("a.txt", b"Contenu", folder))
        self.assertNotEqual(copy.ir_attachment_id, document.ir_attachment_id)
        self.assertFalse(copy.sudo().public)
        self.assertFalse(copy.sudo().access_token)
        self.assertEqual((copy.res_model, copy.res_id), (document._name, copy.id))
