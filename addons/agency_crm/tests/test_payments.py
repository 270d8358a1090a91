"""By what a customer paid (J19), and what is told on the deal when it was too much."""

from odoo.fields import Command
from odoo.tools import html_escape

from .common import AgencyCommon


class TestPayments(AgencyCommon):
    def _pay(self, invoice, amount=None, **values):
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        return wizard.create({**({"amount": amount} if amount else {}), **values})._create_payments()

    def _invoiced(self):
        quote = self._create_quote()
        quote.action_confirm()
        return self._invoice(quote)

    def _means(self):
        """Transfer, cheque, card and direct debit, in the language of the company."""
        return self.env["account.journal"]._get_payment_means(self.env.company)

    def _said(self, deal):
        return " ".join(deal.message_ids.mapped("body"))

    # === MEANS === #

    def test_each_bank_journal_tells_the_means_apart(self):
        company = self.env.company
        self.env["res.company"].sudo()._add_payment_means_at_first()
        new = self.env["account.journal"].sudo().create({"name": "Savings", "type": "bank", "code": "SAV"})
        journals = self.env["account.journal"].sudo().search([("type", "=", "bank"), ("company_id", "=", company.id)])
        self.assertIn(new, journals)
        for journal in journals:
            names = journal.inbound_payment_method_line_ids.sorted("sequence").mapped("name")
            means = self._means()
            self.assertEqual([name for name in names if name in means], means)
            self.assertLessEqual(set(means), set(journal.outbound_payment_method_line_ids.mapped("name")))
        self.assertNotIn("Manual Payment", new.inbound_payment_method_line_ids.mapped("name"))

    def test_adding_the_means_twice_adds_nothing(self):
        companies = self.env["res.company"].sudo()
        companies._add_payment_means_at_first()
        before = self.env["account.payment.method.line"].sudo().search_count([])
        companies._add_payment_means_at_first()
        self.assertEqual(self.env["account.payment.method.line"].sudo().search_count([]), before)

    def test_a_payment_keeps_by_what_it_was_made(self):
        self.env["res.company"].sudo()._add_payment_means_at_first()
        invoice = self._invoiced()
        journal = self.company_data["default_journal_bank"]
        name = self._means()[1]
        cheque = journal.inbound_payment_method_line_ids.filtered(lambda line: line.name == name)
        payment = self._pay(invoice, journal_id=journal.id, payment_method_line_id=cheque.id)
        self.assertEqual(payment.payment_method_line_id, cheque)
        self.assertEqual(invoice.agency_status, "paid")

    def test_other_companies_keep_odoos_means(self):
        shop = self.env["res.company"].sudo().create({"name": "Shop", "is_agency": False})
        journal = (
            self.env["account.journal"]
            .sudo()
            .create({"name": "Bank", "type": "bank", "code": "BNS", "company_id": shop.id})
        )
        self.assertEqual(journal.inbound_payment_method_line_ids.mapped("name"), ["Manual Payment"])

    def _lines(self, company):
        """What the journals of a company have, and what is of no journal any more."""
        lines = self.env["account.payment.method.line"].sudo()
        lines = lines.search(["|", ("journal_id.company_id", "=", company.id), ("journal_id", "=", False)])
        return sorted((line.journal_id.id, line.payment_type, line.name) for line in lines)

    def test_an_agency_no_longer_has_the_means_it_had(self):
        shop = self.env["res.company"].sudo().create({"name": "Shop", "is_agency": False})
        journals = self.env["account.journal"].sudo()
        journal = journals.create({"name": "Bank", "type": "bank", "code": "BNS", "company_id": shop.id})
        own = journals._get_payment_means(shop)[1]
        manual = self.env.ref("account.account_payment_method_manual_in")
        journal.inbound_payment_method_line_ids = [Command.create({"name": own, "payment_method_id": manual.id})]
        before = self._lines(shop)
        shop.is_agency = True
        self.assertNotEqual(self._lines(shop), before)
        shop.is_agency = False
        self.assertEqual(self._lines(shop), before)

    def test_means_in_use_stay_in_what_was_an_agency(self):
        invoice = self._invoiced()
        journal = self.company_data["default_journal_bank"]
        company = journal.company_id.sudo()
        company._remove_payment_means()
        company._add_payment_means()
        cheque = journal.inbound_payment_method_line_ids.filtered(lambda line: line.name == self._means()[1])
        payment = self._pay(invoice, journal_id=journal.id, payment_method_line_id=cheque.id)
        company.is_agency = False
        self.assertEqual(payment.payment_method_line_id, cheque)
        self.assertNotIn(self._means()[0], journal.inbound_payment_method_line_ids.mapped("name"))

    def test_an_agency_no_longer_rounds_and_closes_as_before(self):
        shop = (
            self.env["res.company"]
            .sudo()
            .create(
                {
                    "name": "Shop",
                    "is_agency": False,
                    "country_id": self.env.ref("base.fr").id,
                    "tax_calculation_rounding_method": "round_globally",
                }
            )
        )
        leaves = self.env["resource.calendar.leaves"].sudo()
        own = leaves.create(
            {
                "name": "Stocktaking",
                "company_id": shop.id,
                "calendar_id": shop.resource_calendar_id.id,
                "date_from": "2030-01-02 00:00:00",
                "date_to": "2030-01-02 23:00:00",
            }
        )
        shop.is_agency = True
        shop._round_per_line_at_first()
        self.assertEqual(shop.tax_calculation_rounding_method, "round_per_line")
        self.assertGreater(leaves.search_count([("company_id", "=", shop.id)]), 1)
        shop.is_agency = False
        self.assertEqual(shop.tax_calculation_rounding_method, "round_globally")
        self.assertEqual(leaves.search([("company_id", "=", shop.id)]), own)

    # === TOO MUCH === #

    def test_a_payment_above_what_is_due_is_told_on_the_deal(self):
        invoice = self._invoiced()
        self._pay(invoice, amount=invoice.amount_total + 40)
        self.assertIn("Paid too much", self._said(self.deal))
        self.assertIn(
            html_escape(invoice.currency_id.format(40)), self._said(self.deal).replace("&nbsp;", "\N{NO-BREAK SPACE}")
        )

    def test_a_payment_in_a_company_that_is_no_agency_is_told_nowhere(self):
        invoice = self._invoiced()
        invoice.company_id.sudo().is_agency = False
        said = self._said(self.deal)
        self._pay(invoice, amount=invoice.amount_total + 40)
        self.assertEqual(self._said(self.deal), said)

    def test_the_right_amount_tells_nothing(self):
        self._pay(self._invoiced())
        self.assertNotIn("Paid", self._said(self.deal))

    def test_what_is_paid_back_is_told_on_the_deal(self):
        invoice = self._invoiced()
        payment = self._pay(invoice, amount=invoice.amount_total + 40)
        refund = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": invoice.commercial_partner_id.id,
                "amount": 40,
                "journal_id": payment.journal_id.id,
            }
        )
        refund.action_post()
        lines = (payment.move_id + refund.move_id).line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable" and not line.reconciled).reconcile()
        self.assertIn("Paid back to the customer", self._said(self.deal))
