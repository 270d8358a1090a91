"""The screens of trainings: the payers of a quote, the session made from it, the yearly statement."""

import re
from pathlib import Path
from typing import Self

from mails import pdf_text
from pages import plain
from pages_forms import Form
from pages_invoices import InvoiceForm
from pages_sales import QuoteForm
from playwright.sync_api import Locator, expect


class TrainingQuote(QuoteForm):
    """A Devis of a training."""

    def show_training(self) -> Self:
        self.page.locator("a[name='agency_training']").click()
        return self

    def payers(self) -> Locator:
        return self.field("funding_ids")

    def add_payer(self, payer: str, file_no: str, amount: str, picture: str) -> Self:
        """Add who pays the agency a part, and save."""
        self.payers().locator(".o_field_x2many_list_row_add a").click()
        dialog = self.page.locator(".modal")
        dialog.locator("[name='payer_id'] input").fill(payer)
        self.page.locator(".o-autocomplete--dropdown-item", has_text=payer).first.click()
        dialog.locator("[name='file_no'] input").fill(file_no)
        dialog.locator("[name='agreed_amount'] input").fill(amount)
        self.desk.settle()
        self.desk.shoot(picture)
        dialog.locator(".o_form_button_save").click()
        expect(self.page.locator(".modal")).to_have_count(0)
        self.save()
        expect(self.payers()).to_contain_text(file_no)
        return self

    def plan_session(self) -> "SessionForm":
        self.run("action_plan_session")
        return SessionForm(self.desk).ready()

    def invoice_payers(self, *words: str) -> None:
        """Facture de solde: one draft a payer, which the dialog names; the drafts are listed."""
        self.run("action_new_balance_invoice")
        dialog = self.page.locator(".modal")
        for word in ("Une facture par payeur", *words):
            expect(dialog).to_contain_text(word)
        self.desk.shoot("99-solde-par-payeur")
        dialog.locator("button[name='create_invoices']").click()
        expect(self.desk.row(words[0])).to_be_visible()
        self.desk.settle()


class SessionForm(Form):
    """A Session."""

    def close_sheet(self, number: int, scan: Path, picture: str) -> None:
        """Say that all were there, attach the signed paper, close."""
        self.root.locator("button[name='action_open_sheet']").nth(number).click()
        dialog = self.page.locator(".modal")
        dialog.locator("button[name='action_all_present']").click()
        expect(dialog.locator("[name='attendance_ids'] .o_data_row").last).to_contain_text("Présent")
        dialog.locator("[name='sheet_scan'] input[type='file']").set_input_files(scan)
        self.desk.settle()
        self.desk.shoot(picture)
        dialog.locator("button[name='action_close_sheet']").click()
        self.page.locator(".modal", has_text="Continuer").locator("footer .btn-primary").click()
        expect(self.page.locator(".modal")).to_have_count(0)
        self.desk.settle()
        self.reload()

    def print_certificates(self) -> str:
        """Return the text of the certificates."""
        with self.page.expect_download() as downloaded:
            self.run("action_print_certificates")
        return pdf_text(downloaded.value.path().read_bytes())

    def send_certificates(self) -> None:
        self.run("action_send_certificates")
        dialog = self.page.locator(".modal")
        dialog.locator("button[name='action_send']").click()
        expect(dialog).to_have_count(0)
        self.reload()


class PayerInvoice(InvoiceForm):
    """The invoice of who pays a part."""

    def settle_up(self) -> None:
        """It is paid."""
        payment = self.pay()
        payment.create_payment()
        assert self.invoice_status() == "Soldé"


class StatementForm(Form):
    """A BPF."""

    def figure(self, label: str) -> str:
        """Return what a row of the form says."""
        return plain(self._row(label).locator("td[name='figure']").inner_text())

    def open_figure(self, label: str) -> Locator:
        """Open what makes a figure, and return its list."""
        self._row(label).locator("button[name='action_open_entries']").click()
        entries = self.page.locator(".o_list_view")
        expect(entries.locator(".o_data_row").first).to_be_visible()
        self.desk.settle()
        return entries

    def _row(self, label: str) -> Locator:
        exactly = re.compile(rf"^\s*{re.escape(label)}\s*$")
        name = self.page.locator("td[name='name']", has_text=exactly)
        return self.field("line_ids").locator(".o_data_row").filter(has=name).first
