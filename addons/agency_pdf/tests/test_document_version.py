"""« Modifier puis générer »: what was edited is what is printed from then on."""

from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_gestures import GesturesCommon


@tagged("post_install", "-at_install")
class TestDocumentVersion(GesturesCommon):
    def _edit(self, record, **values):
        action = self._choose(record, **values).action_edit()
        return self.env["agency.document.version"].with_user(self.user).browse(action["res_id"])

    def _print(self, record):
        return self._read(self._open(self._choose(record).action_open()))

    def test_document_is_filled_in_and_printed_as_edited(self):
        version = self._edit(self.quote)
        self.assertIn("Imprimerie du Parc", version.body)
        version.body = version.body.replace("Imprimerie du Parc", "Imprimerie du Grand Parc")
        for _time in range(2):
            text = self._print(self.quote)
            self.assertIn("Imprimerie du Grand Parc", text)
            self.assertIn(self.quote.name, text)
        self.assertEqual(version.write_uid, self.user)
        self.assertEqual(self.quote.document_version_ids, version)

    def test_document_opened_and_left_follows_its_record(self):
        version = self._edit(self.quote)
        self.quote.subject = "Refonte du site"
        self.assertIn("Refonte du site", self._print(self.quote))
        again = self._edit(self.quote)
        self.assertEqual(again, version)
        self.assertIn("Refonte du site", again.body)

    def test_change_of_the_record_is_told(self):
        version = self._edit(self.quote)
        version.body = version.body + Markup("<p>Merci</p>")
        self.assertFalse(version.is_outdated)
        self.quote.order_line[:1].price_unit += 100
        version.invalidate_recordset()
        self.assertTrue(version.is_outdated)

    def test_back_to_the_automatic_document(self):
        version = self._edit(self.quote)
        version.body = Markup("<p>Tout autre chose</p>")
        self.assertIn("Tout autre chose", self._print(self.quote))
        version.action_restore()
        self.assertNotIn("Tout autre chose", self._print(self.quote))
        self.assertEqual(self.quote.document_version_ids, version)

    def test_mail_carries_the_edited_document(self):
        version = self._edit(self.quote)
        version.body = Markup("<p>Tout autre chose</p>")
        action = self.quote.action_mail_documents()
        composer = self.env["mail.compose.message"].with_user(self.user).with_context(**action["context"]).create({})
        self.assertIn("Tout autre chose", self._read(composer.attachment_ids.raw))

    def test_posted_invoice_is_not_edited(self):
        invoice = self._posted_invoice()
        with self.assertRaises(UserError):
            self._edit(invoice)

    def test_invoice_edited_as_a_draft_says_its_data_once_posted(self):
        invoice = self._posted_invoice()
        invoice.sudo().button_draft()
        version = self._edit(invoice)
        version.body = Markup("<p>Tout autre chose</p>")
        self.assertIn("Tout autre chose", self._print(invoice))
        invoice.action_post()
        self.assertNotIn("Tout autre chose", self._print(invoice))
        with self.assertRaises(UserError):
            version.body = Markup("<p>Encore autre chose</p>")

    def test_edited_document_reaches_no_script_nor_file(self):
        version = self._edit(self.quote)
        version.body = '<p onclick="alert(1)">Bonjour<script>alert(2)</script><img src="file:///etc/passwd"/></p>'
        self.assertNotIn("script", version.body)
        self.assertNotIn("onclick", version.body)
        with self.assertLogs("odoo.addons.agency_pdf.engine", level="WARNING"):
            self.assertNotIn("root:", self._print(self.quote))
