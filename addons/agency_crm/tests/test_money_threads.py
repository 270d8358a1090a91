"""What users of Odoo met in public, each tried here: the number of the thread stands in the test."""

from odoo import Command

from .money import MoneyCommon


class TestMoneyThreads(MoneyCommon):
    def _one_tax(self, **values):
        return (
            self.env["account.tax"]
            .sudo()
            .create({"type_tax_use": "sale", "company_id": self.company_data["company"].id, **values})
        )

    def test_a_balance_credited_is_made_anew_with_its_deposit_taken_off(self):
        """odoo#161350: the deposit was added to the second balance."""
        quote = self._accepted((1000.0,))
        self._invoice(quote, "fixed", fixed_amount=240.0)
        balance = self._invoice(quote)
        self._credit(balance)
        again = self._invoice(quote)
        self.assertEqual((balance.amount_total, again.amount_total), (960.0, 960.0))
        self.assertSumsUp(quote)

    def test_a_deposit_of_an_amount_is_that_amount(self):
        """odoo#135262, odoo#160521: 99.99 for 100 at 21 %; 840.01 for 840 over four lines."""
        odd = self._one_tax(name="21", amount=21.0)
        quote = self._accepted((100.0,))
        quote.order_line.tax_ids = odd
        self.assertEqual(self._invoice(quote, "fixed", fixed_amount=100.0).amount_total, 100.0)
        self._invoice(quote)
        self.assertSumsUp(quote)
        quote = self._accepted((10000.0,), (10000.0,), (10000.0,), (50.0,))
        self.assertEqual(self._invoice(quote, "fixed", fixed_amount=840.0).amount_total, 840.0)
        self._invoice(quote)
        self.assertSumsUp(quote)

    def test_a_deposit_of_30_and_one_of_70_leave_nothing(self):
        """odoo#249836: 145.05 in 30 % and 70 % ended in a credit note of a cent."""
        quote = self._accepted((145.05,))
        self._invoice_deposit(quote, 30)
        self._invoice_deposit(quote, 70)
        last = self._invoice(quote)
        self.assertEqual((last.move_type, last.amount_total), ("out_invoice", 0.0))
        self.assertSumsUp(quote)

    def test_a_deposit_on_prices_that_include_the_tax_is_its_amount(self):
        """odoo#166787, odoo#64706: a deposit of 200 came to 200.83, one of 50 % to less than a half."""
        included = self._one_tax(name="20 incl.", amount=20.0, price_include_override="tax_included")
        for method, amount in (("fixed", 200.0), ("percentage", 600.0)):
            quote = self._accepted((1200.0,))
            quote.order_line.tax_ids = included
            values = {"fixed_amount": 200.0} if method == "fixed" else {"amount": 50.0}
            self.assertEqual(self._invoice(quote, method, **values).amount_total, amount)
            self._invoice(quote)
            self.assertSumsUp(quote)

    def test_a_deposit_beside_a_tax_of_a_fixed_amount_is_its_amount(self):
        """odoo#281004: 500 asked for, another amount billed."""
        fixed = self._one_tax(name="Eco", amount=8.0, amount_type="fixed")
        quote = self._accepted((1000.0,))
        quote.order_line.tax_ids += fixed
        self.assertEqual(self._invoice(quote, "fixed", fixed_amount=500.0).amount_total, 500.0)
        self._invoice(quote)
        self.assertEqual(sum(quote.invoice_ids.mapped("amount_total")), quote.amount_total)

    def test_a_deposit_whose_tax_was_taken_off_by_hand_makes_no_line_of_nothing(self):
        """odoo#163699: the next deposit had a second line, of 0."""
        quote = self._accepted((1000.0,))
        deposit = self._invoice_deposit(quote, 30, post=False)
        deposit.invoice_line_ids.filtered(lambda line: line.display_type == "product").tax_ids = [Command.clear()]
        deposit.action_post()
        second = self._invoice_deposit(quote, 30)
        lines = second.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        self.assertTrue(all(line.price_subtotal > 0 for line in lines), lines.mapped("price_subtotal"))
        self._invoice(quote)
        invoices = quote.invoice_ids
        self.assertAlmostEqual(sum(invoices.mapped("amount_untaxed")), quote.amount_untaxed, 2)
        self.assertNotEqual(quote.invoice_status, "to invoice")

    def test_a_part_smaller_than_the_deposit_stays_an_invoice(self):
        """OCA/sale-workflow#4236: the first part became a credit note, the deposit taken off it."""
        quote = self._accepted((1000.0,), (1000.0,))
        self._invoice_deposit(quote, 40)
        action = quote.action_new_partial_invoice()
        wizard = self.env[action["res_model"]].with_context(**action["context"]).create({"progress": 25.0})
        wizard.create_invoices()
        part = quote.invoice_ids.sorted("id")[-1]
        self.assertEqual((part.move_type, part.amount_total), ("out_invoice", 600.0))
        part.action_post()
        self._invoice(quote)
        self.assertSumsUp(quote)

    def test_a_part_payment_and_a_credit_note_leave_what_is_due(self):
        """odoo#37549, odoo#8621: a credit note of a part is counted by the quote and by what is due."""
        quote = self._accepted((100.0, 20.0, 5.0))
        invoice = self._invoice(quote)
        self._credit(invoice, price=200.0)
        self.assertEqual(invoice.amount_residual, 360.0)
        self.assertEqual(quote._get_rest_amounts(), (200.0, 240.0))
        self._invoice(quote)
        self.assertSumsUp(quote)

    def test_a_deposit_of_everything_is_the_order_to_the_cent(self):
        """Dolibarr#14166: a deposit of 100 %, one line, did not come to the total of the order's lines."""
        for prices in ((299.33, 179.33, 99.34), (0.195 * 1198, 33.33, 12.35)):
            quote = self._accepted(*((price,) for price in prices), (7.77, 5.5))
            self.assertEqual(self._invoice_deposit(quote, 100).amount_total, quote.amount_total)
            self.assertEqual(self._invoice(quote).amount_total, 0.0)
            self.assertSumsUp(quote)

    def test_prices_of_tenths_of_a_cent_and_a_negative_one(self):
        """Dolibarr#3347: 0.195 a copy, thousands of copies and a reduction per copy: two cents too many."""
        lines = [(0.195, 20.0, quantity) for quantity in (1198, 766, 107, 1163)]
        quote = self._accepted(*lines, (-0.095, 20.0, 2428))
        self.assertEqual(quote.amount_untaxed, 399.98)  # the sum of what stands on the lines
        self._invoice_deposit(quote, 33)
        self._invoice(quote)
        self.assertSumsUp(quote)

    def test_a_credit_note_is_its_invoice_to_the_cent(self):
        """EN16931#119: half a cent of VAT rounded up on the invoice was rounded down on its credit note."""
        for price in (101.0, 0.9, 1003.1):
            quote = self._accepted((price, 5.5))
            invoice = self._invoice(quote)
            credit = self._credit(invoice)
            self.assertEqual(
                (credit.amount_untaxed, credit.amount_tax, credit.amount_total),
                (invoice.amount_untaxed, invoice.amount_tax, invoice.amount_total),
            )

    def test_what_was_paid_too_much_is_taken_back_with_the_payment(self):
        """Dolibarr#17780: the payment deleted, what it had paid of another invoice stayed paid."""
        first, second = self._invoice(self._accepted((250.0, 0.0))), self._invoice(self._accepted((100.0, 0.0)))
        payment = self._pay(first, amount=300.0)
        second.js_assign_outstanding_line(payment.move_id.line_ids.filtered("credit").id)
        self.assertEqual((first.amount_residual, second.amount_residual), (0.0, 50.0))
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual((first.amount_residual, second.amount_residual), (250.0, 100.0))
        self.assertEqual((first.agency_status, second.agency_status), ("sent", "sent"))

    def test_a_credit_note_is_paid_back_in_part_and_used_for_the_rest(self):
        """Dolibarr#19003: half of a credit note given back, the other half taken off the next invoice."""
        paid = self._invoice(self._accepted((1000.0, 0.0)))
        self._pay(paid)
        credit = self._credit(paid)
        self._pay(credit, amount=500.0)
        following = self._invoice(self._accepted((800.0, 0.0)))
        rest = credit.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        following.js_assign_outstanding_line(rest.id)
        self.assertEqual((credit.amount_residual, following.amount_residual), (0.0, 300.0))
