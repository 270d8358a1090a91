"""The sample agency, to break: a database for each test, and what tells that the server is in the middle of a work."""

import os
import threading
from collections.abc import Callable, Iterator

import pytest
from people import Person

from tools.agency import testing


@pytest.fixture
def database() -> Iterator[str]:
    """A fresh copy of the sample agency, where no scheduled action runs unless a test says so."""
    name = f"faults_{os.getpid()}"
    testing.create_database(name, with_sample=True)
    testing.sql(name, "UPDATE ir_cron SET active = false")
    try:
        yield name
    finally:
        testing.drop_database(name)


@pytest.fixture
def make_server(database: str) -> Iterator[Callable[..., testing.Server]]:
    """Make servers of the database, to start, to kill; none outlives the test."""
    servers = []

    def make_server(**options: object) -> testing.Server:
        servers.append(testing.start_server(database, **options))
        return servers[-1]

    yield make_server
    for server in servers:
        if server.process and server.process.poll() is None:
            server.kill()


@pytest.fixture
def schedule(database: str) -> Iterator[Callable[[str], None]]:
    """Have a scheduled action run, alone, as soon as a server has a process for them."""
    over = threading.Event()

    def wake_up() -> None:
        # Odoo listens a while after it has started, and else looks once a minute.
        while not over.wait(0.5):
            testing.sql("postgres", f"NOTIFY cron_trigger, '{database}'")

    def schedule(name: str) -> None:
        module, _dot, record = name.partition(".")
        testing.sql(
            database,
            "UPDATE ir_cron SET active = true, nextcall = now() AT TIME ZONE 'UTC' - interval '1 minute'"
            f" WHERE id = (SELECT res_id FROM ir_model_data WHERE module = '{module}' AND name = '{record}')",
        )

    alarm = threading.Thread(target=wake_up)
    alarm.start()
    yield schedule
    over.set()
    alarm.join()


@pytest.fixture
def is_writing(database: str) -> Callable[[str], bool]:
    """Tell whether somebody has written in a table and not committed so far."""

    def is_writing(table: str) -> bool:
        locks = "SELECT count(*) FROM pg_locks WHERE mode = 'RowExclusiveLock' AND relation = '{}'::regclass"
        return testing.sql(database, locks.format(table)) != "0"

    return is_writing


@pytest.fixture
def sign_in(database: str) -> Callable[[testing.Server, str], Person]:
    """Sign somebody of the sample agency in, by login."""

    def sign_in(server: testing.Server, login: str) -> Person:
        # What the web client says of a French user in each call.
        return Person(server.url, database, login, context={"lang": "fr_FR", "tz": "Europe/Paris"}).sign_in()

    return sign_in
