"""Fixtures of the browser journeys: a server with the sample agency, its mails, a desk per role.

`make test` runs everything; `make test ONLY=journeys` these. Pictures go to `.agency/logs/journeys/`;
with UPDATE_SCREENSHOTS=1 those of the README are renewed in `docs/screenshots/`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pages import Desk, Screen, new_visitor
from pages_portal import Portal
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from serving import Agency, serve_sample

from tools.agency import config, testing

README_SHOTS = config.ROOT / "docs" / "screenshots"
SHOTS = config.LOGS / "journeys"
# Pictures of the README, by their name there.
README_PICTURES = {
    "01-affaires": "liste-affaires",
    "02-affaire": "affaire-en-cours",
    "03-devis": "devis",
    "04-courriel": "courriel",
    "05-portail": "portail",
    "06-facture-acompte": "facture-acompte",
    "07-facture-solde": "facture-solde",
    "08-affaire-finale": "affaire-finale",
    "09-cinq-devis": "50-cinq-devis",
    "10-convention-modifiee": "52-convention-modifiee",
    "11-documents": "54-documents",
    "12-a-faire": "60-a-faire-aujourdhui",
    "13-reprise": "73-reprise-faite",
    "liste-devis": "liste-devis",
    "liste-commandes-client": "liste-commandes-client",
    "liste-factures": "liste-factures",
    "liste-comptes": "liste-comptes",
}
SECONDS = 30  # patience of the browser: two cores may be busy
# See data/SIGN_IN.txt
PASSWORD = "mirabelle"


@pytest.fixture(scope="session")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """A server on a fresh copy of the sample agency, whose mails really leave by SMTP."""
    with serve_sample("journeys", tmp_path_factory.mktemp("mail")) as agency:
        yield agency


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=testing.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def screens(request: pytest.FixtureRequest) -> Iterator[list[Screen]]:
    """The screens a test opened: pictured when it fails, asked for their problems in the end."""
    opened: list[Screen] = []
    yield opened
    failed = getattr(request.node, "failed", False)
    for number, screen in enumerate(opened):
        if failed:
            screen.page.screenshot(path=SHOTS / f"FAILED-{request.node.name}-{number}.png")
        screen.page.context.close()
    problems = [problem for screen in opened for problem in screen.problems]
    complaint = "the browser complained:\n" + "\n".join(problems)
    if failed:
        print(complaint)  # often why
    else:
        assert not problems, complaint


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell the fixtures of a test that it failed."""
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed:
        item.failed = True


@pytest.fixture(scope="session")
def shots() -> Iterator[Path]:
    """Where pictures go; those of the README are copied there when asked for."""
    SHOTS.mkdir(parents=True, exist_ok=True)  # `make test` empties it: several pytests fill it
    yield SHOTS
    if os.environ.get("UPDATE_SCREENSHOTS") == "1":
        README_SHOTS.mkdir(parents=True, exist_ok=True)
        for name, picture in README_PICTURES.items():
            if (SHOTS / f"{picture}.png").exists():
                shutil.copy(SHOTS / f"{picture}.png", README_SHOTS / f"{name}.png")


@pytest.fixture
def new_context(browser: Browser) -> Callable[[], BrowserContext]:
    """Make a browser of somebody else: other cookies, French, Paris."""

    def make() -> BrowserContext:
        context = new_visitor(browser)
        context.set_default_timeout(SECONDS * 1000)
        return context

    return make


@pytest.fixture
def sign_in_at(
    new_context: Callable[[], BrowserContext], screens: list[Screen], shots: Path
) -> Callable[[str, str], Desk]:
    """Sign somebody in, by address of the server and login, and open the app Agence."""

    def make(url: str, login: str) -> Desk:
        desk = Desk(new_context(), url, shots)
        screens.append(desk)
        desk.sign_in(login, PASSWORD).open_agency()
        return desk

    return make


@pytest.fixture
def sign_in(agency: Agency, sign_in_at: Callable[[str, str], Desk]) -> Callable[[str], Desk]:
    """Sign somebody in, by login, and open the app Agence."""
    return lambda login: sign_in_at(agency.url, login)


@pytest.fixture
def user(sign_in: Callable[[str], Desk]) -> Desk:
    """The desk of Lucas, a plain Utilisateur."""
    return sign_in("lucas")


@pytest.fixture
def manager(sign_in: Callable[[str], Desk]) -> Desk:
    """The desk of Claire, Responsable."""
    return sign_in("claire")


@pytest.fixture
def customer(agency: Agency, new_context: Callable[[], BrowserContext], screens: list[Screen], shots: Path) -> Portal:
    """The browser of a customer who never signed in."""
    portal = Portal(new_context(), agency.url, shots)
    screens.append(portal)
    return portal
