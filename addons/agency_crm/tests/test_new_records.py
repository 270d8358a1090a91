from odoo.tests import Form

from .common import AgencyCommon


class TestNewRecords(AgencyCommon):
    """From any record, + makes the next one with every dependency filled in."""

    def _open(self, action):
        return Form(self.env[action["res_model"]].with_context(**action["context"]))

    def test_from_an_account(self):
        contact = self._open(self.account.action_new_contact())
        contact.name = "Paul"
        self.assertEqual(contact.save().parent_id, self.account)
        deal = self._open(self.account.action_new_deal())
        deal.name = "Website"
        deal = deal.save()
        self.assertEqual(deal.partner_id, self.account)
        self.assertEqual(deal.type, "opportunity")
        self.assertEqual(deal.user_id, self.user)
        self.assertEqual(self._open(self.account.action_new_quote()).partner_id, self.account)
        self.assertEqual(self._open(self.account.action_new_invoice()).partner_id, self.account)

    def test_from_a_contact(self):
        deal = self._open(self.contact.action_new_deal())
        self.assertEqual(deal.partner_id, self.contact)
        self.assertEqual(self._open(self.contact.action_new_quote()).partner_id, self.contact)
        order = self._open(self.contact.action_new_recurring_order())
        self.assertEqual(order.partner_id, self.contact)
        self.assertEqual(order.billing_frequency, "annual")

    def test_from_a_deal(self):
        quote = self._open(self.deal.action_new_quote())
        self.assertEqual(quote.opportunity_id, self.deal)
        self.assertEqual(quote.partner_id, self.contact)
        self.assertEqual(quote.subject, self.deal.name)
        order = self._open(self.deal.action_new_recurring_order())
        self.assertEqual(order.opportunity_id, self.deal)
        self.assertEqual(order.billing_frequency, "annual")
        invoice = self._open(self.deal.action_new_invoice())
        self.assertEqual(invoice.opportunity_id, self.deal)
        self.assertEqual(invoice.partner_id, self.contact)

    def test_from_a_quote(self):
        quote = self._create_quote()
        quote.action_confirm()
        deposit = self._open(quote.action_new_deposit_invoice())
        self.assertEqual(deposit.advance_payment_method, "percentage")
        partial = quote.action_new_partial_invoice()
        self.assertEqual(partial["context"]["default_invoice_dialog"], "partial")
        balance = self._open(quote.action_new_balance_invoice())
        self.assertEqual(balance.advance_payment_method, "delivered")

    def test_from_a_meeting(self):
        meeting = self.env["calendar.event"].create(
            {
                "name": "First talk",
                "start": "2026-12-01 09:00:00",
                "stop": "2026-12-01 10:00:00",
                "partner_ids": [(6, 0, (self.user.partner_id + self.contact).ids)],
            }
        )
        action = meeting.action_create_deal()
        deal = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual(deal.partner_id, self.contact)
        self.assertEqual(deal.stage_id, self._stage("analysis"))
        self.assertEqual(meeting.opportunity_id, deal)
        self.assertEqual(meeting.action_create_deal()["res_id"], deal.id)
