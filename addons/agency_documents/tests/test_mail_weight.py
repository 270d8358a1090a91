"""What a mail weighs, and what becomes of one too heavy to arrive."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_gestures import GesturesCommon


@tagged("post_install", "-at_install")
class TestWeight(GesturesCommon):
    def _composer_with(self, size):
        action = self.quote.action_mail_documents()
        composer = self.env["mail.compose.message"].with_user(self.user).with_context(**action["context"]).create({})
        heavy = (
            self.env["ir.attachment"]
            .with_user(self.user)
            .create({"name": "film.mp4", "raw": b"x" * size, "res_model": "mail.compose.message", "res_id": 0})
        )
        composer.attachment_ids += heavy
        return composer, heavy

    def test_weight_is_that_of_the_mail_as_sent(self):
        composer, heavy = self._composer_with(3 * 1024 * 1024)
        self.assertFalse(composer.is_mail_too_heavy)
        self.assertGreater(composer.mail_weight, 4 * 1024 * 1024)
        with self.mail_server() as received:
            composer._action_send_mail()
        (mail,) = self._sent_to(self.contact, received)
        self.assertAlmostEqual(len(mail.content) / composer.mail_weight, 1, delta=0.05)

    def test_heavy_mail_does_not_leave_as_it_is(self):
        composer, heavy = self._composer_with(30 * 1024 * 1024)
        self.assertTrue(composer.is_mail_too_heavy)
        self.assertIn("film.mp4", composer.heavy_names)
        with self.mail_server() as received, self.assertRaisesRegex(UserError, "film.mp4"):
            composer._action_send_mail()
        self.assertFalse(received)
        self.assertEqual(self.quote.quote_status, "draft")

    def test_who_has_no_box_to_tick_sends_as_in_odoo(self):
        """Odoo's own screens do not ask: it links what records keep, and sends the rest."""
        composer, _heavy = self._composer_with(30 * 1024 * 1024)
        self.quote.company_id.sudo().is_agency = False
        self.assertFalse(composer.env["base"]._has_agency_views())
        heavy, body = composer._link_heavy_attachments()
        self.assertFalse(heavy)
        self.assertEqual(body, composer.body)

    def test_heavy_file_leaves_as_a_link(self):
        composer, heavy = self._composer_with(30 * 1024 * 1024)
        composer.is_heavy_linked = True
        with self.mail_server() as received:
            composer._action_send_mail()
        (mail,) = self._sent_to(self.contact, received)
        self.assertLess(len(mail.content), 1024 * 1024)
        self.assertIn(heavy.sudo().access_token, self._parse(mail).get_body(("html",)).get_content())
        self.assertEqual((heavy.res_model, heavy.res_id), ("sale.order", self.quote.id))
        self.assertEqual(self.quote.quote_status, "sent")

    def test_invoice_dialog_weighs_too(self):
        invoice = self._posted_invoice()
        wizard = (
            self.env["account.move.send.wizard"]
            .with_user(self.user)
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({})
        )
        heavy = (
            self.env["ir.attachment"]
            .with_user(self.user)
            .create(
                {"name": "film.mp4", "raw": b"x" * 30 * 1024 * 1024, "res_model": "mail.compose.message", "res_id": 0}
            )
        )
        wizard.mail_attachments_widget = [
            *wizard.mail_attachments_widget,
            {"id": heavy.id, "name": heavy.name, "mimetype": heavy.mimetype, "placeholder": False, "manual": True},
        ]
        self.assertTrue(wizard.is_mail_too_heavy)
        with self.assertRaisesRegex(UserError, "film.mp4"):
            wizard.action_send_and_print()
        wizard.is_heavy_linked = True
        with self.mail_server() as received:
            wizard.action_send_and_print()
        (mail,) = self._sent_to(self.contact, received)
        self.assertLess(len(mail.content), 1024 * 1024)
        self.assertIn(heavy.sudo().access_token, self._parse(mail).get_body(("html",)).get_content())
