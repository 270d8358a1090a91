"""Amounts to the cent: deposits, partial invoices, balances, credit notes (cases M2 to M7)."""

from odoo.exceptions import UserError

from .money import MoneyCommon


class TestMoney(MoneyCommon):
    def test_a_line_given_up_beside_its_discount_loses_no_cent(self):
        quote = self._accepted((2.75, 0.0, 2.0), (0.97, 10.0, 0.33), (12.05, 10.0, 1.25))
        self.env["sale.order.discount"].sudo().create(
            {"sale_order_id": quote.id, "discount_type": "so_discount", "discount_percentage": 0.1}
        ).action_apply_discount()
        first = quote.order_line.filtered(lambda line: line.product_id == self.service)[:1]
        first.product_uom_qty = 0
        part = self._invoice(quote, post=False, deduct_down_payments=False)
        for line in part.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            line.quantity = round(line.quantity * 0.1, 2)
        part.action_post()
        self._invoice(quote)
        self.assertSumsUp(quote)

    def test_a_deposit_its_base_and_its_total_agree(self):
        quote = self._accepted((644.18,))
        deposit = self._invoice_deposit(quote, 30)
        self.assertEqual(deposit.amount_total, 231.91)
        self.assertAgrees(deposit)
        balance = self._invoice(quote)
        self.assertAgrees(balance)
        self.assertSumsUp(quote)

    def test_each_line_of_a_deposit_reads_as_it_counts(self):
        quote = self._accepted((111.10, 20.0), (222.20, 10.0), (55.55, 5.5), (33.35, 0.0))
        deposit = self._invoice_deposit(quote, 30)
        for line in deposit.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            self.assertEqual(line.price_unit, round(line.price_unit, 2))
            self.assertAlmostEqual(line.price_unit * line.quantity, line.price_subtotal, 6)
        self.assertAgrees(deposit)
        self._invoice(quote)
        self.assertSumsUp(quote)

    def test_a_deposit_whose_credit_note_was_cancelled_is_taken_off(self):
        quote = self._accepted((1500.0,))
        credit = self._credit(self._invoice_deposit(quote, 50))
        credit.button_draft()
        credit.button_cancel()
        self.assertEqual(self._invoice(quote).amount_total, 900.0)
        self.assertSumsUp(quote)

    def test_a_credited_deposit_is_not_taken_off(self):
        quote = self._accepted((1500.0,))
        self._credit(self._invoice_deposit(quote, 50))
        self.assertEqual(self._invoice(quote).amount_total, 1800.0)
        self.assertSumsUp(quote)

    def test_what_is_left_of_a_deposit_credited_in_part_is_taken_off(self):
        quote = self._accepted((100.0,))
        self._credit(self._invoice_deposit(quote, 50), price=30.0)
        balance = self._invoice(quote)
        self.assertEqual(balance.amount_total, 96.0)
        self.assertSumsUp(quote)

    def test_a_quantity_changed_after_the_invoice_keeps_the_discount(self):
        """With price lists, Odoo wiped it out: 105.01 were given back of 99.76 billed."""
        quote = self._accepted((105.01, 5.5, 2.0, 5.0), pricelist_id=self._create_pricelist(0.9371).id)
        self._invoice(quote)
        quote.order_line.product_uom_qty = 1.0
        self.assertEqual(quote.order_line.discount, 5.0)
        self._invoice(quote)
        self.assertSumsUp(quote)

    def test_two_halves_are_the_whole(self):
        quote = self._accepted((10725.49,))
        self._invoice_deposit(quote, 50)
        self._invoice_deposit(quote, 50)
        balance = self._invoice(quote)
        self.assertEqual(balance.move_type, "out_invoice")
        self.assertEqual(balance.amount_total, 0.0)
        self.assertSumsUp(quote)

    def test_deposits_above_the_quote_are_refused(self):
        quote = self._accepted((1000.0,))
        with self.assertRaisesRegex(UserError, "left to invoice"):
            self._invoice_deposit(quote, 150)
        self._invoice_deposit(quote, 60)
        with self.assertRaisesRegex(UserError, "480"):
            self._invoice_deposit(quote, 60)
        with self.assertRaisesRegex(UserError, "left to invoice"):
            self._invoice(quote, "fixed", fixed_amount=99999.0)
        self.assertEqual(len(quote.invoice_ids), 1)

    def test_a_gesture_leaves_the_quote_invoiced(self):
        quote = self._accepted((1000.0,))
        self._credit(self._invoice(quote), price=100.0, purpose="gesture")
        self.assertEqual(quote.invoice_status, "invoiced")
        for move in quote.invoice_ids.filtered(lambda move: move.move_type == "out_invoice"):
            self._pay(move, amount=move.amount_residual)
        self.assertEqual(quote.quote_status, "settled")

    def test_a_correction_is_invoiced_again_and_no_more(self):
        quote = self._accepted(
            (1000.0, 20.0, 3.0),
        )
        self._credit(self._invoice(quote), price=100.0)
        self.assertEqual(quote.invoice_status, "to invoice")
        again = self._invoice(quote)
        self.assertEqual(again.amount_untaxed, 100.0)
        self.assertEqual(quote.invoice_status, "invoiced")
        self.assertSumsUp(quote)

    def test_a_correction_of_a_cent_is_not_forgotten(self):
        quote = self._accepted((1000.0,))
        self._credit(self._invoice(quote), price=0.01)
        self.assertEqual(quote.invoice_status, "to invoice")
        self.assertEqual(self._invoice(quote).amount_untaxed, 0.01)
        self.assertEqual(quote.invoice_status, "invoiced")

    def test_what_a_discounted_deposit_billed_is_taken_off(self):
        quote = self._accepted((1000.0,))
        deposit = self._invoice_deposit(quote, 60, post=False)
        line = deposit.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        line.discount = 10.0
        deposit.action_post()
        self.assertEqual(deposit.amount_untaxed, 540.0)
        self.assertEqual(self._invoice(quote).amount_untaxed, 460.0)
        self.assertSumsUp(quote)

    def test_a_deposit_thrown_away_after_the_balance_is_invoiced_again(self):
        quote = self._accepted((1000.0,))
        deposit = self._invoice_deposit(quote, 30, post=False)
        balance = self._invoice(quote)
        self.assertEqual(balance.amount_untaxed, 700.0)
        deposit.button_cancel()
        self.assertEqual(quote.invoice_status, "to invoice")
        self.assertEqual(self._invoice(quote).amount_untaxed, 300.0)
        self.assertSumsUp(quote)

    def test_thirds_of_a_line_sum_to_it(self):
        quote = self._accepted((85.47, 20.0, 1.0), (33.33, 5.5, 1.0, 3.0))
        for share in (0.33, 0.33, None):
            invoice = self._invoice(quote, post=False)
            services = invoice.invoice_line_ids.filtered(lambda line: line.display_type == "product")
            if share:
                services.quantity = share
            invoice.action_post()
        self.assertEqual(quote.invoice_status, "invoiced")
        self.assertSumsUp(quote)

    def test_the_last_invoice_takes_a_cent_of_tax_alone(self):
        quote = self._accepted((35.5, 10.0, 1.0, 33.33))
        first = self._invoice(quote, post=False)
        first.invoice_line_ids.filtered(lambda line: line.display_type == "product").quantity = 0.25
        first.action_post()
        for _time in range(2):
            self._credit(first, price=1.97)
        self._invoice(quote)
        self.assertEqual(quote.invoice_status, "invoiced")
        self.assertSumsUp(quote)

    def test_a_deposit_with_nothing_left_to_invoice_is_to_be_given_back(self):
        quote = self._accepted((1000.0,))
        self._invoice_deposit(quote, 30)
        quote.order_line.filtered(lambda line: not line.is_downpayment).product_uom_qty = 0
        self.assertEqual(quote.invoice_status, "to invoice")
        self.assertNotEqual(quote.quote_status, "settled")
        credit = self._invoice(quote)
        self.assertEqual((credit.move_type, credit.amount_total), ("out_refund", 360.0))
        self.assertEqual(quote.invoice_status, "invoiced")
