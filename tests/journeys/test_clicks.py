"""How many clicks the day's gestures take, counted in the browser: what the README says.

What is typed, and the ticks before a selection, are no clicks of a gesture.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from pages import Desk
from pages_documents import mail_selection, select_rows
from pages_forms import Form
from pages_sales import QuoteForm
from playwright.sync_api import expect
from test_documents import make_quotes
from test_morning import open_today, today_button

from tools.agency import testing

LISTEN = """
    window.agencyClicks = 0;
    addEventListener("click", (event) => { if (event.isTrusted) window.agencyClicks++; }, true);
"""
ACCEPT = """
quote = env["sale.order"].search([("name", "=", {name!r})])
quote.action_confirm()
env.cr.commit()
"""


@contextmanager
def at_most(desk: Desk, count: int) -> Iterator[None]:
    """Assert that what is done inside takes at most so many clicks; the page is not loaded anew meanwhile."""
    desk.page.evaluate(LISTEN)
    yield
    clicks = desk.page.evaluate("window.agencyClicks")
    assert 0 < clicks <= count, f"{clicks} clicks"


def test_a_call_done_and_the_next_date(user: Desk) -> None:
    open_today(user)
    row = user.page.locator(".o_data_row", has=user.page.locator("button[name='action_finish']")).first
    subject = row.locator("td[name='name']").inner_text().strip()
    with at_most(user, 2):
        today_button(user, subject, "action_finish").click()
        user.page.locator(".modal button[name='action_apply']").click()
        expect(user.page.locator(".modal")).to_have_count(0)


def test_a_deposit_then_a_balance_made_and_sent(agency, user: Desk) -> None:
    (name,) = make_quotes(agency.database, 1, "Compté clic à clic")
    testing.odoo_shell(agency.database, ACCEPT.format(name=name))
    before = len(agency.mail.messages())
    user.open("Devis")
    user.search("Compté clic à clic")
    quote = user.open_row("Compté clic à clic", QuoteForm)
    address = user.address()
    with at_most(user, 3):
        quote.new_deposit_invoice().confirm_and_send().send()
    agency.mail.wait_for(before + 1)
    user.go_to(address, quote)
    with at_most(user, 3):
        quote.new_balance_invoice().confirm_and_send().send()
    agency.mail.wait_for(before + 2)


def test_a_task_to_a_colleague(user: Desk) -> None:
    user.open("Tâches")
    with at_most(user, 3):
        task = user.new(Form)
        task.field("summary").locator("input, textarea").first.fill("Compter les clics")
        task.choose("user_id", "Nadia Kessler")
        task.save()


def test_five_quotes_in_one_mail(agency, user: Desk) -> None:
    make_quotes(agency.database, 5, "Cinq en deux clics")
    before = len(agency.mail.messages())
    user.open("Devis")
    user.search("Cinq en deux clics")
    select_rows(user, "Cinq en deux clics", 5)
    with at_most(user, 2):
        mail_selection(user).send()
    agency.mail.wait_for(before + 1)
