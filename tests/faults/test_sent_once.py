"""Twenty windows press « Envoyer » at the same moment: each mail leaves once."""

from collections import Counter
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from people import Person
from test_same_moment import WINDOWS, at_once

from tools.setup import testing


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


def received(mail: testing.MailCatcher, number: int, subject: str) -> Counter:
    """How many mails with these words in their subject each person outside the agency got, once that many came."""

    def of_them() -> list[EmailMessage]:
        return [message for message in mail.messages() if subject in " ".join(str(message["Subject"]).split())]

    mail.wait_for(number)
    return Counter(str(message["To"]) for message in of_them() if "@agence" not in str(message["To"]))


def quote_to_send(lucas: Person, number: int = 1) -> list[dict]:
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
    quotes = quote_to_send(lucas, 2)
    mailing = lucas.call("sale.order", "action_mail_documents", [quote["id"] for quote in quotes])
    assert mailing["res_model"] == "agency.document.mailing"
    at_once(windows, lambda person: person.call("agency.document.mailing", "action_send", [mailing["res_id"]]))
    assert sorted(received(mail, 2, "").values()) == [1, 1]
    (read, other) = lucas.call("sale.order", "read", [quote["id"] for quote in quotes], ["quote_status"])
    assert (read["quote_status"], other["quote_status"]) == ("sent", "sent")

    # A reminder of one of them, in the composer.
    name = quotes[0]["name"]
    window, context = window_of(lucas, lucas.call("sale.order", "action_send_reminder", [quotes[0]["id"]]))
    at_once(windows, lambda person: person.call("mail.compose.message", "action_send_mail", [window], context=context))
    mail.wait_for(3)
    (read,) = lucas.call("sale.order", "read", [quotes[0]["id"]], ["reminder_count"])
    assert read["reminder_count"] == 1
    of_the_quote = [message for message in mail.messages() if name in " ".join(str(message["Subject"]).split())]
    assert Counter(str(message["To"]) for message in of_the_quote).most_common(1)[0][1] <= 2

    # An invoice, in the window of Odoo.
    (quote,) = lucas.call("sale.order", "search", [("quote_status", "=", "accepted")], limit=1) or [quotes[1]["id"]]
    invoices = lucas.call("account.move", "search_read", [
        ("move_type", "=", "out_invoice"), ("state", "=", "posted"), ("partner_id.email", "!=", False),
    ], ["name", "partner_id"], limit=1)  # fmt: skip
    invoice = invoices[0]
    before = len(mail.messages())
    action = lucas.call("account.move", "action_invoice_sent", [invoice["id"]])
    context = {**action["context"], "default_move_id": invoice["id"]}
    values = {"move_id": invoice["id"], "sending_methods": ["email"]}
    (window,) = lucas.call("account.move.send.wizard", "create", [values], context=context)
    at_once(
        windows,
        lambda person: person.call("account.move.send.wizard", "action_send_and_print", [window], context=context),
    )
    mail.wait_for(before + 1)
    new = Counter(str(message["To"]) for message in mail.messages()[before:])
    assert set(new.values()) == {1}, new
    assert quote
