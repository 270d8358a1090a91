"""The screens of accounts, contacts, deals and quotes, and the dialogs they open."""

from typing import Self

from pages import plain
from pages_forms import Dialog, Form
from pages_invoices import DownPayment, PartialInvoice
from playwright.sync_api import expect


class AccountForm(Form):
    """A Compte."""

    def account_type(self) -> str:
        return self.value("account_type")

    def fill(self, name: str, email: str, phone: str, street: str, zip_code: str, city: str) -> Self:
        self.write("name", name).write("email", email).write("phone", phone)
        self.write("street", street).write("zip", zip_code).write("city", city)
        return self.save_until_saved()

    def new_contact(self) -> "ContactForm":
        self.run("action_new_contact")
        return ContactForm(self.desk).ready()


class ContactForm(Form):
    """A Contact."""

    def fill(self, name: str, email: str, phone: str, function: str) -> Self:
        self.write("name", name).write("function", function).write("email", email).write("phone", phone)
        return self.save_until_saved()

    def account(self) -> str:
        return self.value("parent_id")

    def new_deal(self) -> "DealForm":
        self.run("action_new_deal")
        return DealForm(self.desk).ready()


class DealForm(Form):
    """An Affaire."""

    def fill(self, name: str) -> Self:
        self.write("name", name)
        return self.save_until_saved()

    def contact(self) -> str:
        return self.value("partner_id")

    def phase(self) -> str:
        """Phase de vente."""
        return self.status("stage_id")

    def next_step(self) -> str:
        """Étape suivante."""
        return self.value("next_step_id")

    def next_step_date(self) -> str:
        """Date étape suivante; empty when the deal asks for none."""
        return self.value("next_step_date") if self.shows("next_step_date") else ""

    def new_quote(self) -> "QuoteForm":
        self.run("action_sale_quotations_new")
        return QuoteForm(self.desk).ready()


class QuoteForm(Form):
    """A Devis."""

    def quote_status(self) -> str:
        """Statut."""
        return self.status("quote_status")

    def number(self) -> str:
        return plain(self.root.locator(".oe_title h1").first.inner_text())

    def contact(self) -> str:
        return self.value("partner_id")

    def deal(self) -> str:
        return self.value("opportunity_id")

    def totals(self) -> str:
        return plain(self.field("tax_totals").inner_text())

    def write_subject(self, subject: str) -> Self:
        return self.write("subject", subject)

    def add_service(self, service: str, quantity: float, price: float | None = None) -> Self:
        """Add a line: a service, its quantity, and a price other than the service's."""
        lines = self.field("order_line")
        lines.locator(".o_field_x2many_list_row_add a").first.click()
        row = lines.locator(".o_selected_row")
        self._choose(row.locator("[name='product_template_id'], [name='product_id']").first, service)
        for name, value in (("product_uom_qty", quantity), ("price_unit", price)):
            if value is not None:
                entry = row.locator(f"td[name='{name}'] input")
                entry.fill(f"{value:g}".replace(".", ","))
                entry.press("Tab")
        self.desk.settle()
        return self

    def lines(self) -> list[str]:
        return [plain(row.inner_text()) for row in self.field("order_line").locator(".o_data_row").all()]

    def send(self) -> "Composer":
        self.run("action_quotation_send")
        return Composer(self.desk).ready()

    def new_deposit_invoice(self) -> "DownPayment":
        self.run("action_new_deposit_invoice")
        return DownPayment(self.desk).ready()

    def accept(self) -> Self:
        self.run("action_confirm")
        return self

    def new_partial_invoice(self) -> "PartialInvoice":
        self.run("action_new_partial_invoice")
        return PartialInvoice(self.desk).ready()

    def new_balance_invoice(self) -> "DownPayment":
        self.run("action_new_balance_invoice")
        return DownPayment(self.desk).ready()


class Composer(Dialog):
    """Odoo's mail composer."""

    def recipients(self) -> str:
        return plain(self.field("partner_ids").inner_text())

    def subject(self) -> str:
        return self.value("subject")

    def attachments(self) -> list[str]:
        field = self.field("attachment_ids")
        expect(field).to_contain_text(".")
        return plain(field.inner_text()).split("\n")

    def send(self) -> None:
        self.close_by("action_send_mail")


class RejectDialog(Dialog):
    """The reason for which a customer refuses a quote."""

    def reject(self, reason: str) -> None:
        self.choose("reject_reason_id", reason)
        self.close_by("action_apply")
