"""The screens of the import from vtiger."""

import csv
import io
import re
from typing import Self

from pages import Desk, plain
from pages_forms import Form
from playwright.sync_api import FilePayload, expect


def open_import(desk: Desk) -> "MovingForm":
    """Configuration > Reprise de vtiger, then Nouveau."""
    desk.page.click(".o_menu_sections [data-menu-xmlid='agency_crm.menu_configuration']")
    desk.page.click(".o-dropdown--menu [data-menu-xmlid='agency_vtiger.menu_vtiger_import']")
    desk.settle()
    return desk.new(MovingForm)


class MovingForm(Form):
    """An import from vtiger."""

    def give(self, *files: FilePayload) -> Self:
        """Give files to « Fichiers »."""
        field = self.field("attachment_ids")
        field.locator("input[type=file]").set_input_files(list(files))
        for file in files:
            expect(field).to_contain_text(file["name"].rpartition(".")[0])
        self.desk.settle()
        return self

    def state(self) -> str:
        return self.status("state")

    def tab(self, name: str) -> Self:
        self.root.locator(".o_notebook .nav-link", has_text=re.compile(rf"^\s*{name}\s*$")).click()
        self.desk.settle()
        return self

    def rows(self, name: str) -> list[list[str]]:
        """The rows of a list of the import, cell by cell."""
        rows = self.field(name).locator(".o_data_row").all()
        return [
            [plain(cell) for cell in row.locator("td:not(.o_list_record_remove)").all_inner_texts()] for row in rows
        ]

    def messages(self) -> list[str]:
        """What the boxes above the form say."""
        return [plain(text) for text in self.root.locator(".alert:visible").all_inner_texts()]

    def choose_user(self, login: str, name: str) -> Self:
        """Say who a login of vtiger is here."""
        row = self.field("user_ids").locator(".o_data_row", has_text=login)
        row.locator("td[name='user_id']").click()
        self._choose(self.field("user_ids").locator(".o_selected_row td[name='user_id']"), name)
        return self

    def choose_column(self, header: str, target: str) -> Self:
        """Say what a column of vtiger is, on the mapping screen."""
        row = self.field("column_ids").locator(".o_data_row", has_text=header)
        row.locator("td[name='target_id']").click()
        self._choose(self.field("column_ids").locator(".o_selected_row td[name='target_id']"), target)
        return self

    def reasons(self) -> list[list[str]]:
        """What is to be known, each reason once: what, module, count, reason, which records."""
        rows = self.field("summary").locator("tbody tr").all()
        return [[plain(cell) for cell in row.locator("td").all_inner_texts()] for row in rows]

    def download_report(self) -> list[list[str]]:
        """Download « Compte rendu »; return its rows."""
        with self.page.expect_download() as downloaded:
            self.field("report_file").locator("a, button.o_download_file_button, .o_form_uri").first.click()
        text = downloaded.value.path().read_bytes().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def wait_until_done(self, seconds: float = 150) -> Self:
        """Wait until the import in the background is over: the screen says so by itself."""
        lit = self.root.locator(".o_field_widget[name='state'] .o_arrow_button_current")
        expect(lit).to_have_text(re.compile("Terminé|Échoué"), timeout=seconds * 1000)
        self.desk.settle()
        return self

    def undo(self, seconds: float = 150) -> Self:
        """« Annuler la reprise », to the end."""
        self.run("action_undo")
        self.page.locator(".modal:visible .modal-footer .btn-primary").click()
        lit = self.root.locator(".o_field_widget[name='state'] .o_arrow_button_current")
        expect(lit).to_have_text(re.compile("Annulée"), timeout=seconds * 1000)
        self.desk.settle()
        return self
