"""Documents: folders, roles, retention."""

from unittest.mock import patch

from odoo import fields, http
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import config

from .test_gestures import GesturesCommon


@tagged("post_install", "-at_install")
class TestDocuments(GesturesCommon):
    def _document(self, folder, **values):
        return self.env["agency.document"].create(
            {"name": "plaquette.pdf", "raw": b"%PDF-1.4 plaquette", "folder_id": folder.id, **values}
        )

    def _set_back(self, document, days):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE agency_document SET create_date = %s WHERE id = %s",
            (fields.Datetime.subtract(fields.Datetime.now(), days=days), document.id),
        )
        document.invalidate_recordset()

    def test_folders_of_the_manual_are_there(self):
        folders = self.env["agency.document.folder"].with_context(lang="fr_FR").search([])
        self.assertEqual(folders.mapped("name")[:3], ["1 pour proposition", "devis", "factures"])

    # Odoo embeds nothing in a PDF while it runs tests.
    @patch.dict(config.options, test_enable=False)
    def test_documents_are_kept_in_their_folder(self):
        self.customer.invoice_edi_format = "facturx"
        self._choose(self.quote).action_save()
        (self._posted_invoice() + self._posted_invoice()).action_save_documents()
        documents = self.env["agency.document"].search([], order="id desc", limit=3)
        folders = [
            self.env.ref(f"agency_documents.document_folder_{name}") for name in ("invoices", "invoices", "quotes")
        ]
        self.assertEqual([document.folder_id for document in documents], folders)
        self.assertEqual(documents[2].name, f"Devis {self.quote.name}.pdf")
        self.assertIn("factur-x.xml", self._embedded(documents[0].raw))

    def test_a_file_renamed_keeps_its_extension_and_a_name_that_mails_carry(self):
        """D49: Windows opened none of them any more, and a mail broke at the line break."""
        folder = self.env.ref("agency_documents.document_folder_quotes")
        document = self._document(folder)
        for typed, kept in (
            ("Plaquette 2027", "Plaquette 2027.pdf"),
            ("Plaquette 2027.PDF", "Plaquette 2027.PDF"),
            ("devis 12/2027\nfinal", "devis 12-2027 final.PDF"),
            ("a" * 300, "a" * 116 + ".PDF"),
            ("v1.2", "v1.2.PDF"),
        ):
            document.with_user(self.user).name = typed
            self.assertEqual(document.name, kept)
        document.write({"name": "photo.png", "raw": b"\x89PNG"})
        self.assertEqual(document.name, "photo.png")
        self.assertEqual(self._document(folder, name="a/b\nc.pdf").name, "b c.pdf")

    def test_roles_of_a_folder(self):
        managers = self.env.ref("agency_crm.group_agency_manager")
        secret = self.env["agency.document.folder"].create({"name": "Direction", "group_ids": managers.ids})
        kept = self._document(secret)
        read_only = self.env["agency.document.folder"].create({"name": "Modèles", "write_group_ids": managers.ids})
        shown = self._document(read_only)
        as_user = self.env(user=self.user)
        self.assertNotIn(kept.id, as_user["agency.document"].search([]).ids)
        for record in (kept, kept.ir_attachment_id):
            with self.assertRaises(AccessError):
                record.with_user(self.user).read(["name"])
        self.assertEqual(shown.with_user(self.user).name, "plaquette.pdf")
        with self.assertRaises(AccessError):
            shown.with_user(self.user).name = "autre.pdf"
        with self.assertRaises(AccessError):
            self.env["agency.document"].with_user(self.user).create(
                {"name": "x", "raw": b"x", "folder_id": read_only.id}
            )
        with self.assertRaises(AccessError):
            kept.with_user(self.user).copy_to_composer()

    def test_folder_purges_itself_and_nothing_else(self):
        folder = self.env.ref("agency_documents.document_folder_invoices")
        invoice = self._posted_invoice()
        invoice.action_save_documents()
        old = self.env["agency.document"].search([("source_name", "=", invoice.display_name)])
        in_mail = self.env["ir.attachment"].browse(old.copy_to_composer()[0]["id"])
        kept = self._document(self.env.ref("agency_documents.document_folder_proposal"))
        recent = self._document(folder)
        for document in (old, kept):
            self._set_back(document, folder.retention_days + 2)  # days begin at another hour here than in UTC
        self.assertLess(old.purge_date, fields.Date.context_today(self.env.user))
        issued = invoice.invoice_pdf_report_id
        with self.enter_registry_test_mode():
            self.env.ref("agency_documents.ir_cron_purge_documents").sudo().method_direct_trigger()
        self.assertFalse(old.exists())
        for survivor in (kept, recent, issued, in_mail):
            self.assertTrue(survivor.exists())
            self.assertTrue(survivor.raw)

    def test_name_of_a_file_is_only_a_name(self):
        folder = self.env.ref("agency_documents.document_folder_proposal")
        self.assertEqual(self._document(folder, name="../../etc/passwd").name, "passwd")
        self.assertEqual(self._document(folder, name="C:\\temp\\a.pdf").name, "a.pdf")

    def test_nothing_else_of_a_file_is_proposed(self):
        """No file is published or pointed elsewhere: not by defaults that users set for themselves either."""
        folder = self.env.ref("agency_documents.document_folder_quotes")
        proposed = {
            "public": True,
            "url": "/web/assets/of-a-user.js",
            "access_token": "known",
            "res_field": "raw",
            "original_id": self._document(folder).ir_attachment_id.id,
            "description": "Mine",
        }
        for model in ("agency.document", "ir.attachment"):
            for name, value in {**proposed, "source_name": "A quote"}.items():
                if name in self.env[model]._fields:
                    self.env["ir.default"].with_user(self.user).set(model, name, value, user_id=True)
        document = self.env["agency.document"].with_user(self.user)
        document = document.create({"name": "plaquette.pdf", "raw": b"%PDF-1.4", "folder_id": folder.id})
        for name in proposed.keys() - {"description"}:
            self.assertFalse(document.sudo().ir_attachment_id[name], name)
        self.assertFalse(document.source_name)
        self.assertEqual(document.description, "Mine")
        self.assertEqual(document.sudo().ir_attachment_id.res_id, document.id)

    def test_retention_is_a_number_of_days(self):
        with self.assertRaises(ValidationError):
            self.env.ref("agency_documents.document_folder_quotes").retention_days = -1

    def test_folder_with_files_is_not_deleted(self):
        folder = self.env["agency.document.folder"].create({"name": "Presse"})
        document = self._document(folder)
        with self.assertRaisesRegex(ValidationError, "Presse"):
            folder.unlink()
        attachment = document.ir_attachment_id
        document.unlink()
        self.assertFalse(attachment.exists())
        folder.unlink()


@tagged("post_install", "-at_install")
class TestUpload(HttpCase, GesturesCommon):
    def test_files_are_dropped_in_a_folder(self):
        self.user.password = "lucas.gestures"
        self.authenticate(self.user.login, "lucas.gestures")
        folder = self.env.ref("agency_documents.document_folder_proposal")
        files = [("ufile", ("plaquette.pdf", b"%PDF-1.4", "application/pdf")), ("ufile", ("note.txt", b"bonjour"))]
        answer = self._post(folder, files)
        self.assertIn("success", answer)
        self.assertEqual(
            self.env["agency.document"]
            .search([("folder_id", "=", folder.id)], order="id desc", limit=2)
            .mapped("name"),
            ["note.txt", "plaquette.pdf"],
        )

    def test_refusal_is_told(self):
        managers = self.env.ref("agency_crm.group_agency_manager")
        folder = self.env["agency.document.folder"].create(
            {"name": "Direction", "write_group_ids": [Command.set(managers.ids)]}
        )
        self.user.password = "lucas.gestures"
        self.authenticate(self.user.login, "lucas.gestures")
        answer = self._post(folder, [("ufile", ("plaquette.pdf", b"%PDF-1.4"))])
        self.assertIn("error", answer)
        self.assertFalse(folder.document_ids)

    def _post(self, folder, files):
        data = {"folder_id": str(folder.id), "csrf_token": http.Request.csrf_token(self)}
        return self.url_open("/agency_documents/documents/upload", data=data, files=files).json()
