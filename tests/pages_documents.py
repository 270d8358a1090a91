"""The screens of documents: the choice, the composer with Documents, the editor, the folders."""

import re
from pathlib import Path
from typing import Self

from mails import pdf_text
from pages import Desk, plain
from pages_forms import Dialog, Form
from pages_sales import Composer, QuoteForm
from playwright.sync_api import expect


def open_documents(form: Form) -> "DocumentChoice":
    """Press « Documents » on a quote, an order or an invoice."""
    form.button("action_open_documents").click()
    return DocumentChoice(form.desk).ready()


def read_tab(desk: Desk, press) -> str:
    """Return the text of the PDF that `press` opens in a tab."""
    with desk.page.context.expect_page() as opened:
        press()
    tab = opened.value
    address = tab.url if tab.url != "about:blank" else ""
    if not address:
        tab.wait_for_url(re.compile("/web/content/"), wait_until="commit")
        address = tab.url
    content = desk.page.context.request.get(address).body()
    tab.close()
    return pdf_text(content)


class DocumentChoice(Dialog):
    """The dialog of « Documents »: which template, then what to do with it."""

    def templates(self) -> list[str]:
        return [plain(text) for text in self.field("report_id").locator(".o_radio_item").all_inner_texts()]

    def chosen(self) -> str:
        return plain(self.field("report_id").locator(".o_radio_item:has(input:checked)").inner_text())

    def choose_template(self, name: str) -> Self:
        self.field("report_id").locator(".o_radio_item", has_text=name).first.click()
        self.desk.settle()
        return self

    def open(self) -> str:
        """Ouvrir; return the text of the PDF."""
        return read_tab(self.desk, lambda: self.button("action_open").click())

    def mail(self) -> "DocumentComposer":
        """Envoyer."""
        self.button("action_mail").click()
        expect(self.page.locator(".o_mail_composer_form")).to_be_visible()
        return DocumentComposer(self.desk).ready()

    def edit(self) -> "DocumentEditor":
        """Modifier puis générer."""
        self.button("action_edit").click()
        expect(self.page.locator(".o_agency_document_body")).to_be_visible()
        return DocumentEditor(self.desk).ready()

    def keep(self) -> str:
        """Enregistrer dans Documents; return what the notification says."""
        self.button("action_save").click()
        notification = self.page.locator(".o_notification").first
        expect(notification).to_be_visible()
        text = plain(notification.inner_text())
        notification.locator(".o_notification_close").click()
        return text


class DocumentComposer(Composer):
    """Odoo's composer, with « Joindre depuis Documents » and the weight of the mail."""

    def attach_from_documents(self, name: str) -> Self:
        self.root.get_by_role("button", name="Joindre depuis Documents").click()
        picker = self.page.locator(".modal:visible").last
        picker.locator(".o_data_row", has_text=name).locator(".o_list_record_selector input").check()
        picker.get_by_role("button", name="Sélectionner").click()
        expect(self.page.locator(".modal:visible")).to_have_count(1)
        self.desk.settle()
        return self

    def file_names(self) -> list[str]:
        return [plain(text) for text in self.field("attachment_ids").locator("a").all_inner_texts() if text.strip()]

    def weight(self) -> str:
        return self.value("mail_weight_note")


class DocumentEditor(Form):
    """A filled-in document in Odoo's editor."""

    def replace(self, old: str, new: str) -> Self:
        """Select the words `old`, and type others over them."""
        words = self.root.locator(".odoo-editor-editable").get_by_text(old, exact=True).first
        words.click(click_count=3)
        self.page.keyboard.type(new)
        self.save()
        return self

    def author(self) -> str:
        return self.value("write_uid")

    def generate(self) -> str:
        """Générer le PDF; return its text."""
        return read_tab(self.desk, lambda: self.button("action_open_pdf").click())


class QuoteDocuments(QuoteForm):
    """A quote, for its documents."""

    def documents(self) -> DocumentChoice:
        return open_documents(self)


def select_rows(desk: Desk, words: str, count: int) -> None:
    """Tick the rows of a list that hold these words."""
    rows = desk.page.locator(".o_list_view .o_data_row", has_text=words)
    expect(rows).to_have_count(count)
    for row in rows.all():
        row.locator(".o_list_record_selector input").check()


def mail_selection(desk: Desk) -> DocumentComposer:
    """Press « Envoyer » above a list whose selection has one contact."""
    desk.press("Envoyer")
    return DocumentComposer(desk).ready()


def drop_file(desk: Desk, path: Path) -> None:
    """Drop a file on the folder that is open in Documents."""
    data = desk.page.evaluate_handle(
        """([name, content]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([content], name, {type: "text/plain"}));
            return transfer;
        }""",
        [path.name, path.read_text()],
    )
    target = ".o_kanban_renderer"
    desk.page.dispatch_event(target, "dragenter", {"dataTransfer": data})
    desk.page.locator(".o-Dropzone").wait_for()
    desk.page.dispatch_event(".o-Dropzone", "drop", {"dataTransfer": data})
    desk.settle()


def job_notice(desk: Desk) -> str:
    """Wait for the word on a PDF made in the background, and return it."""
    notice = desk.page.locator(".o_notification", has_text="PDF").last
    expect(notice).to_be_visible(timeout=120_000)
    return plain(notice.inner_text())
