"""What the web client asks of the server when a list opens: heard from a real browser, then asked again and timed."""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from playwright.sync_api import Page, Request, sync_playwright

from tools.agency import testing

CALL = "/web/dataset/call_kw/"
PASSWORD = "mirabelle"  # see seed_patterns.py
PATIENCE = 120_000  # ms: the first page of a server makes all the assets
CALM = 2_000  # ms


@dataclass
class ListCalls:
    """The calls of one list: its views, which the browser keeps, and its records, asked each time it opens."""

    action: str
    views: list[dict] = field(default_factory=list)
    records: list[dict] = field(default_factory=list)


@contextmanager
def browser_page(url: str, login: str) -> Iterator[Page]:
    """A page of the web client of one user."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=testing.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(locale="fr-FR")
        page.set_default_timeout(PATIENCE)
        page.goto(f"{url}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click("form.oe_login_form button[type=submit]")
        page.wait_for_selector(".o_main_navbar")
        yield page
        browser.close()


def hear(page: Page, url: str, action: str, model: str) -> ListCalls:
    """Open the list of an action, return the calls on its model.

    :param action: external id of the action
    """
    calls = ListCalls(action)

    def note(request: Request) -> None:
        if CALL in request.url and request.post_data_json["params"]["model"] == model:
            params = request.post_data_json["params"]
            (calls.views if params["method"] == "get_views" else calls.records).append(params)

    # Another tab's cache of views would answer in the server's place.
    page.evaluate("() => indexedDB.databases().then((all) => all.forEach((one) => indexedDB.deleteDatabase(one.name)))")
    page.on("request", note)
    page.goto(f"{url}/odoo/action-{action}?view_type=list")
    page.wait_for_selector(".o_list_view .o_data_row, .o_list_view .o_group_header")
    page.wait_for_timeout(CALM)  # what comes after the rows
    page.remove_listener("request", note)
    if not calls.records:
        raise RuntimeError(f"{action}: the browser asked for no records")
    return calls


class Client:
    """A signed-in user who asks without a browser."""

    def __init__(self, url: str, db: str, login: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.number = itertools.count(1)
        self._post("/web/session/authenticate", {"db": db, "login": login, "password": PASSWORD})

    def _post(self, path: str, params: dict) -> bytes:
        body = {"jsonrpc": "2.0", "method": "call", "id": next(self.number), "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=120)
        answer.raise_for_status()
        if b'"error":' in answer.content[:200] or b'"result":' not in answer.content[:200]:
            raise RuntimeError(f"{path}: {answer.text[:2000]}")
        return answer.content

    def seconds(self, calls: list[dict]) -> float:
        """Return the time of the calls, one after the other."""
        before = time.perf_counter()
        for call in calls:
            self._post(f"{CALL}{call['model']}/{call['method']}", call)
        return time.perf_counter() - before
