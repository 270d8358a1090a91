"""The screens of a recurring order, its invoice and the window that sends it; the rest is in `pages`."""

import re
from datetime import date
from typing import Self

from babel.dates import format_date
from pages import Desk, plain
from pages_forms import Dialog
from pages_invoices import InvoiceForm
from pages_sales import QuoteForm
from playwright.sync_api import expect


def shown(day: date) -> str:
    """Return a date as Odoo's fields show it: « 4 déc. », with the year when it is another one."""
    return plain(format_date(day, "d MMM" if day.year == date.today().year else "d MMM y", locale="fr_FR"))


class OrderForm(QuoteForm):
    """A Commande client."""

    def recurrence_status(self) -> str:
        return self.status("recurrence_status")

    def frequency(self) -> str:
        """Fréquence."""
        return self.value("billing_frequency")

    def start(self) -> str:
        """Début."""
        return self.value("next_invoice_date")

    def invoice_count(self) -> int:
        return int(re.search(r"\d+", self.button("action_view_invoice").inner_text())[0])

    def open_invoice(self) -> "PeriodInvoice":
        """Open the only invoice of the order by the button above it."""
        self.run("action_view_invoice")
        return PeriodInvoice(self.desk).ready()


class ServiceQuote(QuoteForm):
    """A Devis whose service may come back."""

    def accept(self) -> None:
        """Accepter."""
        self.run("action_confirm")

    def make_recurring(self) -> "RecurringDialog":
        """Press « + Commande client »."""
        self.run("action_make_recurring")
        return RecurringDialog(self.desk).ready()


class RecurringDialog(Dialog):
    """How often the services of a quote come back, and from when."""

    def frequency(self) -> str:
        return self.value("billing_frequency")

    def services(self) -> list[str]:
        return [plain(text) for text in self.field("line_ids").locator(".o_tag").all_inner_texts()]

    def write_start(self, day: date) -> Self:
        """Type Début; no Escape to close its calendar, which would close the window."""
        entry = self.field("next_invoice_date").locator("input, button").first
        entry.click()
        entry = self.field("next_invoice_date").locator("input").first
        entry.fill(f"{day:%d/%m/%Y}")
        entry.press("Tab")
        self.desk.settle()
        return self

    def make_order(self) -> OrderForm:
        self.close_by("action_apply")
        return OrderForm(self.desk).ready()


class PeriodInvoice(InvoiceForm):
    """The Facture of a period of a Commande client."""

    def number(self) -> str:
        """Return the number alone, as FAC/2026/00012."""
        return re.search(r"\w+/\d{4}/\d+", super().number())[0]

    def order(self) -> str:
        return self.value("recurring_order_id")

    def period(self) -> list[str]:
        """Return the first and last day of the period, as the field Période shows them."""
        field = self.field("recurring_period_start")
        expect(field).to_be_visible()
        return re.findall(r"\d+ [a-zéû.]+(?: \d{4})?", plain(field.inner_text()))

    def presta_types(self) -> list[str]:
        """Type presta."""
        return [plain(text) for text in self.field("presta_type_ids").locator(".o_tag").all_inner_texts()]

    def send(self) -> "SendDialog":
        """Envoyer."""
        self.run("action_invoice_sent")
        return SendDialog(self.desk).ready()


class SendDialog(Dialog):
    """Odoo's window that sends an invoice."""

    def recipients(self) -> str:
        return plain(self.field("mail_partner_ids").inner_text())

    def subject(self) -> str:
        return self.value("subject")

    def attachments(self) -> str:
        field = self.root.locator("[name='mail_attachments_widget']").first
        expect(field).to_contain_text(".pdf")
        return plain(field.inner_text())

    def send(self) -> None:
        self.close_by("action_send_and_print")


def order_row(desk: Desk, subject: str) -> str:
    """Return the row of the list « Commandes client » that shows an order."""
    desk.search_within(subject)
    (row,) = [row for row in desk.rows() if subject in row]
    return row
