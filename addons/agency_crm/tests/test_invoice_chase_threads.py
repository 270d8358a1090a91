"""What users of other reminders met in public, each tried here: the number of the thread stands in the test."""

from odoo import Command

from .test_invoice_chase import ChaseCommon


class TestInvoiceChaseThreads(ChaseCommon):
    def test_what_the_agency_owes_is_taken_off(self):
        """OCA/credit-control#211: a credit note that stands apart was not in the sum asked for."""
        invoice = self._due("2026-11-01", 1000.0)
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.contact.id,
                "invoice_date": "2026-10-10",
                "invoice_line_ids": [
                    Command.create({"product_id": self.service.id, "price_unit": 300.0, "tax_ids": False})
                ],
            }
        )
        credit.action_post()
        chase = self._run("2026-11-06")
        self.assertEqual(chase.due_invoice_ids, invoice)
        self.assertEqual((chase.amount_due, chase.credit_amount), (1000.0, 300.0))
        self.assertEqual(chase.total_amount, chase.amount_due - 300.0 + chase.penalty_amount + chase.fee_amount)
        self.assertIn("700", str(chase.due_table))

    def test_a_customer_whose_credit_covers_what_is_due_is_left_alone(self):
        self._due("2026-11-01", 200.0)
        credit = self._due("2026-12-31", 300.0)
        self._pay(credit)
        refund = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.contact.id,
                "invoice_date": "2026-10-10",
                "invoice_line_ids": [
                    Command.create({"product_id": self.service.id, "price_unit": 250.0, "tax_ids": False})
                ],
            }
        )
        refund.action_post()
        self.assertFalse(self._run("2026-11-06"))

    def test_an_invoice_in_another_currency_is_said_in_its_own(self):
        """frappe/erpnext#56006: the amount of one currency beside the sign of another."""
        currency = self.env.ref("base.CHF").sudo()
        currency.active = True
        currency.rate_ids.unlink()
        self.env["res.currency.rate"].sudo().create(
            {
                "name": "1900-01-01",
                "rate": 0.5,
                "currency_id": currency.id,
                "company_id": self.company_data["company"].id,
            }
        )
        invoice = self._due("2026-11-01", 1000.0, sent=False)
        invoice.button_draft()
        invoice.currency_id = currency
        invoice.action_post()
        invoice._note_sent()
        chase = self._run("2026-11-06")
        self.assertEqual((invoice.amount_residual, chase.amount_due), (1000.0, 2000.0))
        self.assertIn("CHF", str(chase.due_table))

    def test_who_left_the_account_is_not_asked_for_what_it_owes(self):
        self._due("2026-11-01", 1000.0)
        self.contact.parent_id = self.env["res.partner"].create({"name": "Elsewhere", "is_company": True})
        chase = self._run("2026-11-06")
        self.assertEqual((chase.partner_id, chase.contact_id), (self.account, self.account))

    def test_another_recipient_changes_no_sum(self):
        """OCA/credit-control#378: another contact chosen, and nothing was due any more."""
        self._due("2026-11-01", 1000.0)
        chase = self._run("2026-11-06")
        other = self.env["res.partner"].create({"name": "Accounts", "parent_id": self.account.id})
        chase.contact_id = other
        self.assertEqual(chase.amount_due, 1000.0)
