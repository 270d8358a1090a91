"""What a supplier sees by the link of a mail: its own page, without an account."""

from pathlib import Path
from typing import Self

from pages import Screen, plain

AMOUNTS = {"price": "total", "set_up": "fees", "delivery": "shipping"}


class SupplierPage(Screen):
    """The page of one supplier."""

    def open(self, link: str) -> Self:
        self.page.goto(link)
        self.page.wait_for_selector("#agency_supplier_page")
        return self

    def text(self) -> str:
        return plain(self.page.locator("#agency_supplier_page").inner_text())

    def news(self) -> str:
        """Return what the page says first."""
        return plain(" ".join(self.page.locator(".alert").all_inner_texts()))

    def fill(self, quantity: str, **amounts: str) -> None:
        """Type the amounts of a quantity, named as the page names it."""
        row = self.page.locator("fieldset .row.mb-2").filter(has=self.page.get_by_text(quantity, exact=True))
        for name, text in amounts.items():
            row.locator(f"input[name^='{AMOUNTS[name]}_']").fill(text)

    def amount(self, quantity: str) -> str:
        row = self.page.locator("fieldset .row.mb-2").filter(has=self.page.get_by_text(quantity, exact=True))
        return row.locator("input[name^='total_']").input_value()

    def say(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def join(self, *paths: Path) -> None:
        """Choose files."""
        self.page.locator("input[type=file]").set_input_files(list(paths))

    def unfold(self, words: str) -> None:
        self.page.locator("summary", has_text=words).click()

    def press(self, words: str) -> None:
        """Press a button, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).click()
        self.settle()

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 800})
