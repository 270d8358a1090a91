"""Threads of public trackers about the first days, tried here (docs/outside.md)."""

from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import AgencyPdfCommon


@tagged("post_install", "-at_install")
class TestNewcomerThreads(HttpCase, AgencyPdfCommon):
    def test_who_sold_is_told_that_the_customer_signed(self):
        """Dolibarr#22301, #20204: a quote was signed online, and its salesperson saw it three days later."""
        self.company.portal_confirmation_sign = True
        seller = mail_new_test_user(
            self.env(su=True),
            login="seller",
            groups="agency_crm.group_agency_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        quote = self._create_quote(require_signature=True, require_payment=False)
        # As on the screen: those of these tests follow nothing by themselves.
        quote.with_context(tracking_disable=False).write({"state": "sent", "user_id": seller.id})
        token = quote._portal_ensure_token()
        self.env.flush_all()
        self.make_jsonrpc_request(
            f"/my/orders/{quote.id}/accept",
            {"access_token": token, "name": "Claire Dupont", "signature": self._picture().decode()},
        )
        told = quote.message_ids.notified_partner_ids | quote.message_ids.partner_ids
        self.assertIn(seller.partner_id, told)

    def test_a_quote_of_a_user_without_an_address_leaves_from_the_agency(self):
        """odoo#40326, odoo#7533: whoever has no address could send nothing, and was told to configure it."""
        self.company.email = "bonjour@troisponts.example"
        self.user.email = False
        quote = self._create_quote(user_id=self.user.id)
        action = quote.with_user(self.user).action_quotation_send()
        composer = self.env["mail.compose.message"].with_user(self.user).with_context(**action["context"]).create({})
        composer._action_send_mail()
        message = quote.message_ids.filtered(lambda one: one.partner_ids & quote.partner_id)
        self.assertIn("bonjour@troisponts.example", message.email_from)
        self.assertEqual(quote.quote_status, "sent")
