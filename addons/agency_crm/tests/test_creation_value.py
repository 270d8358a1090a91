from odoo import Command
from odoo.exceptions import UserError, ValidationError

from .common import PrestaCommon


class TestCreationValue(PrestaCommon):
    """Valeur création: the invoices of a quote share it, to the cent (manual: « CIMA »)."""

    def test_quote_proposes_from_its_services(self):
        quote = self._quote((self.logo, 1000.0), (self.layout, 500.0, 10), (self.flyers, 300.0))
        self.assertEqual(quote.creation_value, 1180.0)

    def test_discount_on_the_whole_takes_its_part_off(self):
        quote = self._quote((self.logo, 600.0), (self.flyers, 400.0), (self.service, -100.0))
        self.assertEqual(quote.creation_value, 540.0)

    def test_deposit_and_balance_share_it_to_the_cent(self):
        quote = self._quote((self.logo, 333.33), (self.flyers, 100.01))
        deposit = self._invoice_deposit(quote)
        self.assertAlmostEqual(deposit.creation_value, 100.0, 2)
        balance = self._invoice(quote)
        self.assertAlmostEqual(deposit.creation_value + balance.creation_value, 333.33, 2)
        self.assertEqual(balance.presta_type_ids, self.print_creation + self.printing)
        self.assertEqual(deposit.presta_type_ids, self.print_creation + self.printing)

    def test_hand_correction_of_the_deposit_is_kept_and_the_balance_has_the_rest(self):
        quote = self._quote((self.logo, 1000.0), (self.flyers, 1000.0))
        deposit = self._invoice_deposit(quote, post=False)
        deposit.creation_value = 500.0
        deposit.invoice_line_ids[-1].name = "Deposit"
        deposit.action_post()
        self.assertEqual(deposit.creation_value, 500.0)
        balance = self._invoice(quote)
        self.assertEqual(balance.creation_value, 500.0)

    def test_a_balance_that_waits_has_the_rest_of_what_was_changed_meanwhile(self):
        """As it is confirmed: in what it says, in what it counts for, in the turnover."""
        quote = self._quote((self.logo, 1000.0), (self.flyers, 1000.0))
        deposit = self._invoice_deposit(quote, post=False)
        balance = self._invoice(quote, post=False)
        deposit.creation_value = 500.0
        deposit.invoice_line_ids[-1].name = "Deposit"
        deposit.action_post()
        balance.action_post()
        self.assertEqual((balance.creation_value, balance.creation_value_signed), (500.0, 500.0))
        self.assertFalse(balance.has_own_creation_value)
        self.assertEqual(sum((deposit + balance).turnover_line_ids.mapped("creation_value")), 1000.0)

    def test_partial_invoice_of_one_service(self):
        quote = self._quote((self.logo, 1000.0), (self.flyers, 1000.0))
        first = self._invoice(quote, post=False)
        first.invoice_line_ids.filtered(lambda line: line.product_id == self.logo).unlink()
        first.action_post()
        self.assertEqual(first.presta_type_ids, self.printing)
        self.assertEqual(first.creation_value, 0)
        self.assertEqual(self._invoice(quote).creation_value, 1000.0)

    def test_credit_note_counts_negative(self):
        quote = self._quote((self.logo, 1000.0))
        invoice = self._invoice(quote)
        credit = self._credit(invoice)
        credit.action_post()
        self.assertEqual(credit.creation_value, 1000.0)
        self.assertEqual(credit.creation_value_signed, -1000.0)

    def test_credited_deposit_gives_its_share_back_to_the_balance(self):
        quote = self._quote((self.logo, 1000.0))
        deposit = self._invoice_deposit(quote, post=False)
        deposit.creation_value = 250.0
        deposit.action_post()
        credit = self._credit(deposit)
        credit.action_post()
        self.assertEqual(credit.creation_value_signed, -250.0)
        balance = self._invoice(quote)
        self.assertEqual(sum(quote.invoice_ids.mapped("creation_value_signed")), quote.creation_value)
        self.assertEqual(balance.creation_value, 1000.0)

    def test_two_quotes_on_one_invoice(self):
        first = self._quote((self.logo, 1000.0))
        second = self._quote((self.layout, 1000.0))
        self._invoice_deposit(first)
        invoice = (first + second)._create_invoices(final=True)
        self.assertEqual(len(invoice), 1)
        invoice.action_post()
        self.assertEqual(invoice.creation_value, 700.0 + 400.0)

    def test_invoice_without_a_quote(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contact.id,
                "invoice_line_ids": [
                    Command.create({"product_id": self.layout.id, "price_unit": 200.0}),
                    Command.create({"product_id": self.flyers.id, "price_unit": 50.0}),
                ],
            }
        )
        self.assertEqual(invoice.creation_value, 80.0)

    def test_missing_value_is_refused_at_posting(self):
        invoice = self._invoice(self._quote((self.logo, 1000.0)), post=False)
        invoice.creation_value = 0
        with self.assertRaisesRegex(UserError, "Give the creation value.*Print creation"):
            invoice.action_post()
        self.assertEqual(invoice.state, "draft")

    def test_value_above_the_total_is_refused(self):
        invoice = self._invoice(self._quote((self.logo, 1000.0)), post=False)
        invoice.creation_value = 1000.01
        with self.assertRaisesRegex(UserError, "above its total"):
            invoice.action_post()

    def test_value_without_a_creation_type_is_refused(self):
        invoice = self._invoice(self._quote((self.flyers, 1000.0)), post=False)
        with self.assertRaisesRegex(ValidationError, "None of the service types"):
            invoice.creation_value = 10.0

    def test_nothing_is_asked_for_after_the_end_of_the_cima(self):
        self.env.company.sudo().cima_end_date = "2026-12-31"
        invoice = self._invoice(self._quote((self.logo, 1000.0)), post=False)
        invoice.invoice_date = "2027-01-04"
        invoice.creation_value = 0
        invoice.action_post()
        self.assertFalse(invoice.is_creation_value_missing)

    def test_deposit_of_everything_leaves_nothing_to_ask_for(self):
        quote = self._quote((self.logo, 1000.0))
        self._invoice_deposit(quote, percent=100)
        balance = self._invoice(quote)
        self.assertEqual(balance.creation_value, 0)
