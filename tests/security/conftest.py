"""One server on a database of two companies, and everybody signed in to it."""

import os
from collections.abc import Callable, Iterator

import pytest
from cast import PASSWORD, SEED, read_ids
from people import Person

from tools.agency import testing
from tools.agency.odoo import database

DATABASE = f"security_{os.getpid()}"


@pytest.fixture(scope="session")
def ids() -> Iterator[dict]:
    """Ids of the records of `ours`, of `theirs`, and of those of all companies."""
    testing.create_database(DATABASE)
    try:
        # Not every agency has it; where it is, it changes what others may read.
        database.install(testing.prepare(), DATABASE, ["agency_purchase"])
        yield read_ids(testing.odoo_shell(DATABASE, SEED))
    finally:
        testing.drop_database(DATABASE)


@pytest.fixture(scope="session")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[testing.MailCatcher]:
    with testing.mail_catcher(tmp_path_factory.mktemp("mail")) as mail:
        yield mail


@pytest.fixture(scope="session")
def server(ids: dict, mail: testing.MailCatcher) -> Iterator[testing.Server]:
    with testing.start_server(DATABASE, smtp_port=mail.port) as server:
        yield server


@pytest.fixture(scope="session")
def people(server: testing.Server) -> Callable[[str], Person]:
    """Everybody, by login, signed in once; `public` has not signed in, `admin` is Odoo's."""
    known: dict[str, Person] = {}

    def person(login: str) -> Person:
        if login not in known:
            known[login] = Person(server.url, DATABASE, "" if login == "public" else login, PASSWORD)
            if login != "public":
                known[login].sign_in()
        return known[login]

    return person
