from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AgencyPdfCommon


@tagged("-at_install", "post_install")
class TestFormalNotice(AgencyPdfCommon):
    """The formal notice says what is due, with penalties and costs as of its day, and its mail carries it."""

    def _create_chase(self, kind="formal"):
        """Return the reminder of an invoice that is 40 days late, and the invoice."""
        # In the clock's own time: the helpers that draw are waited for.
        today = fields.Date.context_today(self.env.user)
        invoice = self._create_invoice()
        invoice._note_sent()
        invoice._by_rules().invoice_date_due = today - timedelta(days=40)
        chase = self.env["agency.invoice.chase"].browse(invoice.action_chase()["res_id"])
        chase._by_rules().round_id = self.env.ref(f"agency_crm.invoice_reminder_{kind}")
        return chase, invoice

    def _penalty(self, invoice, rate):
        return invoice.company_currency_id.round(invoice.amount_residual * rate * 40 / 36500)

    def test_it_says_penalties_and_costs_as_of_its_day(self):
        self.company.late_penalty_rate = 0
        rates = self.env["agency.penalty.rate"].sudo()
        rates.search([]).unlink()
        rates.create({"valid_from": "2020-01-01", "rate": 12.0})
        chase, invoice = self._create_chase()
        self.assertEqual(chase.penalty_amount, self._penalty(invoice, 12))
        text = self._text(chase, "agency_pdf.report_formal_notice")
        for words in ("Mise en demeure", invoice.name, "40,00", "L. 441-10"):
            self.assertIn(words, text)

    def test_a_rate_that_was_agreed_on_is_the_one_that_counts(self):
        self.company.late_penalty_rate = 15
        chase, invoice = self._create_chase()
        self.assertEqual(chase.penalty_amount, self._penalty(invoice, 15))

    def test_its_mail_carries_it(self):
        chase, _invoice = self._create_chase()
        composer = self.env["mail.compose.message"].with_context(**chase.action_send()["context"]).create({})
        names = composer.attachment_ids.mapped("name")
        self.assertTrue(any(name.startswith("Mise en demeure") for name in names), names)

    def test_a_reminder_carries_the_invoices_that_it_says_are_attached(self):
        chase, invoice = self._create_chase("first")
        self.assertFalse(chase.are_invoices_attached)
        composer = self.env["mail.compose.message"].with_context(**chase.action_send()["context"]).create({})
        self.assertTrue(chase.are_invoices_attached)
        self.assertIn(invoice.invoice_pdf_report_id.name, composer.attachment_ids.mapped("name"))

    def test_other_rounds_have_no_such_document(self):
        chase, _invoice = self._create_chase("first")
        with self.assertRaises(UserError):
            chase.action_open_formal_notice()
