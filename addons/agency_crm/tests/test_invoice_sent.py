"""« Envoyé » means sent: mailed and taken by the server, or said so (SPEC 6)."""

from odoo.exceptions import UserError

from .common import AgencyCommon


class TestInvoiceSent(AgencyCommon):
    def setUp(self):
        super().setUp()
        self.quote = self._create_quote()
        self.quote.action_confirm()

    def _post(self, *args, **values):
        invoice = self._invoice(self.quote, *args, post=False, **values)
        invoice.action_post()
        return invoice

    def test_a_confirmed_invoice_waits_to_be_sent(self):
        invoice = self._post()
        self.assertEqual(invoice.agency_status, "to_send")
        line = self.env["agency.today.line"].search([("res_model", "=", "account.move"), ("res_id", "=", invoice.id)])
        self.assertEqual((line.kind, line.date), ("to_send", invoice.invoice_date))

    def test_confirming_moves_no_deal_sending_does(self):
        deposit = self._post("percentage", amount=30)
        self.assertEqual(self.deal.stage_id, self._stage("won"))
        deposit.action_mark_sent()
        self.assertEqual(self.deal.stage_id, self._stage("deposit"))
        balance = self._post()
        self.assertEqual(self.deal.stage_id, self._stage("deposit"))
        balance.action_mark_sent()
        self.assertDeal("final", "none")

    def test_paid_counts_as_sent(self):
        invoice = self._post()
        self._pay(invoice)
        self.assertEqual(invoice.agency_status, "paid")
        self.assertDeal("final", "none")

    def test_a_draft_is_not_marked_as_sent(self):
        with self.assertRaisesRegex(UserError, "confirm"):
            self._invoice(self.quote, post=False).action_mark_sent()

    def test_set_to_draft_it_is_to_be_sent_anew(self):
        invoice = self._post()
        invoice.action_mark_sent()
        self.assertEqual(invoice.agency_status, "sent")
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(invoice.agency_status, "to_send")

    def test_a_mail_that_carries_its_pdf_sends_it(self):
        invoice = self._post()
        self.env["account.move.send.wizard"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {"sending_methods": ["email"]}
        ).action_send_and_print()
        self.assertEqual(invoice.agency_status, "sent")

    def test_words_to_the_customer_send_nothing(self):
        invoice = self._post()
        invoice.message_post(body="Hello", message_type="comment", partner_ids=self.contact.ids)
        self.assertEqual(invoice.agency_status, "to_send")

    def test_printing_sends_nothing(self):
        invoice = self._post()
        self.env["account.move.send"]._generate_and_send_invoices(invoice, sending_methods=["manual"])
        self.assertEqual(invoice.agency_status, "to_send")

    def test_a_credited_invoice_is_not_paid(self):
        invoice = self._post()
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        wizard.reverse_moves()
        wizard.new_move_ids.action_post()
        self.assertEqual((invoice.agency_status, invoice.collection_state), ("credited", "credited"))

    def test_one_sent_after_another_is_given_up_only_when_issued(self):
        invoice = self._post()
        invoice.action_never_paid("Bankrupt")
        self.assertEqual(invoice.agency_status, "never_paid")
