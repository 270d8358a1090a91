import base64

from odoo import Command
from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase

from .common import AgencyCommon

# A signature of one pixel.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class TestPaths(AgencyCommon, HttpCase):
    """Whichever way a quote or an invoice moves, its deal follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()

    def _send_by_composer(self, quote):
        action = quote.action_quotation_send()
        composer = (
            self.env["mail.compose.message"]
            .with_context(**action["context"], active_ids=quote.ids)
            .create({"partner_ids": [Command.set(self.contact.ids)]})
        )
        composer._action_send_mail()

    def test_mail_composer(self):
        self._send_by_composer(self.quote)
        self.assertEqual(self.quote.quote_status, "sent")
        self.assertEqual(self.deal.stage_id, self._stage("offer_sent"))

    def test_mail_composer_sends_again_a_quote_without_answer(self):
        self._send_by_composer(self.quote)
        self.quote.action_no_answer()
        self.deal.stage_id = self._stage("on_hold")
        self._send_by_composer(self.quote)
        self.assertEqual(self.quote.quote_status, "sent")
        self.assertFalse(self.quote.quote_answer)

    def test_portal_signature(self):
        self.quote.action_quotation_sent()
        token = self.quote._portal_ensure_token()
        self.env.flush_all()
        answer = self.make_jsonrpc_request(
            f"/my/orders/{self.quote.id}/accept",
            {"access_token": token, "name": "Claire Martin", "signature": SIGNATURE},
        )
        self.assertTrue(answer.get("force_refresh"), answer)
        self.env.invalidate_all()
        self.assertEqual(self.quote.quote_status, "accepted")
        self.assertTrue(base64.b64decode(self.quote.sudo().signature))
        self.assertEqual(self.deal.stage_id, self._stage("won"))
        self.assertEqual(self.account.account_type, "client")

    def test_portal_refusal(self):
        self.quote.action_quotation_sent()
        token = self.quote._portal_ensure_token()
        self.env.flush_all()
        self.authenticate(None, None)
        self.url_open(
            f"/my/orders/{self.quote.id}/decline?access_token={token}",
            data={"decline_message": "Too expensive", "csrf_token": Request.csrf_token(self)},
        )
        self.env.invalidate_all()
        self.assertEqual(self.quote.quote_status, "rejected")
        self.assertTrue(self.deal.is_loss_proposed)

    def test_rpc_write(self):
        self.authenticate("agency_user", "agency_user")
        self.make_jsonrpc_request(
            "/web/dataset/call_kw/sale.order/write",
            {
                "model": "sale.order",
                "method": "write",
                "args": [self.quote.ids, {"state": "sent"}],
                "kwargs": {},
            },
        )
        self.env.invalidate_all()
        self.assertEqual(self.deal.stage_id, self._stage("offer_sent"))

    def test_rpc_write_of_a_forbidden_move(self):
        self.quote.action_confirm()
        self._pay(self._invoice(self.quote))
        with self.assertRaises(UserError):
            self.quote.write({"state": "cancel"})

    def test_batch_of_the_list(self):
        deals = self.env["crm.lead"].concat(*[self._create_deal(name=f"Deal {i}") for i in range(3)])
        quotes = self.env["sale.order"].concat(*[self._create_quote(deal) for deal in deals])
        quotes.action_quotation_sent()
        self.assertEqual(deals.stage_id, self._stage("offer_sent"))
        quotes.action_confirm()
        self.assertEqual(deals.stage_id, self._stage("won"))

    def test_import_of_an_accepted_quote(self):
        deal = self._create_deal(name="Imported deal")
        result = self.env["sale.order"].load(
            ["partner_id/.id", "opportunity_id/.id", "state"],
            [[str(self.contact.id), str(deal.id), "sale"]],
        )
        self.assertFalse(result["messages"])
        self.assertEqual(deal.stage_id, self._stage("won"))

    def test_payment_settles_the_quote(self):
        self.quote.action_confirm()
        invoice = self._invoice(self.quote)
        self.assertEqual(self.quote.quote_status, "accepted")
        self._pay(invoice)
        self.assertEqual(self.quote.quote_status, "settled")
        self.assertEqual(self.deal.stage_id, self._stage("final"))

    def test_deposit_credited_then_invoiced_again(self):
        self.quote.action_confirm()
        deposit = self._invoice_deposit(self.quote)
        reversal = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=deposit.ids)
            .create({"journal_id": deposit.journal_id.id})
        )
        reversal.reverse_moves()
        credit_note = self.env["account.move"].browse(reversal.new_move_ids.ids)
        self.assertEqual(credit_note.opportunity_id, self.deal)
        credit_note.action_post()
        self.assertEqual(self.deal.stage_id, self._stage("deposit"))
        self._invoice(self.quote)
        self.assertEqual(self.deal.stage_id, self._stage("final"))

    def test_queries_do_not_grow_with_the_batch(self):
        """Accepting a quote costs a constant number of queries, however many there are."""
        counts = {}
        for size in (5, 25):
            deals = self.env["crm.lead"].create(
                [
                    {
                        "name": f"Deal {i}",
                        "type": "opportunity",
                        "partner_id": self.contact.id,
                        "user_id": self.user.id,
                    }
                    for i in range(size)
                ]
            )
            quotes = self.env["sale.order"].concat(*[self._create_quote(deal) for deal in deals])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            quotes.action_confirm()
            self.env.flush_all()
            counts[size] = (self.env.cr.sql_log_count - before) / size
            self.assertEqual(deals.stage_id, self._stage("won"))
        self.assertLessEqual(counts[25], counts[5], "more queries a quote in a larger batch")
