"""What a screen can do, in the user's words. No selector stands anywhere else.

A `Desk` is a signed-in user's Odoo web client. It opens forms (`pages_forms.py`; those of each screen in `pages_….py`),
which open dialogs. Nothing here asks the database: a value is what the screen shows.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

if TYPE_CHECKING:
    from pages_forms import Form

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
PICTURED = """() => [...document.images].every(picture =>
    picture.complete || picture.getBoundingClientRect().top > innerHeight || !picture.getBoundingClientRect().height)"""
# Kinds of request whose answer changes the screen.
AWAITED = {"document", "fetch", "xhr", "script", "stylesheet"}

expect.set_options(timeout=20_000)


def plain(text: str | None) -> str:
    """Return text with every kind of space as one ordinary space."""
    return " ".join((text or "").split())


def new_visitor(browser: Browser) -> BrowserContext:
    """Return a browser of somebody else: other cookies, French, Paris."""
    return browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR", timezone_id="Europe/Paris")


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

    def show_pictures(self) -> None:
        """Wait until the pictures on the screen, which come when they are seen, are there."""
        self.settle()
        self.page.wait_for_function(PICTURED)

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

    def open_apps(self) -> None:
        """Show the apps."""
        self.page.click(".o_navbar_apps_menu button")

    def open_agency(self) -> None:
        """Open the app Agence by its icon among the apps."""
        self.open_apps()
        self.page.click(".o-dropdown--menu .o_app[data-menu-xmlid='agency_crm.menu_root']")
        self.page.wait_for_selector(".o_menu_sections [data-menu-xmlid^='agency_crm.']")
        self.settle()

    def menus(self) -> list[str]:
        """Return the menus of the app, in their order."""
        return [plain(text) for text in self.page.locator(".o_menu_sections > *").all_inner_texts()]

    def open(self, menu: str) -> None:
        """Open a menu of the app Agence, as « Affaires »."""
        xmlid = f"agency_crm.{MENUS[menu]}"
        # The screen that is left stays until the next one is drawn: a click on it would be lost.
        self.page.evaluate(
            "document.querySelectorAll('.o_action_manager .o_view_controller')"
            ".forEach(left => left.setAttribute('data-left', ''))"
        )
        self.page.click(f".o_menu_sections [data-menu-xmlid='{xmlid}']")
        self.page.wait_for_selector(".o_action_manager .o_view_controller:not([data-left])")
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


def visible(locator: Locator) -> bool:
    """Return whether something is there to see, without waiting for it."""
    try:
        return locator.first.is_visible()
    except Error:
        return False
