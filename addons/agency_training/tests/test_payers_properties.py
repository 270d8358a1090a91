"""Whatever the payers of a training, its invoices sum to the quote, to the cent, and none is below nothing (T50)."""

import os
from importlib.util import find_spec
from unittest import skipUnless

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_payers import PayersCommon

has_hypothesis = bool(find_spec("hypothesis"))  # a package of developers
if has_hypothesis:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    LINES = st.lists(
        st.tuples(
            st.booleans(),  # a training
            st.integers(100, 999_999).map(lambda cents: cents / 100),
            st.sampled_from([0, 1, 2]),  # which tax
            st.sampled_from([1.0, 1.0, 2.0, 14.0, 0.33]),
            st.sampled_from([0.0, 0.0, 12.5, 33.33]),
        ),
        min_size=1,
        max_size=3,
    )
    PAYERS = st.lists(st.floats(1, 130).map(lambda share: round(share, 2)), min_size=1, max_size=2)
    STEPS = st.lists(
        st.one_of(
            st.tuples(st.just("deposit"), st.sampled_from([5.0, 17.33, 30.0])),
            st.tuples(st.just("partial"), st.sampled_from([10.0, 33.0])),
            st.tuples(st.just("balance"), st.none()),
            st.tuples(st.just("credit"), st.integers(0, 3)),
        ),
        min_size=0,
        max_size=4,
    )


@tagged("-at_install", "post_install")
@skipUnless(has_hypothesis, "hypothesis is not installed")
class TestPayersProperties(PayersCommon):
    def test_t50_whatever_the_payers_the_invoices_sum_to_the_quote(self):
        other = self.env["res.partner"].create({"name": "Région"})
        taxes = (self.tax_exempt, self.tax_service, self.tax_reduced)
        tried = []
        # Who did which hours is another test's.
        self.patch(type(self.training), "_is_training_given", lambda _order: True)

        @settings(
            max_examples=int(os.environ.get("AGENCY_EXAMPLES", "20")),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        @given(lines=LINES, payers=PAYERS, steps=STEPS, done=st.sampled_from([1.0, 1.0, 0.875, 1 / 3]))
        def check(lines, payers, steps, done):
            self.patch(type(self.env["agency.training.funding"]), "_get_done_share", lambda _funding: done)
            with self.env.cr.savepoint() as savepoint:
                order = self._create_quote(
                    [
                        Command.create(
                            {
                                "product_id": (self.course if is_training else self.web).id,
                                "price_unit": price,
                                "product_uom_qty": quantity,
                                "discount": discount,
                                "tax_ids": [Command.set(taxes[tax].ids)],
                            }
                        )
                        for is_training, price, tax, quantity, discount in lines
                    ],
                    is_training=True,
                )
                order.action_confirm()
                order = order.with_user(self.user)
                for partner, share in zip((self.opco, other), payers, strict=False):
                    amount = round(order._get_training_amount() * share / 100, 2)
                    self._fund(max(amount, 0.01), order=order, payer_id=partner.id)
                for name, value in steps:
                    self._try(getattr(self, f"_step_{name}"), order, value)
                self._end(order)
                tried.append(len(order.sudo().invoice_ids))
                self._check(order.sudo(), done)
                savepoint.rollback()
            self.env.invalidate_all()

        check()
        self.assertGreater(max(tried), 2)

    def _try(self, step, *args):
        try:
            with self.env.cr.savepoint():
                step(*args)
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all()

    def _step_deposit(self, order, percent):
        self._bill("deposit", order, amount=percent).action_post()

    def _step_partial(self, order, progress):
        self._bill("partial", order, progress=progress).action_post()

    def _step_balance(self, order, _value):
        self._bill("balance", order).action_post()

    def _step_credit(self, order, index):
        moves = order.sudo().invoice_ids.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted" and not move.reversal_move_ids
        )
        if moves:
            self._credit(moves[index % len(moves)])

    def _end(self, order):
        """Invoice what is left; where deposits leave the payers too little, credit what the customer was invoiced."""
        for _time in range(4):
            if order.invoice_status != "to invoice":
                return
            try:
                with self.env.cr.savepoint():
                    self._bill("balance", order).action_post()
                    self.env.flush_all()
            except UserError:
                self.env.invalidate_all()
                for move in order.sudo().invoice_ids.filtered(
                    lambda move: (
                        move.move_type == "out_invoice" and not move.training_funding_id and not move.reversal_move_ids
                    )
                ):
                    self._credit(move)
        self.assertNotEqual(order.invoice_status, "to invoice", "never at its end")

    def _check(self, order, done):
        moves = order.invoice_ids.filtered(lambda move: move.state == "posted")
        signs = {move: -1 if move.move_type == "out_refund" else 1 for move in moves}
        for name in ("amount_untaxed", "amount_tax", "amount_total"):
            self.assertAlmostEqual(sum(sign * move[name] for move, sign in signs.items()), order[name], 2, name)
        for move in moves:
            self.assertGreaterEqual(move.amount_total, 0)
            lines = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
            self.assertAlmostEqual(sum(lines.mapped("price_subtotal")), move.amount_untaxed, 2)
            for line in lines:
                self.assertAlmostEqual(
                    line.quantity * line.price_unit * (1 - line.discount / 100), line.price_subtotal, delta=0.0051
                )
        left = order._get_training_amount()
        for funding in order.funding_ids:
            expected = min(funding.agreed_amount, order._get_training_amount() * done, left)
            self.assertAlmostEqual(funding.invoiced_amount, round(expected, 2), delta=0.0101)
            left -= funding.invoiced_amount
