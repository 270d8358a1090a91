"""What the screens of e-invoices can do, in the user's words."""

import base64
from pathlib import Path

from pages import Desk, plain
from pages_forms import Dialog, Form
from pages_invoices import InvoiceForm, PaymentDialog
from playwright.sync_api import expect

ALERTS = "[name='agency_einvoice_alerts']"
# What a browser does when files are dragged from the desk of the computer.
DROP = """([selector, kind, name, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, {type: "application/pdf"}));
    const event = new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried});
    document.querySelector(selector).dispatchEvent(event);
}"""


class SendDialog(Dialog):
    """Odoo's window that sends an invoice."""

    def warnings(self) -> str:
        """Return what the window warns of."""
        return plain(" ".join(self.root.locator(".alert:visible").all_inner_texts()))

    def press_and_read_refusal(self) -> str:
        """Send, and return what the window that refuses says, closed again."""
        self.button("action_send_and_print").click()
        windows = self.page.locator(".modal:visible")
        expect(windows).to_have_count(2)
        text = plain(windows.last.inner_text())
        windows.last.locator(".modal-footer button").first.click()
        expect(windows).to_have_count(1)
        self.desk.settle()
        return text

    def send(self) -> None:
        self.close_by("action_send_and_print")

    def give_up(self) -> None:
        self.root.locator(".modal-footer button[special='cancel'], .modal-footer .btn-secondary").first.click()
        expect(self.page.locator(".modal:visible")).to_have_count(0)
        self.desk.settle()


class EinvoiceForm(InvoiceForm):
    """A customer invoice, with what keeps it from being sent."""

    def missing(self) -> str:
        """Return what the screen says is missing, or ''."""
        alerts = self.root.locator(ALERTS)
        return plain(alerts.inner_text()) if alerts.count() and alerts.is_visible() else ""

    def open_send(self) -> SendDialog:
        self.run("action_invoice_sent")
        return SendDialog(self.desk).ready()

    def mend(self) -> None:
        """Press the button of the first thing that is missing."""
        self.root.locator(f"{ALERTS} a, {ALERTS} button").first.click()
        self.page.wait_for_selector(".o_form_view [name='country_id']")
        self.desk.settle()


class BillForm(Form):
    """A supplier's bill."""

    def to_look_at(self) -> str:
        """Return what the screen says was not read, or ''."""
        banner = self.root.locator("[name='agency_einvoice_reading']")
        return plain(banner.inner_text()) if banner.count() and banner.is_visible() else ""

    def standing(self) -> str:
        """Return where the bill stands: Reçue, Approuvée, Refusée, Payée."""
        return self.value("einvoice_lifecycle")

    def wait_for_its_pdf(self) -> None:
        """Wait until the PDF is drawn beside the bill."""
        viewer = self.page.frame_locator(".o_attachment_preview iframe, .o-mail-Attachment iframe")
        expect(viewer.locator(".page[data-loaded='true']").first).to_be_visible(timeout=60_000)

    def approve(self) -> None:
        self.run("action_post")

    def pay(self) -> None:
        self.run("action_register_payment")
        PaymentDialog(self.desk).ready().create_payment()

    def refuse(self) -> None:
        self.run("action_refuse_bill")


def open_bills(desk: Desk) -> None:
    """Open Fournisseurs > Factures fournisseurs."""
    desk.page.click(".o_menu_sections [data-menu-xmlid='agency_einvoice.menu_suppliers']")
    desk.page.click("[data-menu-xmlid='agency_einvoice.menu_bills']")
    desk.page.wait_for_selector(".o_list_view, .o_view_nocontent")
    desk.settle()


def drop_bill(desk: Desk, path: Path) -> BillForm:
    """Drag a file onto the list of bills and let it go; the bill opens."""
    content = base64.b64encode(path.read_bytes()).decode()
    desk.page.wait_for_selector(".o_list_renderer, .o_view_nocontent")
    target = ".o_list_renderer" if desk.page.locator(".o_list_renderer").count() else ".o_view_nocontent"
    desk.page.evaluate(DROP, [target, "dragenter", path.name, content])
    desk.page.wait_for_selector(".o_drop_area")
    desk.page.evaluate(DROP, [".o_drop_area", "drop", path.name, content])
    desk.page.wait_for_selector(".o_form_view [name='einvoice_lifecycle']")
    desk.settle()
    return BillForm(desk).ready()


def open_overview(desk: Desk) -> str:
    """Open Rapports > Facturation électronique, and return what it says."""
    desk.page.click(".o_menu_sections [data-menu-xmlid='agency_crm.menu_reports']")
    desk.page.click("[data-menu-xmlid='agency_einvoice.menu_overview']")
    desk.page.wait_for_selector(".o_form_view [name='einvoice_customer_count']")
    desk.settle()
    return plain(desk.page.locator(".o_form_view").inner_text())
