"""Two users invoice one quote; at the very same moment: tests/faults/test_same_moment.py."""

from odoo.exceptions import UserError
from odoo.tests import Form

from .common import AgencyCommon


class TestInvoicedMeanwhile(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.quote.action_confirm()

    def _open(self):
        """Open the window, as a user who then looks at it for a while."""
        action = self.quote.action_new_deposit_invoice()
        return Form(self.env[action["res_model"]].with_context(**action["context"]))

    def test_second_deposit_of_two_windows_is_refused(self):
        mine, theirs = self._open(), self._open()
        theirs.save().create_invoices()
        with self.assertRaises(UserError) as refusal:
            mine.save().create_invoices()
        self.assertIn(f"{self.env.user.name} has just invoiced {self.quote.name}", str(refusal.exception))
        self.assertEqual(len(self.quote.invoice_ids), 1)

    def test_second_deposit_asked_for_again_is_made(self):
        self._open().save().create_invoices()
        self._open().save().create_invoices()
        self.assertEqual(len(self.quote.invoice_ids), 2)

    def test_invoice_deleted_meanwhile_refuses_nothing(self):
        deposit = self._invoice_deposit(self.quote, post=False)
        window = self._open()
        deposit.sudo().unlink()
        window.save().create_invoices()
        self.assertEqual(len(self.quote.invoice_ids), 1)

    def test_a_company_that_is_no_agency_invoices_as_in_odoo(self):
        """One window, two invoices, as Odoo's own modules make them of hours of two weeks."""
        self.quote.company_id.sudo().is_agency = False
        advance = self.env["sale.advance.payment.inv"].with_context(active_ids=self.quote.ids)
        window = advance.create({"advance_payment_method": "fixed", "fixed_amount": 100.0})
        for count in (1, 2):
            window.create_invoices()
            self.assertEqual(len(self.quote.invoice_ids), count)
