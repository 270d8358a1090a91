"""What was edited by hand and what was signed are one document, in either order."""

from base64 import b64decode

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.agency_pdf.tests.test_signature import SignatureCommon


@tagged("post_install", "-at_install")
class TestSignedEdits(SignatureCommon):
    def test_edited_then_signed_is_one_document_and_all_that_is_mailed(self):
        report = self.env.ref("agency_pdf.report_quote")
        version = self.env["agency.document.version"]._edit(self.quote, report)
        version.body = version.body + "<p>Clause particulière de confidentialité</p>"
        known = self.env["ir.attachment"].search([])
        self._sign()
        content = b64decode(self.quote.signed_document_id.file)
        text = self._read(content)
        self.assertIn("Clause particulière de confidentialité", text)
        # Signed in its box, wherever the clause was added.
        self.assertIn("Claire Dupont,", text)
        mailed = self.quote.message_ids.attachment_ids - known
        self.assertTrue(mailed)
        for attachment in mailed.filtered(lambda a: a.mimetype == "application/pdf"):
            self.assertEqual(attachment.raw, content, attachment.name)
        self.assertEqual(self._print(self.quote), content)

    def test_signed_then_edited_is_refused(self):
        self._sign()
        report = self.env.ref("agency_pdf.report_quote")
        with self.assertRaisesRegex(UserError, "Claire Dupont"):
            self.env["agency.document.version"]._edit(self.quote, report)
        self.quote.action_ask_new_signature()
        self.assertTrue(self.env["agency.document.version"]._edit(self.quote, report))

    def test_a_template_is_not_shown_with_what_was_signed(self):
        """« Aperçu » of a template: a signed quote is served as it was signed, and shows no template."""
        template = self.env["agency.document.template"].create({"name": "Devis court", "kind": "quote"})
        another = self.quote.copy()
        self.quote.copy()
        self.assertNotIn(self.quote.name, template.action_preview()["url"])
        self.quote = self.env["sale.order"].search([("company_id", "=", self.company.id)], order="id desc", limit=1)
        self._sign()
        url = template.action_preview()["url"]
        self.assertIn(another.name, url)
        self.assertNotIn(self.quote.name, url)

    def test_version_that_was_open_is_not_changed_after_the_signature(self):
        version = self.env["agency.document.version"]._edit(self.quote, self.env.ref("agency_pdf.report_quote"))
        self._sign()
        with self.assertRaises(UserError):
            version.body = "<p>Autre chose</p>"
