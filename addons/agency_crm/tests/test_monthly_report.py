"""The monthly report: each figure is its records, and each deal counts once."""

import base64
import io
from datetime import date

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestMonthlyReport(AgencyCommon):
    """November 2026: deposits, balances, a credit note, lost and restored deals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The deal of the cast is of another time.
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crm_lead SET create_date = '2020-01-15'")
        cls.env.invalidate_all()

    def _report(self, month=date(2026, 11, 1)):
        self.env.flush_all()
        return self.env["agency.monthly.report"].create({"month": month})

    def _line(self, report, key, part=None):
        return report.line_ids.filtered(
            lambda line: line.key == key and line.is_part == bool(part) and (not part or line.name == part)
        )

    def _set_back(self, lead, day):
        """Let the deal be created on a day: that is the database's own clock."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", (f"{day} 10:00:00", lead.id))
        lead.invalidate_recordset(["create_date"])

    def _refund(self, invoice):
        reversal = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "reason": "Mistake"})
        )
        reversal.reverse_moves()
        reversal.new_move_ids.action_post()
        return reversal.new_move_ids

    def _play_november(self):
        with freeze_time("2026-11-03 10:00:00"):
            deal = self._create_deal(name="Three quotes", expected_revenue=3000.0)
            quotes = self.env["sale.order"].union(*[self._create_quote(deal) for _number in range(3)])
            quotes.action_quotation_sent()
            other = self._create_deal(name="Lost", expected_revenue=500.0)
            restored = self._create_deal(name="Lost, then back", expected_revenue=700.0)
        with freeze_time("2026-11-05 10:00:00"):
            quotes[0].action_confirm()
            other.action_set_lost(lost_reason_id=self.reason.id)
            restored.action_set_lost()
        with freeze_time("2026-11-06 10:00:00"):
            restored.action_unarchive()
            deposit = self._invoice_deposit(quotes[0])
        with freeze_time("2026-11-20 10:00:00"):
            balance = self._invoice(quotes[0])
            self._pay(deposit)
            credit = self._refund(balance)
        before = self._create_deal(name="October")
        for lead, day in (
            (deal, "2026-11-03"),
            (other, "2026-11-03"),
            (restored, "2026-11-03"),
            (before, "2026-10-10"),
        ):
            self._set_back(lead, day)
        return deal, other, restored, before, deposit, balance, credit

    def test_each_figure_opens_records_of_its_count_and_sum(self):
        self._play_november()
        with freeze_time("2026-11-24 10:00:00"):
            report = self._report()
            self.assertTrue(report.line_ids)
            for line in report.line_ids:
                action = line.action_open()
                records = self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
                self.assertEqual(len(records), line.count, line.name)
                amount = {
                    "crm.lead": "expected_revenue",
                    "account.payment": "amount_company_currency_signed",
                }.get(line.res_model) or (
                    "amount_untaxed_signed" if line.key == "invoiced" else "amount_residual_signed"
                )
                self.assertAlmostEqual(sum(records.mapped(amount)), line.amount, 2, line.name)

    def test_a_deal_counts_once_whatever_its_quotes_and_invoices(self):
        empty = {line.key: line.count for line in self._report().line_ids if not line.is_part}
        deal, other, restored, _before, deposit, balance, credit = self._play_november()
        with freeze_time("2026-11-24 10:00:00"):
            report = self._report()
            counts = {line.key: line.count - empty[line.key] for line in report.line_ids if not line.is_part}
        self.assertEqual(counts["created"], 3)
        self.assertEqual(counts["offered"], 1)
        self.assertEqual(counts["won"], 1)
        self.assertEqual(counts["lost"], 1)
        self.assertEqual(counts["invoiced"], 3)
        self.assertEqual(counts["paid"], 1)
        self.assertEqual((deal.won_date, other.lost_date), (date(2026, 11, 5), date(2026, 11, 5)))
        self.assertFalse(restored.lost_date)
        invoiced = self._line(report, "invoiced").amount
        self.assertAlmostEqual(invoiced, deposit.amount_untaxed + balance.amount_untaxed - credit.amount_untaxed, 2)

    def test_lost_by_reason(self):
        with freeze_time("2026-11-05 10:00:00"):
            self._create_deal().action_set_lost(lost_reason_id=self.reason.id)
        self.assertEqual(self._line(self._report(), "lost", "Too expensive").count, 1)

    def test_months_beside(self):
        for day in ("2026-10-05", "2025-11-05"):
            self._set_back(self._create_deal(name=day), day)
        line = self._line(self._report(), "created")
        self.assertEqual((line.previous_count, line.last_year_count), (1, 1))
        report = self._report()
        report.action_previous()
        self.assertEqual(report.month, date(2026, 10, 1))
        self.assertEqual(self._line(report, "created").count, 1)

    def test_what_was_open_when_a_month_ended(self):
        with freeze_time("2026-11-20 10:00:00"):
            deal = self._create_deal(expected_revenue=3000.0)
            quote = self._create_quote(self._create_deal())
            quote.action_confirm()
            invoice = self._invoice(quote)
            now = self._report()
        month_ends = self.env["agency.month.end"]
        for day in ("2026-12-01", "2026-12-02"):
            with freeze_time(f"{day} 03:00:00"):
                month_ends.sudo()._cron_keep_month_end()
        with freeze_time("2026-12-10 10:00:00"):
            deal.action_set_lost()
            self._pay(invoice)
            report = self._report()
            for key in ("pipe", "outstanding"):
                line = self._line(report, key)
                then = self._line(now, key)
                self.assertEqual((line.count, line.amount), (then.count, then.amount), key)
                action = line.action_open()
                records = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(records), line.count)
                self.assertAlmostEqual(sum(records.mapped("amount")), line.amount, 2)
                self.assertIn(deal if key == "pipe" else invoice, records.lead_id or records.move_id)
                self.assertEqual(records[0].action_open()["res_id"], (records[0].lead_id or records[0].move_id).id)
            parts = [line for line in now.line_ids if line.key == "pipe" and line.is_part]
            self.assertTrue(parts)
            for part in parts:
                self.assertEqual(self._line(report, "pipe", part.name).count, part.count)
            december = self._line(self._report(date(2026, 12, 1)), "pipe")
            self.assertEqual(december.previous_count, self._line(now, "pipe").count)
            self.assertEqual(december.count, december.previous_count - 1)
            self.assertEqual((december.is_previous_known, december.is_last_year_known), (True, False))
            october = self._line(self._report(date(2026, 10, 1)), "pipe")
            self.assertFalse(october.is_known)
            with self.assertRaisesRegex(UserError, "2026 is not known"):
                october.action_open()

    def test_a_month_end_is_not_made_up_later(self):
        month_ends = self.env["agency.month.end"]
        with freeze_time("2026-12-10 03:00:00"):
            month_ends.sudo()._cron_keep_month_end()
        self.assertFalse(month_ends.search([]))

    def test_pdf_says_the_figures(self):
        report = self._report()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html("agency_crm.report_monthly", report.ids)
        for line in report.line_ids:
            self.assertIn(line.name, html.decode())

    def test_deal_closed_before_the_dates_were_kept(self):
        with freeze_time("2026-09-05 10:00:00"):
            self._create_quote().action_confirm()
            self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET won_date = NULL WHERE id = %s", (self.deal.id,))
        self.deal.invalidate_recordset()
        self.deal._by_rules()._compute_outcome_dates()
        self.assertEqual(self.deal.won_date, date(2026, 9, 5))

    def test_won_date_stays_that_of_the_win(self):
        quote = self._create_quote()
        with freeze_time("2026-11-05 10:00:00"):
            quote.action_confirm()
            self.env.flush_all()
        with freeze_time("2026-12-05 10:00:00"):
            self._invoice(quote)
        self.assertEqual(self.deal.stage_id, self._stage("final"))
        self.assertEqual(self.deal.won_date, date(2026, 11, 5))

    def test_spreadsheet_says_the_figures_as_numbers(self):
        self._play_november()
        report = self._report()
        self.assertIn("/sheet/", report.action_open_sheet()["url"])
        sheet = load_workbook(io.BytesIO(base64.b64decode(report.with_context(bin_size=False).sheet))).active
        rows = {row[0].strip(): row[1:] for row in sheet.iter_rows(values_only=True) if row[0]}
        for line in report.line_ids.filtered(lambda line: not line.is_part):
            expected = (line.count, line.amount) if line.is_known else (None, None)
            self.assertEqual(rows[line.name][:2], expected, line.name)
