"""« Modifier puis générer »: what was edited is what is printed from then on."""

from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.agency_pdf.tests.test_signature import SIGNATURE

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
        # Not asked for, then refused: taken out of the text.
        report = self.env.ref("agency_pdf.report_quote")
        html = report._render_qweb_html(report.report_name, self.quote.ids)[0].decode()
        self.assertIn("Bonjour", html)
        self.assertNotIn("/etc/passwd", html)
        self.assertNotIn("root:", self._print(self.quote))

    def test_edit_keeps_words_and_never_figures(self):
        version = self._edit(self.quote)
        line = self.quote.order_line.filtered(lambda line: not line.display_type)[:1]
        title = line.name.partition("\n")[0]
        version.body = version.body.replace(title, "Nos mots à nous") + Markup("<p>Merci à vous</p>")
        line.product_uom_qty *= 10
        text = self._print(self.quote)
        self.assertIn("Nos mots à nous", text)
        self.assertIn("Merci à vous", text)
        for amount in (line.price_subtotal, self.quote.amount_untaxed, self.quote.amount_total):
            self.assertIn(self._flat(self.quote._pdf_amount(amount)), self._flat(text))
        self.assertTrue(version.is_outdated)

    def test_figure_typed_by_hand_is_not_printed(self):
        version = self._edit(self.quote)
        amount = self.quote.with_context(lang="fr_FR")._pdf_amount(self.quote.amount_total)
        typed = amount.replace("\N{NO-BREAK SPACE}", "&nbsp;")
        self.assertIn(typed, version.body)
        version.body = version.body.replace(Markup(typed), Markup("1,00&nbsp;€"))  # noqa: S704 - an amount
        self.assertIn(self._flat(amount), self._flat(self._print(self.quote)))

    def test_lines_added_and_taken_out_since_the_edit_are_those_printed(self):
        version = self._edit(self.quote)
        version.body = version.body + Markup("<p>Merci à vous</p>")
        line = self.quote.order_line.filtered(lambda line: not line.display_type)[:1]
        gone = line.name.partition("\n")[0]
        line.copy({"name": "Une ligne de plus", "order_id": self.quote.id})
        line.unlink()
        text = self._print(self.quote)
        self.assertIn("Une ligne de plus", text)
        self.assertNotIn(gone, text)

    def test_words_that_the_record_changed_since_are_the_records(self):
        version = self._edit(self.quote)
        self.assertIn("said_", version.body)
        version.body = version.body + Markup("<p>Merci à vous</p>")
        line = self.quote.order_line.filtered(lambda line: not line.display_type)[:1]
        line.name = "Un autre travail"
        self.quote.partner_id.street = "9 rue Neuve"
        text = self._print(self.quote)
        self.assertIn("Un autre travail", text)
        self.assertIn("9 rue Neuve", text)

    def test_document_signed_after_its_edit_bears_the_signature(self):
        version = self._edit(self.quote)
        version.body = Markup("<p>Tout autre chose</p>")
        self.quote.sudo().write(
            {"signature": SIGNATURE, "signed_by": "Anne Martin", "signed_on": "2026-11-25 10:00:00"}
        )
        text = self._print(self.quote)
        self.assertIn("Tout autre chose", text)
        self.assertIn("Anne Martin", text)

    def test_quote_and_its_mail_tell_an_edit_of_before(self):
        version = self._edit(self.quote)
        version.body = version.body + Markup("<p>Merci</p>")
        self.assertFalse(self.quote.outdated_version_ids)
        self.quote.order_line[:1].price_unit += 100
        self.env.invalidate_all()
        self.assertEqual(self.quote.outdated_version_ids, version)
        composer = self._compose()
        self.assertEqual(composer.outdated_document_names, self.quote.name)
        self.quote.with_user(self.user).action_keep_edited_words()
        self.env.invalidate_all()
        self.assertFalse(self.quote.outdated_version_ids)
        self.assertFalse(self._compose().outdated_document_names)

    def test_edit_of_before_is_made_anew_from_the_quote(self):
        version = self._edit(self.quote)
        version.body = version.body + Markup("<p>Merci</p>")
        self.quote.order_line[:1].price_unit += 100
        self.env.invalidate_all()
        self.quote.with_user(self.user).action_restore_documents()
        self.assertFalse(version.active)
        self.assertFalse(self.quote.outdated_version_ids)

    def _compose(self):
        action = self.quote.with_user(self.user).action_mail_documents()
        return self.env["mail.compose.message"].with_user(self.user).with_context(**action["context"]).create({})

    @staticmethod
    def _flat(text):
        return "".join(text.split())
