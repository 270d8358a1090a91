"""Acompte, partielle, solde: three dialogs (cases J18, M13)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .money import MoneyCommon


class TestInvoiceDialogs(MoneyCommon):
    def setUp(self):
        super().setUp()
        self.quote = self._accepted((1000.0,), (2000.0, 10.0))

    def _open(self, kind):
        action = getattr(self.quote, f"action_new_{kind}_invoice")()
        return Form(
            self.env[action["res_model"]].with_context(**action["context"]),
            view=self.env["ir.ui.view"].browse(action["view_id"]),
        )

    def test_a_deposit_says_what_it_comes_to_and_what_is_left(self):
        dialog = self._open("deposit")
        self.assertEqual((dialog.amount, dialog.invoice_total, dialog.rest_total), (30.0, 1020.0, 3400.0))
        self.assertEqual((dialog.invoice_untaxed, dialog.rest_untaxed), (900.0, 3000.0))
        dialog.deposit_by = "fixed"
        dialog.fixed_amount = 340.0
        self.assertEqual((dialog.invoice_untaxed, dialog.invoice_total), (300.0, 340.0))
        dialog.save().create_invoices()
        self.assertEqual(self.quote.invoice_ids.amount_total, 340.0)

    def test_a_partial_invoice_is_a_progress_of_the_lines(self):
        dialog = self._open("partial")
        dialog.progress = 25.0
        self.assertEqual(dialog.invoice_total, 850.0)
        dialog.save().create_invoices()
        invoice = self.quote.invoice_ids
        self.assertFalse(invoice._is_downpayment())
        self.assertEqual(invoice.amount_total, 850.0)
        invoice.action_post()
        self.assertEqual(self.quote._get_rest_amounts(), (2250.0, 2550.0))

    def test_a_progress_above_what_deposits_leave_is_refused(self):
        self._invoice_deposit(self.quote, 50)
        dialog = self._open("partial")
        dialog.progress = 75.0
        with self.assertRaisesRegex(UserError, "left to invoice"):
            dialog.save().create_invoices()
        for progress in (0.0, -5.0, 101.0):
            dialog.progress = progress
            with self.assertRaisesRegex(UserError, "progress"):
                dialog.save().create_invoices()

    def test_a_partial_invoice_is_chosen_lines_and_quantities(self):
        quote = self.quote = self._accepted((100.0, 20.0, 4.0), (500.0, 10.0), (1000.0,))
        dialog = self._open("partial")
        dialog.partial_by = "lines"
        self.assertEqual([line["quantity"] for line in dialog.partial_line_ids._records], [4.0, 1.0, 1.0])
        with dialog.partial_line_ids.edit(0) as line:
            line.quantity = 1.0
            self.assertEqual((line.quantity_left, line.amount), (4.0, 100.0))
        dialog.partial_line_ids.remove(2)
        self.assertEqual((dialog.invoice_untaxed, dialog.invoice_total), (600.0, 670.0))
        dialog.save().create_invoices()
        invoice = quote.invoice_ids
        self.assertEqual(invoice.invoice_line_ids.mapped("quantity"), [1.0, 1.0])
        self.assertEqual((invoice.amount_untaxed, invoice.amount_total), (600.0, 670.0))
        self.assertFalse(invoice._is_downpayment())
        invoice.action_post()
        self.assertEqual(quote._get_rest_amounts(), (1300.0, 1560.0))
        self._invoice(quote)
        self.assertSumsUp(quote)

    def test_what_the_dialog_says_is_what_is_made(self):
        for progress in (12.5, 33.33, 66.6):
            dialog = self._open("partial")
            dialog.progress = progress
            said = (dialog.invoice_untaxed, dialog.invoice_total)
            known = self.quote.invoice_ids
            dialog.save().create_invoices()
            invoice = self.quote.invoice_ids - known
            self.assertEqual(said, (invoice.amount_untaxed, invoice.amount_total))
            invoice.action_post()
        self._invoice(self.quote)
        self.assertSumsUp(self.quote)

    def test_more_than_what_is_left_of_a_line_is_refused(self):
        theirs = self._accepted((50.0,))
        for quantity, words in ((2.0, "left to invoice"), (-1.0, "left to invoice"), (0.0, "Choose lines")):
            dialog = self._open("partial")
            dialog.partial_by = "lines"
            dialog.partial_line_ids.remove(1)
            with dialog.partial_line_ids.edit(0) as line:
                line.quantity = quantity
            with self.assertRaisesRegex(UserError, words):
                dialog.save().create_invoices()
        wizard = self._open("partial").save()
        wizard.partial_by = "lines"
        wizard.partial_line_ids[0].sale_line_id = theirs.order_line
        with self.assertRaisesRegex(UserError, "Choose lines"):
            wizard.create_invoices()
        self.assertFalse(self.quote.invoice_ids | theirs.invoice_ids)

    def test_a_section_of_which_nothing_is_invoiced_is_not_on_the_invoice(self):
        service = self._line(100.0)
        self.quote = self._create_quote(
            order_line=[
                Command.create(values)
                for values in (
                    {"display_type": "line_section", "name": "Print"},
                    service,
                    {"display_type": "line_section", "name": "Web"},
                    {"display_type": "line_note", "name": "From May"},
                    service,
                )
            ]
        )
        self.quote.action_confirm()
        dialog = self._open("partial")
        dialog.partial_by = "lines"
        dialog.partial_line_ids.remove(1)
        dialog.save().create_invoices()
        lines = self.quote.invoice_ids.invoice_line_ids
        self.assertEqual(lines.mapped("display_type"), ["line_section", "product"])
        self.assertIn("Print", lines.mapped("name"))

    def test_the_balance_shows_what_it_takes_off_before_it_is_made(self):
        self._invoice_deposit(self.quote, 30)
        dialog = self._open("balance")
        self.assertEqual(
            (dialog.deposits_total, dialog.invoice_total, dialog.invoice_untaxed), (1020.0, 2380.0, 2100.0)
        )
        dialog.save().create_invoices()
        self.assertEqual(self.quote.invoice_ids.sorted("id")[-1].amount_total, 2380.0)

    def test_one_click_confirms_and_opens_the_mail(self):
        action = self._open("deposit").save().action_confirm_and_send()
        self.assertEqual(self.quote.invoice_ids.state, "posted")
        self.assertEqual(action["res_model"], "account.move.send.wizard")
