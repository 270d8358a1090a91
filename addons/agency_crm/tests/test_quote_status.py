from odoo.exceptions import UserError

from odoo.addons.mail.tests.common import mail_new_test_user

from ..const import QUOTE_MOVES, QUOTE_STATUSES
from .common import AgencyCommon


class TestQuoteStatus(AgencyCommon):
    """The statuses of a quote, one by one (manual: « Les devis »)."""

    def _create_quote_at(self, status):
        """Return a quote brought to `status` the way users do."""
        quote = self._create_quote(self._create_deal())
        if status in ("sent", "no_answer", "postponed"):
            quote.action_quotation_sent()
        if status == "postponed":
            quote.action_postpone()
        elif status == "no_answer":
            quote.action_no_answer()
        elif status == "rejected":
            quote.action_reject()
        elif status in ("accepted", "settled"):
            quote.action_confirm()
        if status == "settled":
            self._pay(self._invoice(quote))
        self.assertEqual(quote.quote_status, status)
        return quote

    def test_every_status_is_reached(self):
        for status, _label in QUOTE_STATUSES:
            with self.subTest(status=status):
                self._create_quote_at(status)

    def test_moves_are_those_of_the_table(self):
        moves = {
            "sent": lambda quote: quote.action_quotation_sent(),
            "accepted": lambda quote: quote.action_confirm(),
            "rejected": lambda quote: quote.action_reject(),
            "postponed": lambda quote: quote.action_postpone(),
            "no_answer": lambda quote: quote.action_no_answer(),
        }
        for status, _label in QUOTE_STATUSES:
            for target, move in moves.items():
                if target == status:
                    continue
                with self.subTest(status=status, target=target):
                    quote = self._create_quote_at(status)
                    if target in QUOTE_MOVES[status]:
                        move(quote)
                        self.assertEqual(quote.quote_status, target)
                    else:
                        with self.assertRaises(UserError):
                            move(quote)
                        self.assertEqual(quote.quote_status, status)

    def test_quote_is_not_settled_while_an_invoice_is_unpaid(self):
        quote = self._create_quote_at("accepted")
        deposit = self._invoice_deposit(quote)
        balance = self._invoice(quote)
        self.assertEqual(quote.quote_status, "accepted")
        self._pay(deposit)
        self.assertEqual(quote.quote_status, "accepted")
        self._pay(balance, amount=10.0)
        self.assertEqual(quote.quote_status, "accepted")
        self._pay(balance)
        self.assertEqual(quote.quote_status, "settled")

    def test_quote_is_not_settled_by_a_paid_deposit_alone(self):
        quote = self._create_quote_at("accepted")
        self._pay(self._invoice_deposit(quote, percent=100))
        self.assertEqual(quote.quote_status, "accepted")

    def test_quote_is_not_settled_while_an_invoice_is_a_draft(self):
        quote = self._create_quote_at("accepted")
        self._pay(self._invoice_deposit(quote))
        self._invoice(quote, post=False)
        self.assertEqual(quote.quote_status, "accepted")

    def test_quote_is_no_longer_settled_when_its_payment_is_taken_off(self):
        quote = self._create_quote_at("accepted")
        invoice = self._invoice(quote)
        self._pay(invoice)
        self.assertEqual(quote.quote_status, "settled")
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual(quote.quote_status, "accepted")

    def test_rejecting_a_settled_quote_says_what_to_do(self):
        quote = self._create_quote_at("settled")
        with self.assertRaisesRegex(UserError, "is settled.*credit note"):
            quote.action_reject(self.reason.id)
        self.assertEqual(quote.state, "sale")

    def test_reason_of_rejection_is_kept(self):
        quote = self._create_quote_at("sent")
        wizard = self.env["agency.quote.reject"].create(
            {
                "order_ids": quote.ids,
                "reject_reason_id": self.reason.id,
                "note": "Budget cut",
            }
        )
        wizard.action_apply()
        self.assertEqual(quote.quote_status, "rejected")
        self.assertEqual(quote.reject_reason_id, self.reason)
        self.assertIn("Budget cut", quote.message_ids[0].body)

    def test_quote_put_off_can_still_be_accepted(self):
        quote = self._create_quote_at("postponed")
        quote.action_confirm()
        self.assertEqual(quote.quote_status, "accepted")
        self.assertFalse(quote.quote_answer)

    def test_quote_without_answer_can_be_sent_again(self):
        quote = self._create_quote_at("no_answer")
        quote.action_quotation_sent()
        self.assertEqual(quote.quote_status, "sent")

    def test_rejected_quote_goes_back_to_draft_first(self):
        quote = self._create_quote_at("rejected")
        quote.action_draft()
        self.assertEqual(quote.quote_status, "draft")

    def test_one_refusal_leaves_a_batch_untouched(self):
        sent, settled = self._create_quote_at("sent"), self._create_quote_at("settled")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (sent + settled).action_reject()
        self.assertEqual(sent.quote_status, "sent")

    def test_others_move_their_orders_as_odoo_lets_them(self):
        """The guard is for the agency's people: a shop cancels a paid order, an automation writes one back to draft."""
        seller = mail_new_test_user(
            self.env(su=True),
            login="shop",
            groups="sales_team.group_sale_salesman_all_leads",
            company_id=self.env.company.id,
        )
        for mover in (seller, self.env.ref("base.user_root")):
            with self.subTest(mover=mover.login):
                settled = self._create_quote_at("settled").with_user(mover)
                settled.locked = False
                settled.action_cancel()
                self.assertEqual(settled.quote_status, "rejected")
                accepted = self._create_quote_at("accepted").with_user(mover)
                accepted.write({"state": "draft"})
                self.assertEqual(accepted.quote_status, "draft")
                rejected = self._create_quote_at("rejected").with_user(mover)
                rejected.write({"state": "sent"})
                self.assertEqual(rejected.quote_status, "sent")

    def test_the_agency_s_people_keep_the_guard_whatever_they_call(self):
        settled = self._create_quote_at("settled")
        for move in (settled.action_cancel, lambda: settled.write({"state": "draft"})):
            with self.assertRaisesRegex(UserError, "is settled"), self.env.cr.savepoint():
                move()
