"""Twenty windows press « Envoyer » at the same moment: each mail leaves once."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from people import Person
from test_same_moment import WINDOWS, at_once

from tools.agency import testing


@pytest.fixture(params=[0, 2], ids=["threads", "workers"])
def mail(
    request: pytest.FixtureRequest, tmp_path: Path, make_server: Callable[..., testing.Server]
) -> Iterator[testing.MailCatcher]:
    """The mails of a server with threads as `make run`, then with two workers."""
    options = {"workers": 2, "gevent_port": testing.free_port()} if request.param else {}
    with testing.mail_catcher(tmp_path) as mail, make_server(smtp_port=mail.port, **options) as server:
        mail.server = server
        yield mail


@pytest.fixture
def windows(mail: testing.MailCatcher, sign_in: Callable[[testing.Server, str], Person]) -> list[Person]:
    """Twenty windows of one user: what is about to be sent is its author's."""
    lucas = sign_in(mail.server, "lucas")
    return [lucas.again() for _window in range(WINDOWS)]


def mails_by_person(mail: testing.MailCatcher, before: int, number: int) -> Counter:
    """How many mails each person got since there were `before`, once `number` came; all have left when all answered."""
    mail.wait_for(before + number)
    return Counter(str(message["To"]) for message in mail.messages()[before:])


def quotes_to_send(lucas: Person, number: int) -> list[dict]:
    """Quotes being written, each of another contact that has an address."""
    drafts = [("quote_status", "=", "draft"), ("partner_id.email", "!=", False), ("order_line", "!=", False)]
    found: dict[int, dict] = {}
    for quote in lucas.call("sale.order", "search_read", drafts, ["name", "partner_id"]):
        found.setdefault(quote["partner_id"][0], quote)
    quotes = list(found.values())[:number]
    assert len(quotes) == number
    return quotes


def window_of(lucas: Person, action: dict) -> tuple[int, dict]:
    """Open the window that an action is; return its id and its context."""
    if action.get("res_id"):
        return action["res_id"], action["context"]
    (window,) = lucas.call(action["res_model"], "create", [{}], context=action["context"])
    return window, action["context"]


def test_each_gesture_that_sends_sends_once(mail: testing.MailCatcher, windows: list[Person]) -> None:
    lucas = windows[0]

    # Several quotes of several contacts, in a list of mails.
    quotes = quotes_to_send(lucas, 2)
    mailing = lucas.call("sale.order", "action_mail_documents", [quote["id"] for quote in quotes])
    assert mailing["res_model"] == "agency.document.mailing"
    at_once(windows, lambda person: person.call("agency.document.mailing", "action_send", [mailing["res_id"]]))
    assert set(mails_by_person(mail, 0, 2).values()) == {1}
    (read, other) = lucas.call("sale.order", "read", [quote["id"] for quote in quotes], ["quote_status"])
    assert (read["quote_status"], other["quote_status"]) == ("sent", "sent")

    # A reminder of one of them, in the composer.
    before = len(mail.messages())
    window, context = window_of(lucas, lucas.call("sale.order", "action_send_reminder", [quotes[0]["id"]]))
    at_once(windows, lambda person: person.call("mail.compose.message", "action_send_mail", [window], context=context))
    assert set(mails_by_person(mail, before, 1).values()) == {1}
    (read,) = lucas.call("sale.order", "read", [quotes[0]["id"]], ["reminder_count"])
    assert read["reminder_count"] == 1

    # An invoice, in the window of Odoo.
    posted = [("move_type", "=", "out_invoice"), ("state", "=", "posted"), ("partner_id.email", "!=", False)]
    (invoice,) = lucas.call("account.move", "search_read", posted, ["name"], limit=1)
    before = len(mail.messages())
    action = lucas.call("account.move", "action_invoice_sent", [invoice["id"]])
    context = {**action["context"], "default_move_id": invoice["id"]}
    values = {"move_id": invoice["id"], "sending_methods": ["email"]}
    (window,) = lucas.call("account.move.send.wizard", "create", [values], context=context)
    at_once(
        windows,
        lambda person: person.call("account.move.send.wizard", "action_send_and_print", [window], context=context),
    )
    assert set(mails_by_person(mail, before, 1).values()) == {1}
