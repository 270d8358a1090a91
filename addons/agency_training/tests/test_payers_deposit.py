"""What is asked for before the training is given: of what the customer pays, and nothing where it pays none (T50)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_payers import PayersCommon


@tagged("-at_install", "post_install")
class TestPayersDeposit(PayersCommon):
    def _propose(self):
        """Return the share that the dialog of a deposit proposes."""
        return self.order.action_new_deposit_invoice()["context"]["default_amount"]

    def test_t50_a_deposit_is_proposed_of_the_customers_part(self):
        self.assertEqual(self._propose(), 30)
        payer = self._fund(1000)
        self.assertEqual(self._propose(), 30)
        payer.agreed_amount = 1200
        self.assertEqual(self._propose(), 20)
        self.assertEqual(self._bill("deposit").amount_untaxed, 300)

    def test_t50_a_share_that_is_no_round_number_leaves_the_payer_its_part(self):
        self._fund(1500 / 1.07)
        share = self._propose()
        self.assertEqual(share, 6.54)
        self.assertEqual(self._bill("deposit").amount_untaxed, 98.1)

    def test_t50_no_deposit_of_what_an_opco_pays_wholly(self):
        payer = self._fund(1500)
        with self.assertRaisesRegex(UserError, "AKTO pays all of DEV"):
            self.order.action_new_deposit_invoice()
        # Reimbursed to the customer, who pays the agency.
        payer.is_direct = False
        self.assertEqual(self._propose(), 30)

    def test_t50_a_deposit_typed_all_the_same_is_refused(self):
        self._fund(1500)
        with self.assertRaisesRegex(UserError, "leaves"), self.env.cr.savepoint():
            self.env["sale.advance.payment.inv"].with_user(self.user).create(
                {
                    "sale_order_ids": self.order.ids,
                    "invoice_dialog": "deposit",
                    "advance_payment_method": "percentage",
                    "amount": 30,
                }
            ).create_invoices()
        self.assertFalse(self.order.sudo().invoice_ids)

    def test_t50_an_opcos_invoice_says_whose_trainees_they_are(self):
        self._fund()
        self._give()
        direct, rest = self._split(self._bill())
        company = self.order.partner_id.commercial_partner_id
        self.assertTrue(company.is_company)
        facts = dict(direct._get_pdf_training_facts())
        self.assertEqual(facts["Company of the trainees"], company.name)
        self.assertIn("Claire", facts["Trainees"])
        self.assertIn("2027", facts["Dates"])
        self.assertNotIn("Company of the trainees", dict(rest._get_pdf_training_facts()))
        company.is_company = False
        self.assertNotIn("Company of the trainees", dict(direct._get_pdf_training_facts()))
