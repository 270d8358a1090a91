"""The screens of invoices: their dialogs, sending, paying, crediting."""

import re
from typing import Self

from pages import plain
from pages_forms import Dialog, Form
from playwright.sync_api import expect


class DownPayment(Dialog):
    """Facture d'acompte, Facture partielle and Facture de solde: each its own dialog."""

    def title(self) -> str:
        return plain(self.root.locator(".modal-title").inner_text())

    def percent(self) -> str:
        return self.value("amount")

    def total(self) -> str:
        """What the invoice comes to, tax included."""
        return self.value("invoice_total")

    def left(self) -> str:
        """What is left to invoice, tax included."""
        return self.value("rest_total")

    def create_draft(self) -> "InvoiceForm":
        self.close_by("create_invoices")
        return InvoiceForm(self.desk).ready()

    def confirm_and_send(self) -> "SendDialog":
        self.button("action_confirm_and_send").click()
        expect(self.page.locator(".modal:visible button[name='action_send_and_print']")).to_be_visible(timeout=60_000)
        self.desk.settle()
        return SendDialog(self.desk).ready()


class PartialInvoice(DownPayment):
    """Facture partielle: a progress of all lines, or chosen lines and quantities."""

    def by_lines(self) -> Self:
        self.pick("partial_by", "Des lignes et des quantités")
        return self

    def leave_out(self, words: str) -> Self:
        lines = self.field("partial_line_ids").locator(".o_data_row")
        lines.filter(has_text=words).locator(".o_list_record_remove").click()
        self.desk.settle()
        return self

    def write_quantity(self, words: str, quantity: str) -> Self:
        row = self.field("partial_line_ids").locator(".o_data_row", has_text=words)
        row.locator("td[name='quantity']").click()
        entry = self.field("partial_line_ids").locator(".o_selected_row td[name='quantity'] input")
        entry.fill(quantity)
        entry.press("Tab")
        self.desk.settle()
        return self

    def rows(self) -> list[str]:
        return [plain(row.inner_text()) for row in self.field("partial_line_ids").locator(".o_data_row").all()]


class SendDialog(Dialog):
    """Odoo's dialog that sends an invoice."""

    def send(self) -> None:
        self.close_by("action_send_and_print")


class CreditDialog(Dialog):
    """The credit note of an invoice."""

    def create_draft(self, purpose: str) -> "InvoiceForm":
        self.pick("credit_purpose", purpose)
        self.close_by("refund_moves")
        return InvoiceForm(self.desk).ready()


class PaymentDialog(Dialog):
    """Odoo's register payment."""

    def amount(self) -> str:
        return self.value("amount")

    def create_payment(self) -> None:
        self.close_by("action_create_payments")


class InvoiceForm(Form):
    """A Facture."""

    def number(self) -> str:
        return plain(self.root.locator(".oe_title").first.inner_text())

    def lines(self) -> list[str]:
        return [plain(row.inner_text()) for row in self.field("invoice_line_ids").locator(".o_data_row").all()]

    def descriptions(self) -> list[str]:
        """Return what the lines say, label and text together."""
        cells = self.field("invoice_line_ids").locator(".o_data_row td[name='product_id'], .o_data_row td[name='name']")
        return [plain(cell.inner_text()) for cell in cells.all()]

    def totals(self) -> str:
        return plain(self.field("tax_totals").inner_text())

    def confirm(self) -> Self:
        self.run("action_post")
        return self

    def invoice_status(self) -> str:
        """Statut."""
        return self.status("agency_status")

    def is_paid(self) -> bool:
        """Whether the ribbon across the invoice says so."""
        return (
            self.root.locator(".ribbon:visible, .o_widget_web_ribbon:visible")
            .filter(has_text=re.compile("payé|soldé", re.I))
            .count()
            > 0
        )

    def mark_sent(self) -> Self:
        self.run("action_mark_sent")
        return self

    def credit(self) -> CreditDialog:
        self.run("action_reverse")
        return CreditDialog(self.desk).ready()

    def pay(self) -> "PaymentDialog":
        self.run("action_register_payment")
        return PaymentDialog(self.desk).ready()
