"""A record on the screen, and the dialogs over it: what all forms have in common."""

import re
from datetime import date
from typing import Self

from pages import Desk, plain
from playwright.sync_api import Locator, expect


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
