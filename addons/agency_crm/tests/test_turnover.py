import os
from collections import defaultdict
from importlib.util import find_spec
from unittest import skipUnless
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command
from odoo.models import MAGIC_COLUMNS

from odoo.addons.agency_crm.takeover import invoices

from .common import PrestaCommon


class TestTurnover(PrestaCommon):
    """Turnover by Type presta counts each euro once."""

    def _turnover(self, moves):
        """Return the turnover of `moves` by type."""
        amounts = defaultdict(float)
        for line in moves.turnover_line_ids:
            amounts[line.presta_type_id] += line.amount
        return {t: round(amount, 2) for t, amount in amounts.items() if round(amount, 2)}

    def _direct_invoice(self, *lines, **values):
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contact.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": service.id,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for service, price in lines
                ],
                **values,
            }
        )

    def test_draft_counts_nothing(self):
        invoice = self._direct_invoice((self.logo, 100.0))
        self.assertFalse(invoice.turnover_line_ids)
        invoice.action_post()
        self.assertTrue(invoice.turnover_line_ids)
        invoice.button_draft()
        self.assertFalse(invoice.turnover_line_ids)

    def test_each_line_counts_for_its_type(self):
        invoice = self._direct_invoice((self.logo, 100.0), (self.flyers, 50.0), (self.logo, 20.0))
        invoice.action_post()
        self.assertEqual(self._turnover(invoice), {self.print_creation: 120.0, self.printing: 50.0})

    def test_deposit_is_shared_as_the_quote_and_taken_off_alike(self):
        quote = self._quote((self.logo, 666.66), (self.flyers, 333.34))
        deposit = self._invoice_deposit(quote, percent=33.33)
        self.assertAlmostEqual(sum(self._turnover(deposit).values()), deposit.amount_untaxed, 2)
        balance = self._invoice(quote)
        self.assertEqual(
            self._turnover(deposit + balance),
            {self.print_creation: 666.66, self.printing: 333.34},
        )

    def test_lines_without_a_type_follow_the_others(self):
        invoice = self._direct_invoice((self.logo, 300.0), (self.flyers, 100.0), (self.service, 40.0))
        invoice.action_post()
        self.assertEqual(self._turnover(invoice), {self.print_creation: 330.0, self.printing: 110.0})

    def test_types_set_by_hand_share_what_has_no_type(self):
        training = self.env.ref("agency_crm.presta_type_training")
        consulting = self.env.ref("agency_crm.presta_type_consulting")
        invoice = self._direct_invoice((self.flyers, 100.0), (self.service, 50.0))
        invoice.presta_type_ids += training + consulting
        invoice.action_post()
        self.assertEqual(
            self._turnover(invoice),
            {self.printing: 100.0, training: 25.0, consulting: 25.0},
        )

    def test_type_taken_off_by_hand_counts_nothing(self):
        invoice = self._direct_invoice((self.flyers, 100.0), (self.logo, 50.0))
        invoice.presta_type_ids = self.printing
        invoice.action_post()
        self.assertEqual(self._turnover(invoice), {self.printing: 150.0})

    def test_correction_after_posting_counts_at_once_and_is_kept(self):
        invoice = self._direct_invoice((self.service, 100.0))
        invoice.action_post()
        self.assertEqual(self._turnover(invoice), {self.env["agency.presta.type"]: 100.0})
        invoice.presta_type_ids = self.printing
        self.assertEqual(self._turnover(invoice), {self.printing: 100.0})
        self.assertTrue(invoice.has_own_presta_types)

    def test_credit_note_counts_negative(self):
        invoice = self._direct_invoice((self.logo, 100.0))
        invoice.action_post()
        credit = self._credit(invoice)
        credit.action_post()
        self.assertEqual(self._turnover(credit), {self.print_creation: -100.0})
        self.assertEqual(self._turnover(invoice + credit), {})
        self.assertEqual(sum((invoice + credit).turnover_line_ids.mapped("creation_value")), 0)

    def test_never_paid_invoice_still_counts(self):
        invoice = self._direct_invoice((self.logo, 100.0))
        invoice.action_post()
        invoice.action_never_paid("Company wound up")
        self.assertEqual(self._turnover(invoice), {self.print_creation: 100.0})

    def test_ledger_has_one_row_for_each_invoice_and_type(self):
        invoice = self._direct_invoice((self.logo, 100.0), (self.layout, 100.0))
        invoice.action_post()
        rows = invoice.turnover_line_ids._get_ledger_rows()
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0]["amount"], 200.0)
        self.assertEqual(rows[0]["creation_value"], 140.0)

    def test_ledger_prints_with_its_caveat(self):
        invoice = self._direct_invoice((self.logo, 100.0))
        invoice.action_post()
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "agency_crm.action_report_cima", invoice.turnover_line_ids.ids
        )
        self.assertIn(invoice.name, html.decode())
        self.assertIn("It computes no tax credit", html.decode())

    def test_a_company_that_becomes_an_agency_enters_what_it_issued_just_so(self):
        """Where nothing has a type yet, years of invoices are entered by SQL: as the others are."""
        quote = self._quote((self.service, 333.33))
        moves = self._invoice_deposit(quote) + self._invoice(quote)
        direct = self._direct_invoice((self.service, 80.0), (self.service, 0.0), (self.service, -5.0))
        direct.action_post()
        credit = self._credit(direct)
        credit.action_post()
        moves += direct + credit + self._direct_invoice((self.service, 10.0))
        before = self._get_rows(moves)
        with patch.object(type(moves), "_refresh_turnover", autospec=True, side_effect=AssertionError):
            self._enter_again(moves)
        self.assertEqual(self._get_rows(moves), before)
        typed = self._quote((self.logo, 300.0), (self.service, 100.0))
        moves += self._invoice_deposit(typed)
        moves += self._invoice(typed)
        before = self._get_rows(moves)
        self.assertEqual({row["presta_type_id"] for row in before}, {False, self.print_creation.id})
        self._enter_again(moves)
        self.assertEqual(self._get_rows(moves), before)

    def _enter_again(self, moves):
        moves.turnover_line_ids.sudo().unlink()
        invoices.take_over(self.env.company.with_user(SUPERUSER_ID))

    def _get_rows(self, moves):
        names = [
            name
            for name, field in self.env["agency.turnover.line"]._fields.items()
            if field.store and name not in MAGIC_COLUMNS
        ]
        rows = moves.turnover_line_ids.sorted("id").read(names, load=None)
        key = lambda row: (row["move_line_id"], row["presta_type_id"] or 0)  # noqa: E731
        return sorted(({**row, "id": None} for row in rows), key=key)

    @skipUnless(find_spec("hypothesis"), "the hypothesis package is not installed")
    def test_whatever_the_invoices_nothing_is_lost(self):
        """Creation values sum to the quote's, and the turnover by type to its lines."""
        from hypothesis import HealthCheck, Phase, given, settings
        from hypothesis import strategies as st

        examples = int(os.environ.get("AGENCY_EXAMPLES", "25"))
        lines = st.lists(
            st.tuples(
                st.sampled_from([self.logo, self.layout, self.flyers, self.service]),
                st.integers(101, 999_999).map(lambda cents: cents / 100),
                st.sampled_from([0, 0, 5, 12.5, 33.33]),
            ),
            min_size=1,
            max_size=4,
        )
        deposits = st.lists(st.tuples(st.floats(1, 35), st.booleans()), min_size=0, max_size=2)

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        @given(lines=lines, deposits=deposits, partial=st.booleans(), credited=st.booleans())
        def check(lines, deposits, partial, credited):
            quote = self._quote(*lines)
            for percent, is_credited in deposits:
                deposit = self._invoice_deposit(quote, percent=round(percent, 2))
                if is_credited:
                    self._credit(deposit).action_post()
            if partial and len(lines) > 1:
                part = self._invoice(quote, post=False, deduct_down_payments=False)
                services = part.invoice_line_ids.filtered("product_id")
                services[:-1].unlink()
                part.action_post()
            balance = self._invoice(quote)
            moves = quote.invoice_ids.filtered(lambda move: move.state == "posted")
            signed = sum(moves.mapped("creation_value_signed"))
            self.assertAlmostEqual(signed, quote.creation_value, 2)
            for move in moves:
                self.assertGreaterEqual(move.creation_value, 0)
                self.assertLessEqual(round(move.creation_value - move.amount_untaxed, 2), 0, move.name)
                self.assertAlmostEqual(sum(move.turnover_line_ids.mapped("amount")), move.amount_untaxed_signed, 2)
                self.assertAlmostEqual(
                    sum(move.turnover_line_ids.mapped("creation_value")),
                    move.creation_value_signed,
                    2,
                )
            if not any(service == self.service for service, _price, _discount in lines):
                expected = defaultdict(float)
                for line in quote.order_line.filtered(lambda line: not line.is_downpayment):
                    expected[line.presta_type_id] += line.price_subtotal
                # Odoo rounds the total of an invoice, and puts what its lines have too much or too
                # little on one of them: by so much, and no more, a type may differ from the quote.
                gap = abs(sum(expected.values()) - sum(moves.mapped("amount_untaxed_signed")))
                for presta_type, amount in self._turnover(moves).items():
                    self.assertLessEqual(abs(amount - expected[presta_type]), gap + 0.001)
            if credited:
                self._credit(balance).action_post()
                self.assertAlmostEqual(
                    sum(quote.invoice_ids.mapped("creation_value_signed")),
                    signed - balance.creation_value_signed,
                    2,
                )

        check()
