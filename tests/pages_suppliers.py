"""What a supplier sees by the link of a mail, its own page without an account; and the agency's screens of prices."""

from pathlib import Path
from typing import Self

from pages import Screen, plain
from pages_forms import Dialog, Form
from playwright.sync_api import expect

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


class RequestForm(Form):
    """A Demande de prix."""

    def ask_supplier(self, name: str) -> Self:
        """Type the name of a supplier, and take what is proposed, by the keyboard."""
        entry = self.field("supplier_ids").locator("input").first
        entry.fill(name)
        expect(self.page.locator(".o-autocomplete--dropdown-item", has_text=name).first).to_be_visible()
        entry.press("Enter")
        expect(self.field("supplier_ids").locator(".o_tag", has_text=name)).to_be_visible()
        return self

    def add_item(self, name: str, quantities: str, service: str) -> Self:
        """Add an item: one click, the rest typed."""
        items = self.field("item_ids")
        items.locator(".o_field_x2many_list_row_add a").first.click()
        row = items.locator(".o_selected_row")
        row.locator("[name='name'] input").fill(name)
        row.locator("[name='quantities'] input").fill(quantities)
        entry = row.locator("[name='product_id'] input")
        entry.fill(service)
        expect(self.page.locator(".o-autocomplete--dropdown-item", has_text=service).first).to_be_visible()
        entry.press("Enter")
        self.desk.settle()
        return self

    def join(self, *paths: Path) -> Self:
        """Choose the files that leave with each mail: one click."""
        with self.page.expect_file_chooser() as chooser:
            self.field("attachment_ids").locator(".o_attach, .btn").first.click()
        chooser.value.set_files(list(paths))
        self.desk.settle()
        for path in paths:
            expect(self.field("attachment_ids")).to_contain_text(path.stem)
        return self

    def state(self) -> str:
        return self.status("state")

    def tab(self, name: str) -> Self:
        self.page.get_by_role("tab", name=name, exact=True).click()
        self.desk.settle()
        return self

    def supplier_row(self, supplier: str) -> str:
        return plain(self.field("consultation_ids").locator(".o_data_row", has_text=supplier).inner_text())

    def type_prices(self, supplier: str) -> "AnswerDialog":
        row = self.field("consultation_ids").locator(".o_data_row", has_text=supplier)
        row.locator("button[name='action_type_prices']").click()
        return AnswerDialog(self.desk).ready()

    def grid(self) -> list[list[str]]:
        """Return the comparison: rows of cells, the heads first."""
        self.page.wait_for_selector(".o_agency_price_grid table")
        rows = self.page.locator(".o_agency_price_grid tr").all()
        return [[plain(cell.inner_text()) for cell in row.locator("th, td").all()] for row in rows]

    def choose_price(self, quantity: str, supplier: str) -> "ChoiceDialog":
        """Press « Retenir » in a cell of the comparison."""
        heads, *rows = self.grid()
        column = next(number for number, head in enumerate(heads) if supplier in head)
        row = next(number for number, cells in enumerate(rows) if cells[0].endswith(f"× {quantity}"))
        cells = self.page.locator(".o_agency_price_grid tbody tr").nth(row).locator("th, td")
        cells.nth(column).get_by_role("button", name="Retenir").click()
        return ChoiceDialog(self.desk).ready()


class AnswerDialog(Dialog):
    """The prices of a supplier, typed by hand."""

    def fill(self, quantity: str, price: str) -> Self:
        row = self.field("line_ids").locator(".o_data_row", has_text=quantity)
        row.locator("td[name='total']").click()
        entry = self.field("line_ids").locator(".o_selected_row td[name='total'] input")
        entry.fill(price)
        entry.press("Tab")
        self.desk.settle()
        return self

    def keep(self) -> None:
        self.close_by("action_apply")


class ChoiceDialog(Dialog):
    """« Retenir »: a supplier's price becomes a line of the quote."""

    def put_in_quote(self) -> None:
        self.root.get_by_role("button", name="Dans le devis").click()
        expect(self.page.locator(".modal:visible")).to_have_count(0, timeout=60_000)
        self.desk.settle()
