"""Whatever the invoices of a quote, they agree with themselves and sum to it."""

import os
from importlib.util import find_spec
from unittest import skipUnless

from odoo.exceptions import UserError

from .money import RATES, MoneyCommon

has_hypothesis = bool(find_spec("hypothesis"))  # a package of developers
if has_hypothesis:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    LINES = st.lists(
        st.tuples(
            st.integers(1, 999_999).map(lambda cents: cents / 100),
            st.sampled_from(RATES),
            st.sampled_from([1.0, 1.0, 2.0, 3.0, 1.25, 0.33]),
            st.sampled_from([0.0, 0.0, 5.0, 12.5, 33.33]),
        ),
        min_size=1,
        max_size=3,
    )
    SHARES = st.sampled_from([0.1, 0.25, 0.33, 0.5, 0.67])
    STEPS = st.lists(
        st.one_of(
            st.tuples(st.just("deposit"), st.floats(1, 60).map(lambda share: round(share, 2))),
            st.tuples(st.just("deposit_amount"), SHARES),
            st.tuples(st.just("partial"), SHARES),
            st.tuples(st.just("balance"), st.none()),
            st.tuples(st.just("credit"), st.integers(0, 3)),
            st.tuples(st.just("credit_part"), st.integers(0, 3)),
            st.tuples(st.just("cancel_credit"), st.integers(0, 3)),
            st.tuples(st.just("throw_away"), st.sampled_from(["deposit", "balance"])),
            st.tuples(st.just("quantity"), st.sampled_from([0.0, 0.5, 1.0, 2.0])),
        ),
        min_size=1,
        max_size=5,
    )


@skipUnless(has_hypothesis, "hypothesis is not installed")
class TestMoneyProperties(MoneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pricelist = cls._create_pricelist(0.9371)

    def test_whatever_the_invoices_they_sum_to_the_quote(self):
        @settings(
            max_examples=int(os.environ.get("AGENCY_EXAMPLES", "25")),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        @given(lines=LINES, discount=st.sampled_from([0, 0, 10, 7.77]), steps=STEPS, is_foreign=st.booleans())
        def check(lines, discount, steps, is_foreign):
            quote = self._accepted(*lines, **({"pricelist_id": self.pricelist.id} if is_foreign else {}))
            if discount:
                self._discount(quote, discount)
            for name, value in steps:
                self._try(getattr(self, f"_step_{name}"), quote, value)
            self._end(quote)
            self.assertSumsUp(quote)

        check()

    # === STEPS === #

    def _try(self, step, *args):
        """Do a step that the rules may refuse: then nothing of it stays."""
        try:
            with self.env.cr.savepoint():
                step(*args)
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all()

    def _end(self, quote):
        """Invoice what is left, as often as the quote asks for it: twice at most, what is due and what is owed."""
        for _time in range(3):
            if quote.invoice_status != "to invoice":
                return
            self._invoice(quote)
        self.assertNotEqual(quote.invoice_status, "to invoice", "never at its end")

    def _discount(self, quote, percent):
        # The first discount of a company makes its product: a Responsable's gesture.
        self.env["sale.order.discount"].sudo().create(
            {"sale_order_id": quote.id, "discount_type": "so_discount", "discount_percentage": percent / 100}
        ).action_apply_discount()

    def _step_deposit(self, quote, percent):
        self._invoice_deposit(quote, percent)

    def _step_deposit_amount(self, quote, share):
        self._invoice(quote, "fixed", fixed_amount=round(quote.amount_total * share, 2))

    def _step_partial(self, quote, share):
        invoice = self._invoice(quote, post=False, deduct_down_payments=False)
        for line in invoice.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            line.quantity = round(line.quantity * share, 2)
        invoice.action_post()

    def _step_balance(self, quote, _value):
        self._invoice(quote)

    def _step_credit(self, quote, index):
        if moves := self._get_moves(quote, "out_invoice"):
            self._credit(moves[index % len(moves)])

    def _step_credit_part(self, quote, index):
        if moves := self._get_moves(quote, "out_invoice").filtered(lambda move: move.amount_untaxed > 1):
            move = moves[index % len(moves)]
            self._credit(move, price=round(move.amount_untaxed / 3, 2))

    def _step_cancel_credit(self, quote, index):
        if moves := self._get_moves(quote, "out_refund"):
            moves[index % len(moves)].button_draft()
            moves[index % len(moves)].button_cancel()

    def _step_throw_away(self, quote, kind):
        draft = self._invoice_deposit(quote, 20, post=False) if kind == "deposit" else self._invoice(quote, post=False)
        draft.unlink() if self.env.user.has_group("agency_crm.group_agency_manager") else draft.button_cancel()

    def _step_quantity(self, quote, quantity):
        quote.order_line.filtered(lambda line: line.product_id == self.service)[:1].product_uom_qty = quantity

    def _get_moves(self, quote, move_type):
        return quote.invoice_ids.filtered(lambda move: move.state == "posted" and move.move_type == move_type)
