from datetime import date

from ..vtiger.settings import Settings
from .common import CONTACT, INVOICE, ORDER, QUOTE, VtigerCommon


class TestVtigerDocuments(VtigerCommon):
    def test_quote(self):
        self.import_files()
        quote = self.find("Quotes", "QUO1")
        self.assertRecordValues(
            quote, [{"name": "QUO1", "quote_status": "sent", "amount_total": 600.0, "subject": "Site"}]
        )
        self.assertEqual(quote.date_order.date(), date(2026, 1, 14))
        self.assertEqual(quote.opportunity_id, self.find("Potentials", "POT1"))
        self.assertEqual(quote.order_line.name, "Logo\ndétail")

    def test_each_status_of_quotes(self):
        words = {
            "Created": "draft", "Envoyé": "sent", "Accepted": "accepted", "Rejected": "rejected",
            "Réglé (total)": "settled", "Reporté": "postponed", "Sans réponse": "no_answer",
        }  # fmt: skip
        rows = [{**QUOTE, "Quote Number": f"Q{i}", "Quote Stage": word} for i, word in enumerate(words)]
        self.import_files(Quotes=rows)
        got = [self.find("Quotes", f"Q{i}").quote_status for i in range(len(words))]
        self.assertEqual(got, list(words.values()))

    def test_euros_are_euros_however_they_are_written(self):
        words = ("Euro", "Euros (€)", "€", "Dollar canadien")
        rows = [{**QUOTE, "Quote Number": f"Q{i}", "Currency": word} for i, word in enumerate(words)]
        report = self.import_files(Quotes=rows)
        refused = [issue.record for issue in report.issues if issue.code == "currency"]
        self.assertEqual(refused, ["Q3"])

    def test_settled_quote_leaves_nothing_to_invoice(self):
        self.import_files(Quotes=[{**QUOTE, "Quote Stage": "Réglé (total)"}])
        quote = self.find("Quotes", "QUO1")
        self.assertEqual(quote.invoice_status, "no")
        self.assertFalse(quote.order_line.qty_to_invoice)

    def test_sent_quote_lives_on(self):
        self.import_files()
        deal = self.find("Potentials", "POT1")
        self.find("Quotes", "QUO1").with_user(self.user).action_confirm()
        self.assertEqual(deal.stage_id, self.env.ref("agency_crm.stage_won"))

    def test_a_quote_was_sent_at_its_last_change_unless_that_was_the_answer(self):
        words = {"Envoyé": 20, "Reporté": 14, "Sans réponse": 14, "Rejected": 14}
        row = {**QUOTE, "Modified Time": "20-01-2026 10:00:00"}
        rows = [{**row, "Quote Number": f"Q{i}", "Quote Stage": word} for i, word in enumerate(words)]
        self.import_files(Quotes=rows)
        got = [self.find("Quotes", f"Q{i}").first_sent_date.day for i in range(len(words))]
        self.assertEqual(got, list(words.values()))

    def test_quotes_are_invoiced_to_whom_odoo_would(self):
        contacts = [
            {**CONTACT, "Mailing Street": "", "Mailing City": ""},
            {
                **CONTACT,
                "Contact Id": "CON2",
                "First Name": "Paul",
                "Mailing Street": "2 rue B",
                "Mailing City": "Metz",
            },
        ]
        rows = [
            QUOTE,
            {**QUOTE, "Quote Number": "QUO2", "Contact Name": "Contacts::::Paul Martin"},
            {**QUOTE, "Quote Number": "QUO3", "Contact Name": ""},
        ]
        self.import_files(Contacts=contacts, Quotes=rows)
        account = self.find("Accounts", "ACC1")
        for key, invoiced in (("QUO1", self.find("Contacts", "CON1")), ("QUO2", account), ("QUO3", account)):
            quote = self.find("Quotes", key)
            self.assertEqual(quote.partner_invoice_id, invoiced)
            self.assertEqual(quote.partner_id.address_get(["invoice"])["invoice"], invoiced.id)

    def test_order_starts_at_its_next_period_and_never_in_the_past(self):
        self.import_files()
        order = self.find("SalesOrder", "SO1")
        self.assertEqual((order.billing_frequency, order.recurrence_status), ("monthly", "running"))
        self.assertGreaterEqual(order.next_invoice_date, self.today())
        self.assertEqual(order.billing_day, 31)
        order._invoice_due_periods()
        self.assertFalse(order.recurring_invoice_ids.filtered(lambda move: move.recurring_period_start < self.today()))

    def test_invoices_of_an_order_are_due_as_vtiger_said(self):
        rows = [
            {**ORDER, "Payment Duration": "Net 30 days"},
            {**ORDER, "Sales Order Number": "SO2", "Payment Duration": "Net 77 days"},
        ]
        self.import_files(SalesOrder=rows)
        term = self.find("SalesOrder", "SO1").payment_term_id
        self.assertEqual(term.line_ids.mapped("nb_days"), [30])
        odd = self.find("SalesOrder", "SO2")
        self.assertFalse(odd.payment_term_id)
        self.assertIn("Net 77 days", odd.message_ids.body)

    def test_order_without_end_is_paused_and_weekly_does_not_recur(self):
        rows = [
            {**ORDER, "End Period": ""},
            {**ORDER, "Sales Order Number": "SO2", "Frequency": "Weekly"},
        ]
        report = self.import_files(SalesOrder=rows)
        self.assertEqual(self.find("SalesOrder", "SO1").recurrence_status, "paused")
        self.assertFalse(self.find("SalesOrder", "SO2").billing_frequency)
        self.assertIn("not_recurring", self.codes(report))

    def test_paid_invoice(self):
        self.import_files()
        invoice = self.find("Invoice", "INV1")
        self.assertRecordValues(
            invoice,
            [{"name": "INV1", "state": "posted", "agency_status": "paid", "amount_total": 600.0, "amount_residual": 0}],
        )
        self.assertEqual((invoice.invoice_date, invoice.invoice_date_due), (date(2026, 1, 15), date(2026, 2, 14)))

    def _post_invoice(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.account.id,
                "invoice_line_ids": [(0, 0, {"name": "x", "price_unit": 1, "tax_ids": []})],
            }
        )
        invoice.action_post()
        self.assertNotEqual(invoice.journal_id.code, "VTG")
        return invoice.name

    def test_next_invoice_keeps_the_agency_own_series(self):
        first = self._post_invoice()
        self.import_files()
        self.assertEqual(self._post_invoice(), f"{first[:-1]}{int(first[-1]) + 1}")

    def test_the_first_invoice_goes_on_after_those_of_vtiger(self):
        """Documents.md, D45: the agency that had no invoice here yet has one series."""
        self.import_files()
        self.assertEqual(self._post_invoice(), "INV2")

    def test_each_status_of_invoices(self):
        words = {
            "Created": ("draft", "draft"), "Sent": ("posted", "sent"), "Paid": ("posted", "paid"),
            "Ne sera jamais réglée": ("posted", "never_paid"), "Cancel": ("cancel", False),
        }  # fmt: skip
        rows = [{**INVOICE, "Invoice No": f"I{i}", "Status": word} for i, word in enumerate(words)]
        self.import_files(Invoice=rows)
        got = [self.find("Invoice", f"I{i}") for i in range(len(words))]
        self.assertEqual([(move.state, move.agency_status) for move in got], list(words.values()))

    def test_part_paid_and_credit(self):
        rows = [
            {**INVOICE, "Status": "Sent", "Received": "100"},
            {**INVOICE, "Invoice No": "INV2", "Status": "Credit Invoice", "Balance": "0"},
        ]
        self.import_files(Invoice=rows)
        self.assertEqual(self.find("Invoice", "INV1").amount_residual, 500)
        credit = self.find("Invoice", "INV2")
        self.assertEqual((credit.move_type, credit.amount_residual), ("out_refund", 0))

    def test_invoice_paid_in_vtiger_since_is_paid_here(self):
        self.import_files(Invoice=[{**INVOICE, "Status": "Sent"}])
        report = self.import_files()
        self.assertEqual(self.find("Invoice", "INV1").agency_status, "paid")
        self.assertEqual(self.counts(report, "Invoice"), {"read": 1, "updated": 1})

    def test_invoice_for_memory_touches_no_account(self):
        moves = self.env["account.move"].search_count([])
        self.import_files(Settings(date_order="dmy", invoices="memory"))
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        message = self.find("Accounts", "ACC1").message_ids
        self.assertIn("INV1", message.body)
        self.assertEqual(message.date.date(), date(2026, 1, 15))
        self.assertEqual(message.attachment_ids.name, "INV1.html")

    def test_memory_up_to_a_date(self):
        rows = [INVOICE, {**INVOICE, "Invoice No": "INV2", "Invoice Date": "20-01-2026"}]
        self.import_files(Settings(date_order="dmy", invoices="memory", memory_until="2026-01-16"), Invoice=rows)
        self.assertEqual(self.find("Invoice", "INV1")._name, "mail.message")
        self.assertEqual(self.find("Invoice", "INV2")._name, "account.move")

    def test_total_is_what_the_customer_was_sent(self):
        rows = [{**QUOTE, "Total": "569.9", "Adjustment": "-0.1", "Discount Percent": "5"}]
        report = self.import_files(Quotes=rows)
        self.assertEqual(self.find("Quotes", "QUO1").amount_total, 569.9)
        (total,) = [total for total in report.totals if total.module == "Quotes"]
        self.assertEqual(dict(total.causes), {"adjustment": -0.1})

    def test_rates_added_up_and_old_rates(self):
        rows = [
            {**QUOTE, "Sales": "10", "Total": "650"},
            {**QUOTE, "Quote Number": "QUO2", "VAT": "19.6", "Total": "598", "Sales": ""},
        ]
        self.import_files(Quotes=rows)
        self.assertEqual(self.find("Quotes", "QUO1").amount_total, 650)
        self.assertEqual(self.find("Quotes", "QUO2").amount_total, 598)

    def test_changed_lines_of_a_quote_untouched_here(self):
        self.import_files()
        self.import_files(Quotes=[{**QUOTE, "Selling Price": "600", "Total": "720"}])
        self.assertEqual(self.find("Quotes", "QUO1").amount_total, 720)

    def test_lines_changed_here_are_kept(self):
        self.import_files()
        self.find("Quotes", "QUO1").order_line.price_unit = 700
        report = self.import_files(Quotes=[{**QUOTE, "Selling Price": "600", "Total": "720"}])
        self.assertEqual(self.find("Quotes", "QUO1").amount_total, 840)
        self.assertIn("kept", self.codes(report))

    def test_a_number_that_is_taken_is_refused_alone(self):
        self.import_files()
        self.env["agency.vtiger.link"].search([]).unlink()
        report = self.import_files(Invoice=[INVOICE, {**INVOICE, "Invoice No": "INV2"}])
        self.assertEqual(self.counts(report, "Invoice"), {"read": 2, "created": 1, "refused": 1})
        self.assertIn("moved_before", self.codes(report, "warning"))
        issue = next(issue for issue in report.issues if issue.code == "number_taken")
        self.assertEqual((issue.severity, issue.record), ("refused", "INV1"))
        self.assertEqual(report.sums["Invoice"], [1, 600.0, 600.0])

    def test_what_odoo_refuses_counts_in_no_total_and_stops_no_other(self):
        empty = {"Item Name": "", "Quantity": "", "Selling Price": "", "VAT": "", "Total": "0", "Status": "Sent"}
        report = self.import_files(Invoice=[{**INVOICE, **empty, "Invoice No": "INV0"}, INVOICE])
        self.assertEqual(self.counts(report, "Invoice"), {"read": 2, "created": 1, "refused": 1})
        self.assertEqual(report.sums["Invoice"], [1, 600.0, 600.0])
        self.assertEqual(self.find("Invoice", "INV1").agency_status, "paid")

    def test_closed_period_is_refused_with_advice(self):
        self.env.company.sudo().fiscalyear_lock_date = date(2026, 1, 31)
        report = self.import_files()
        self.assertEqual(self.codes(report, "refused"), ["locked"])
