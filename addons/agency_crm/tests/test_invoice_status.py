from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .common import AgencyCommon


class TestInvoiceStatus(AgencyCommon):
    """The statuses of an invoice (manual: « Les factures »)."""

    def setUp(self):
        super().setUp()
        self.quote = self._create_quote()
        self.quote.action_confirm()

    def test_draft_sent_paid(self):
        invoice = self._invoice(self.quote, post=False)
        self.assertEqual(invoice.agency_status, "draft")
        invoice.action_post()
        self.assertEqual(invoice.agency_status, "to_send")
        invoice.action_mark_sent()
        self.assertEqual(invoice.agency_status, "sent")
        self._pay(invoice, amount=100.0)
        self.assertEqual(invoice.agency_status, "sent")
        self._pay(invoice)
        self.assertEqual(invoice.agency_status, "paid")

    def test_cancelled_invoice_has_no_status(self):
        invoice = self._invoice(self.quote, post=False)
        invoice.button_cancel()
        self.assertFalse(invoice.agency_status)

    def test_never_paid_is_the_users_word_with_a_reason_and_reversible(self):
        invoice = self._invoice(self.quote)
        with self.assertRaisesRegex(UserError, "why"):
            invoice.action_never_paid("  ")
        self.env["agency.invoice.never.paid"].create(
            {
                "move_ids": invoice.ids,
                "reason": "Company wound up",
            }
        ).action_apply()
        self.assertEqual(invoice.agency_status, "never_paid")
        self.assertEqual(invoice.never_paid_reason, "Company wound up")
        self.assertEqual(self.quote.quote_status, "accepted")
        invoice.action_undo_never_paid()
        self.assertEqual(invoice.agency_status, "sent")
        self.assertFalse(invoice.never_paid_reason)

    def test_never_paid_invoice_that_is_paid_after_all(self):
        invoice = self._invoice(self.quote)
        invoice.action_never_paid("Lost hope")
        self._pay(invoice)
        self.assertEqual(invoice.agency_status, "paid")

    def test_only_a_sent_invoice_can_be_given_up(self):
        invoice = self._invoice(self.quote, post=False)
        with self.assertRaisesRegex(UserError, "not waiting for a payment"):
            invoice.action_never_paid("Lost hope")

    def test_how_late_an_invoice_is(self):
        invoice = self._invoice(self.quote, post=False)
        invoice.invoice_date = "2026-11-01"
        invoice.invoice_payment_term_id = False
        invoice.invoice_date_due = "2026-11-30"
        invoice.action_post()
        invoice.action_mark_sent()
        for today, state in (
            ("2026-11-10", "sent"),
            ("2026-11-23", "due_soon"),
            ("2026-11-30", "due_soon"),
            ("2026-12-01", "overdue"),
        ):
            with self.subTest(today=today), freeze_time(today):
                invoice.invalidate_recordset(["collection_state"])
                self.assertEqual(invoice.collection_state, state)

    def test_no_customer_is_late_with_a_credit_note(self):
        refund = self._invoice(self.quote)._reverse_moves([{"invoice_date": "2026-10-01"}])
        refund.invoice_payment_term_id = False
        refund.invoice_date_due = "2026-10-01"
        refund.action_post()
        refund.action_mark_sent()
        with freeze_time("2026-12-01"):
            self.assertEqual(refund.collection_state, refund.agency_status)

    def test_user_cancels_but_does_not_delete(self):
        invoice = self._invoice(self.quote, post=False)
        with self.assertRaises(AccessError):
            invoice.unlink()
        invoice.with_user(self.manager).unlink()

    def test_invoice_takes_the_deal_of_its_quote(self):
        invoice = self._invoice_deposit(self.quote, post=False)
        self.assertEqual(invoice.opportunity_id, self.deal)
        self.assertEqual(self.deal.invoice_count, 1)

    def test_what_waits_for_its_payment_comes_first_the_latest_due_on_top(self):
        moves = []
        for _number in range(4):
            quote = self._create_quote()
            quote.action_confirm()
            moves.append(self._invoice(quote, post=False))
        late, later, paid, draft = moves
        (late + later + paid).action_post()
        late.invoice_date_due, later.invoice_date_due = "2026-10-01", "2026-11-01"
        self._pay(paid)
        self.env.flush_all()
        found = self.env["account.move"].search(
            [("id", "in", [move.id for move in moves])], order="collection_rank, invoice_date_due, id desc"
        )
        self.assertEqual(found, late + later + draft + paid)
