"""What a screen can do, in the user's words. No selector stands anywhere else.

A `Desk` is a signed-in user's Odoo web client. It opens forms (`AccountForm`, `DealForm`, `QuoteForm`,
`InvoiceForm`), which open dialogs (`Composer`, `DownPayment`, `PaymentDialog`, `RejectDialog`).
A `Portal` is what the customer sees. Nothing here asks the database: a value is what the screen shows.
"""

import re
import time
from datetime import date
from pathlib import Path
from typing import Self

from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

# The menus of the app, by the manual's words.
MENUS = {
    "À faire": "menu_report_today",
    "Affaires": "menu_deals",
    "Devis": "menu_quotes",
    "Commandes client": "menu_orders",
    "Factures": "menu_invoices",
    "Comptes": "menu_accounts",
    "Contacts": "menu_contacts",
    "Services": "menu_services",
    "Activités": "menu_activities",
    "Tâches": "menu_tasks",
    "Documents": "menu_documents",
    "Rapports": "menu_reports",
    "Configuration": "menu_configuration",
}

BUSY = "() => Boolean(document.querySelector('.o_loading_indicator, .o_blockUI'))"
# Kinds of request whose answer changes the screen.
AWAITED = {"document", "fetch", "xhr", "script", "stylesheet"}

expect.set_options(timeout=20_000)


def plain(text: str | None) -> str:
    """Return text with every kind of space as one ordinary space."""
    return " ".join((text or "").split())


class Screen:
    """A browser page that remembers what went wrong on it."""

    def __init__(self, context: BrowserContext, url: str, shots: Path) -> None:
        self.url = url
        self.shots = shots
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._hear_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.page.on("response", self._hear_response)
        self._pending: set[object] = set()
        self.page.on("request", self._hear_request)
        for end in ("requestfinished", "requestfailed"):
            self.page.on(end, lambda request: self._pending.discard(request))

    def _hear_console(self, message) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def _hear_response(self, response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")

    def _hear_request(self, request) -> None:
        # The worker that listens to the bus never ends.
        if request.resource_type in AWAITED and "/bus/" not in request.url:
            self._pending.add(request)

    def settle(self, seconds: float = 30) -> None:
        """Wait until the page asks nothing more of the server."""
        deadline = time.monotonic() + seconds
        calm = 0
        while calm < 3:
            self.page.wait_for_timeout(40)
            calm = 0 if self._pending or self.page.evaluate(BUSY) else calm + 1
            if time.monotonic() > deadline:
                waiting = [request.url for request in self._pending] or "the screen is busy"
                raise TimeoutError(f"nothing settled in {seconds:g} s: {waiting}")

    def shoot(self, name: str, full_page: bool = False) -> None:
        """Save a picture of the screen."""
        self.settle()
        self.page.mouse.move(0, 0)
        self.page.screenshot(path=self.shots / f"{name}.png", full_page=full_page)


class Desk(Screen):
    """The Odoo web client of one user."""

    def sign_in(self, login: str, password: str) -> Self:
        self.page.goto(f"{self.url}/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.click("form.oe_login_form button[type=submit]")
        # The first page of a server makes all its assets, which takes a minute on a busy machine.
        bar = ".o_main_navbar .o_menu_sections, .o_main_navbar .o_navbar_apps_menu"
        self.page.wait_for_selector(bar, timeout=180_000)
        self.settle()
        return self

    # --- Menus and lists ---

    def open_agency(self) -> None:
        """Open the app Agence by its icon among the apps."""
        self.page.click(".o_navbar_apps_menu button")
        self.page.click(".o-dropdown--menu .o_app[data-menu-xmlid='agency_crm.menu_root']")
        self.page.wait_for_selector(".o_menu_sections [data-menu-xmlid^='agency_crm.']")
        self.settle()

    def menus(self) -> list[str]:
        """Return the menus of the app, in their order."""
        return [plain(text) for text in self.page.locator(".o_menu_sections > *").all_inner_texts()]

    def open(self, menu: str) -> None:
        """Open a menu of the app Agence, as « Affaires »."""
        xmlid = f"agency_crm.{MENUS[menu]}"
        self.page.click(f".o_menu_sections [data-menu-xmlid='{xmlid}']")
        self.page.wait_for_selector(".o_action_manager .o_view_controller")
        self.settle()

    def visit(self, path: str) -> None:
        """Go to an address of the web client, as a bookmark would."""
        self.page.goto(f"{self.url}/odoo/{path}")
        self.page.locator(".o_action_manager > *, .modal").first.wait_for()
        self.settle()

    def address(self) -> str:
        """Return the address of the screen, to come back to it."""
        return self.page.url

    def go_to(self, address: str, form: "Form") -> None:
        """Go to an address that was noted, and wait for its form."""
        self.page.goto(address)
        form.ready()

    def can_create(self) -> bool:
        """Whether the screen has a button « Nouveau »."""
        return visible(self.page.locator(".o_control_panel .o_list_button_add, .o-kanban-button-new"))

    def search(self, words: str) -> None:
        """Search a list for some words, whatever its filters were."""
        facets = self.page.locator(".o_searchview .o_facet_remove")
        while facets.count():
            facets.first.click()
            self.settle()
        self.search_within(words)

    def search_within(self, words: str) -> None:
        """Search a list for some words, beside its filters."""
        self.page.fill(".o_searchview_input", words)
        # Enter takes the marked proposal: it does nothing while none is shown.
        self.page.wait_for_selector(".o_searchview_autocomplete .o-dropdown-item.focus")
        self.page.press(".o_searchview_input", "Enter")
        expect(self.page.locator(".o_searchview_facet", has_text=words).first).to_be_visible()
        self.settle()

    def rows(self) -> list[str]:
        """Return the rows of the list, each as one line of text."""
        return [plain(row.inner_text()) for row in self.page.locator(".o_list_view .o_data_row").all()]

    def total(self) -> int:
        """Return how many records the list has, on this page and the next."""
        return int(plain(self.page.locator(".o_control_panel .o_pager_limit").first.inner_text()))

    def show_all(self) -> None:
        """Ask for all records of the list on one page, as users do: by its pager."""
        if self.total() > len(self.rows()):
            self.page.locator(".o_control_panel .o_pager_value").first.click()
            self.page.fill(".o_control_panel input.o_pager_value", f"1-{self.total()}")
            self.page.press(".o_control_panel input.o_pager_value", "Enter")
            self.settle()

    def columns(self) -> list[str]:
        """Return the titles of the list's columns."""
        titles = self.page.locator(".o_list_view thead th[data-name]").all_inner_texts()
        return [plain(title) for title in titles if title.strip()]

    def row(self, words: str) -> Locator:
        return self.page.locator(".o_list_view .o_data_row", has_text=words).first

    def select(self, words: str) -> None:
        """Tick the row of a list."""
        self.row(words).locator(".o_list_record_selector input").check()

    def unselect(self) -> None:
        """Untick every row: a click on a row opens it again."""
        self.page.locator(".o_list_unselect_all:visible, .o_unselect_all:visible").first.click()
        self.settle()

    def open_row(self, words: str, form: type["Form"]) -> "Form":
        self.row(words).locator(".o_data_cell:not(.o_list_record_selector)").first.click()
        return form(self).ready()

    def press(self, button: str) -> None:
        """Press a button of the list's header, by its word."""
        self.page.locator(".o_control_panel button:visible, .o_list_buttons button:visible").get_by_text(
            button, exact=True
        ).click()
        self.settle()

    def new(self, form: type["Form"]) -> "Form":
        self.page.locator(".o_control_panel .o_list_button_add:visible, .o-kanban-button-new:visible").first.click()
        return form(self).ready()

    # --- Trouble ---

    def message(self) -> str:
        """Return what the error dialog or the notification says, and close it."""
        told = self.page.locator(".o_error_dialog, .modal .o_dialog_warning, .modal-dialog:has(.modal-title)")
        notified = self.page.locator(".o_notification")
        expect(told.or_(notified).first).to_be_visible()
        text = plain(told.first.inner_text() if told.count() else notified.first.inner_text())
        if told.count():
            told.first.locator(".modal-footer button").first.click()
            expect(told).to_have_count(0)
        else:
            notified.first.locator(".o_notification_close").click()
        return text

    def call(self, model: str, method: str, *args: object, **kwargs: object) -> tuple[object, str]:
        """Call a method as the web client does, where it rightly offers no button.

        Return its result and what the server says when it refuses.
        """
        answer = self.page.evaluate(
            """async ([model, method, args, kwargs]) => (await fetch(
                `/web/dataset/call_kw/${model}/${method}`, {
                    method: "POST",
                    headers: {"Content-Type": "application/json"},
                    body: JSON.stringify({jsonrpc: "2.0", method: "call", params: {model, method, args, kwargs}}),
                })).json()""",
            [model, method, list(args), {"context": {"lang": "fr_FR"}, **kwargs}],
        )
        error = answer.get("error") or {}
        return answer.get("result"), plain((error.get("data") or {}).get("message"))


class Form:
    """A record on the screen. Values are set and read by the field's technical name."""

    ROOT = ".o_action_manager .o_form_view"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page = desk.page

    @property
    def root(self) -> Locator:
        return self.page.locator(self.ROOT).last

    def ready(self) -> Self:
        expect(self.root).to_be_visible()
        self.desk.settle()
        return self

    def field(self, name: str) -> Locator:
        return self.root.locator(f".o_field_widget[name='{name}']").first

    def shows(self, name: str) -> bool:
        return self.field(name).is_visible()

    def flags(self, name: str) -> bool:
        """Whether a field is shown as missing or wrong."""
        return self.root.locator(f".o_field_widget.o_field_invalid[name='{name}']").count() > 0

    # --- Reading ---

    def value(self, name: str) -> str:
        """Return what a field shows."""
        field = self.field(name)
        expect(field).to_be_visible()
        for kind in ("input:not([type=checkbox]):not([type=radio])", "textarea"):
            if (entry := field.locator(kind)).count():
                return plain(entry.first.input_value())
        for chosen in (".o_selection_badge.active", ".o_radio_item:has(input:checked)"):
            if (option := field.locator(chosen)).count():
                return plain(option.first.inner_text())
        return plain(field.inner_text())

    def status(self, name: str) -> str:
        """Return the stage that a status bar has lit, without the time spent there."""
        lit = self.root.locator(f".o_field_widget[name='{name}'] .o_arrow_button_current")
        return (
            plain(lit.inner_text())
            if not lit.locator("span").count()
            else plain(lit.locator("span").first.inner_text())
        )

    def chatter(self) -> str:
        """Return the text of the chatter."""
        return plain(self.page.locator(".o-mail-Chatter").inner_text())

    def record_id(self) -> int:
        """Return the number of the record in the address bar."""
        return int(re.search(r"/(\d+)(?:[/?#]|$)", self.page.url.rstrip("/"))[1])

    # --- Writing ---

    def write(self, name: str, value: object) -> Self:
        """Type into a text, number or date field."""
        field = self.field(name)
        if isinstance(value, date):
            return self._write_date(field, f"{value:%d/%m/%Y}")
        entry = field.locator("input:not([type=checkbox]), textarea").first
        entry.fill(str(value))
        entry.press("Tab")
        self.desk.settle()
        return self

    def clear_date(self, name: str) -> Self:
        return self._write_date(self.field(name), "")

    def _write_date(self, field: Locator, text: str) -> Self:
        if (shown := field.locator("button")).count():
            shown.first.click()
        entry = field.locator("input").first
        entry.fill(text)
        entry.press("Enter")
        self.page.keyboard.press("Escape")
        self.desk.settle()
        return self

    def choose(self, name: str, value: str) -> Self:
        """Choose a record in a list that opens while typing."""
        self._choose(self.field(name), value)
        return self

    def _choose(self, field: Locator, value: str) -> None:
        field.locator("input").first.fill(value)
        option = self.page.locator(".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option)", has_text=value).first
        option.click()
        self.desk.settle()

    def pick(self, name: str, word: str) -> Self:
        """Pick one of the words that a field shows side by side."""
        self.field(name).locator(".o_selection_badge, .o_radio_item label").get_by_text(word, exact=True).click()
        self.desk.settle()
        return self

    def options(self, name: str) -> list[str]:
        """Return the words that a field shows side by side."""
        return [plain(text) for text in self.field(name).locator(".o_selection_badge").all_inner_texts()]

    def save(self) -> Self:
        self.page.locator(".o_form_button_save:visible").click()
        self.desk.settle()
        return self

    def save_until_saved(self) -> Self:
        """Save, and see that it was."""
        self.save()
        expect(self.page.locator(".o_form_status_indicator_buttons.invisible").first).to_be_attached()
        return self

    def discard(self) -> None:
        self.page.locator(".o_form_button_cancel:visible").click()
        self.desk.settle()

    # --- Buttons ---

    def button(self, method: str) -> Locator:
        """The button that runs a method; inside the « … » of a narrow bar too."""
        return self.root.locator(f"button[name='{method}']:visible").first

    def offers(self, method: str) -> bool:
        return self.root.locator(f"button[name='{method}']:visible").count() > 0

    def run(self, method: str) -> None:
        self.button(method).click()
        self.desk.settle()

    def go_back(self, crumb: int = -1) -> None:
        """Go back by the breadcrumb."""
        self.page.locator(".o_breadcrumb .o_back_button, .breadcrumb .breadcrumb-item a").nth(crumb).click()
        self.desk.settle()

    def reload(self) -> Self:
        self.page.reload()
        return self.ready()


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


class Dialog(Form):
    """A form in a window above the screen."""

    ROOT = ".modal:visible"

    def close_by(self, method: str) -> None:
        self.button(method).click()
        expect(self.page.locator(".modal:visible")).to_have_count(0, timeout=60_000)
        self.desk.settle()

    def leave(self) -> None:
        """Close the window, nothing done."""
        self.root.locator(".modal-header .btn-close").click()
        expect(self.page.locator(".modal:visible")).to_have_count(0)
        self.desk.settle()


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


class PaymentDialog(Dialog):
    """Odoo's register payment."""

    def amount(self) -> str:
        return self.value("amount")

    def create_payment(self) -> None:
        self.close_by("action_create_payments")


class RejectDialog(Dialog):
    """The reason for which a customer refuses a quote."""

    def reject(self, reason: str) -> None:
        self.choose("reject_reason_id", reason)
        self.close_by("action_apply")


class Portal(Screen):
    """What the customer sees by the link of the mail."""

    def open_quote(self, link: str) -> Self:
        self.page.goto(link)
        self.page.wait_for_selector("#quote_content, #portal_sale_content")
        return self

    def text(self) -> str:
        return plain(self.page.locator("#wrapwrap").inner_text())

    def accept_and_sign(self, name: str) -> Self:
        """Press « Accepter et signer », sign by name, send."""
        self.page.locator("[data-bs-target='#modalaccept']:visible").first.click()
        window = self.page.locator("#modalaccept")
        expect(window).to_be_visible()
        entry = window.locator("input[name='signer'], .o_web_sign_name_input").first
        entry.fill(name)
        entry.press("Tab")
        button = window.locator(".o_portal_sign_submit")
        expect(button).to_be_enabled()
        with self.page.expect_navigation(url=re.compile("message=sign_ok")):
            button.click()
        self.settle()
        return self

    def thanks(self) -> str:
        """Return what the page says once signed."""
        return plain(self.page.locator(".alert-success:visible").first.inner_text())


def visible(locator: Locator) -> bool:
    """Return whether something is there to see, without waiting for it."""
    try:
        return locator.first.is_visible()
    except Error:
        return False
