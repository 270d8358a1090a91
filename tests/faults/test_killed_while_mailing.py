"""Killed in the middle of a mailing: a quote is sent when the mail server has taken its mail, not before.

A mail that was taken just before the kill leaves twice: between the answer of a mail server and the commit there is a
moment when nobody knows. Odoo sends twice rather than never; both mails carry one Message-ID, by which mail programs
know them as the same. The quote is marked with the second.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import requests
from people import Person
from waiting import wait_for

from tools.agency import testing

QUEUE = "mail.ir_cron_mail_scheduler_action"
CONTACTS = 7


class Trap(testing.MailCatcher):
    """A mail server that kills Odoo in the middle of a mail, before or after it has taken it."""

    server: testing.Server
    kill_before: int | None = None
    kill_after: int | None = None

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        number = len(self.files()) + 1
        if number == self.kill_before:
            self.kill_before = None
            self.server.kill()
            return "451 nobody is there any more"
        answer = await super().handle_DATA(server, session, envelope)
        if number == self.kill_after:
            self.server.kill()
        return answer

    def taken(self) -> Counter:
        """How often each mail was taken, by its Message-ID."""
        return Counter(mail["Message-Id"].strip() for mail in self.messages())


def make_quotes(lucas: Person) -> list[int]:
    """Drafts of several contacts, the first of whom has two."""
    partners = lucas.call(
        "res.partner",
        "search",
        [("parent_id", "!=", False), ("email", "!=", False)],
        limit=CONTACTS,
    )
    (service,) = lucas.call("product.product", "search", [("name", "=", "Création de logo")], limit=1)
    assert len(partners) == CONTACTS
    line = [0, 0, {"product_id": service, "price_unit": 1000}]
    values = [{"partner_id": partner, "order_line": [line]} for partner in [*partners, partners[0]]]
    return lucas.call("sale.order", "create", values)


def quotes_by_mail(database: str, quotes: list[int]) -> dict[str, list[str]]:
    """State of the quotes each mail carries, by its Message-ID."""
    rows = testing.sql(
        database,
        "SELECT trim(m.message_id), o.state FROM agency_message_sent_order_rel r"
        " JOIN mail_message m ON m.id = r.message_id"
        f" JOIN sale_order o ON o.id = r.order_id WHERE o.id IN ({', '.join(map(str, quotes))})",
    )
    found: dict[str, list[str]] = {}
    for row in rows.splitlines():
        message, state = row.split("|")
        found.setdefault(message, []).append(state)
    return found


def check_sent(database: str, quotes: list[int], mail: Trap) -> None:
    """No quote is sent whose mail was not taken."""
    for message, states in quotes_by_mail(database, quotes).items():
        assert set(states) == {"sent"} or set(states) == {"draft"}
        if "sent" in states:
            assert mail.taken()[message]


def test_no_quote_is_sent_whose_mail_was_not_taken(
    database: str,
    tmp_path: Path,
    make_server: Callable[..., testing.Server],
    schedule: Callable[[str], None],
    sign_in: Callable[[testing.Server, str], Person],
) -> None:
    with Trap(tmp_path, testing.free_port()) as mail:
        server = mail.server = make_server(smtp_port=mail.port)
        server.start()
        lucas = sign_in(server, "lucas")
        quotes = make_quotes(lucas)
        mailing = lucas.call("sale.order", "action_mail_documents", quotes)
        assert mailing["res_model"] == "agency.document.mailing"

        # Killed while the user waits, in the middle of the third mail, not taken yet.
        mail.kill_before = 3
        try:
            lucas.call("agency.document.mailing", "action_send", [mailing["res_id"]])
            raise AssertionError("the server answered, and was to be killed")
        except requests.ConnectionError:
            pass
        server.process.wait()
        states = quotes_by_mail(database, quotes)
        assert len(states) == CONTACTS
        assert sorted(len(of_mail) for of_mail in states.values()) == [1] * (CONTACTS - 1) + [2]
        check_sent(database, quotes, mail)
        assert sum("sent" in of_mail for of_mail in states.values()) == len(mail.files()) == 2

        # Odoo's queue takes up what is left, and is killed too: a mail was taken, and Odoo did not hear it.
        mail.kill_after = 5
        schedule(QUEUE)
        server.options = (*server.options, "--max-cron-threads=1")
        server.start()
        server.process.wait(60)
        states = quotes_by_mail(database, quotes)
        check_sent(database, quotes, mail)
        assert len(mail.files()) == 5
        assert sum("sent" in of_mail for of_mail in states.values()) == 4
        (unheard,) = [message for message in mail.taken() if "draft" in states[message]]

        # The next run completes the work. That one mail left twice, all others once.
        mail.kill_after = None
        server.start()
        wait_for(lambda: all("sent" in of_mail for of_mail in quotes_by_mail(database, quotes).values()))
        server.stop()
        assert mail.taken() == Counter({message: 2 if message == unheard else 1 for message in states})
        left = "SELECT count(*) FROM mail_mail WHERE state IN ('outgoing', 'exception')"
        assert testing.sql(database, left) == "0"
