"""PostgreSQL falls under running servers and comes back: they do too, by themselves, and nothing is half done.

The servers are those of docker-compose.yml: one for the web (with threads, or with workers), and a process for the
scheduled actions, which Docker starts again when it ends. In one process with threads, scheduled actions would be
gone for good: the thread that finds no database ends.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest
import requests
from clusters import Cluster, cluster_folder
from people import Failed, Person, Refused
from waiting import wait_for

from tools.agency import config, testing
from tools.agency.odoo import odoo
from tools.agency.odoo.server import Server
from tools.agency.odoo.source import get

# What a request meets while the database is away.
AWAY = (requests.RequestException, Failed, Refused)


@pytest.fixture
def cluster(database: str) -> Iterator[Cluster]:
    """A PostgreSQL of this test's own, with the sample agency in it."""
    with cluster_folder() as folder:
        cluster = Cluster(folder / "data", testing.free_port())
        cluster.create()
        cluster.start()
        try:
            cluster.receive(database)
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture
def options(cluster: Cluster) -> tuple[str, ...]:
    return (*cluster.odoo_options(), "--smtp=127.0.0.1", "--smtp-port=9")


@pytest.fixture(params=[0, 2], ids=["threads", "workers"])
def server(request: pytest.FixtureRequest, database: str, options: tuple[str, ...]) -> Iterator[Server]:
    workers = [f"--workers={request.param}", f"--gevent-port={testing.free_port()}"] if request.param else []
    log = config.LOGS / f"{database}.log"
    with Server(get(), database, testing.free_port(), log, *options, "--max-cron-threads=0", *workers) as server:
        yield server


@pytest.fixture
def scheduler(database: str, options: tuple[str, ...]) -> Iterator[None]:
    """The process of the scheduled actions, started again when it ends, as by `restart: unless-stopped`."""
    log = config.LOGS / f"{database}-cron.log"
    command = odoo.command(
        get(), "server", "-d", database, "--no-http", "--workers=1", "--max-cron-threads=1", *options
    )
    again = ["bash", "-c", 'while true; do "$@"; sleep 1; done', "-", *command, f"--logfile={log}"]
    process = subprocess.Popen(again, stdin=subprocess.DEVNULL, env=odoo.environment(get()), process_group=0)
    yield
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Writer(threading.Thread):
    """Somebody who makes quotes without end: of each, whether the server said that it was made."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person
        self.over = threading.Event()
        self.answered: list[str] = []
        self.unanswered: list[str] = []

    def run(self) -> None:
        (partner,) = self.person.call("res.partner", "search", [("is_company", "=", True)], limit=1)
        (service,) = self.person.call("product.product", "search", [("name", "=", "Création de logo")], limit=1)
        line = [0, 0, {"product_id": service, "price_unit": 100}]
        number = 0
        while not self.over.is_set():
            number += 1
            reference = f"FAULT {number}"
            # A recurring order, which is accepted as it is made: several writes.
            values = {
                "partner_id": partner,
                "client_order_ref": reference,
                "order_line": [line, line],
                "billing_frequency": "annual",
                "next_invoice_date": "2040-01-01",
            }
            try:
                self.person.call("sale.order", "create", [values])
                self.answered.append(reference)
            except AWAY as error:
                assert not isinstance(error, Failed) or error.name.startswith("psycopg2."), error
                self.unanswered.append(reference)
                time.sleep(0.2)


@pytest.mark.usefixtures("scheduler")
def test_servers_come_back_and_nothing_is_half_done(database: str, cluster: Cluster, server: Server) -> None:
    lucas = Person(server.url, database, "lucas").sign_in()
    writer = Writer(lucas.again())
    writer.start()
    try:
        for _time in range(2):
            made = len(writer.answered)
            wait_for(lambda made=made: len(writer.answered) >= made + 5)
            lost = len(writer.unanswered)
            cluster.stop()
            wait_for(lambda lost=lost: len(writer.unanswered) > lost)
            time.sleep(2)
            cluster.start()
            made = len(writer.answered)
            wait_for(lambda made=made: len(writer.answered) > made, seconds=30, pause=0.1)
    finally:
        writer.over.set()
        writer.join()

    # What was said to be made is there, once; of the rest, all or nothing.
    rows = cluster.sql(
        "SELECT client_order_ref, o.state, count(l.id) FROM sale_order o"
        " LEFT JOIN sale_order_line l ON l.order_id = o.id WHERE client_order_ref LIKE 'FAULT %' GROUP BY o.id",
        database,
    )
    found = [row.split("|") for row in rows.splitlines()]
    assert len(found) == len({reference for reference, _state, _lines in found})
    assert set(writer.answered) <= {reference for reference, _state, _lines in found}
    assert {reference for reference, _state, _lines in found} <= set(writer.answered) | set(writer.unanswered)
    assert {(state, lines) for _reference, state, lines in found} == {("sale", "2")}
    # Who was signed in still is.
    assert lucas.call("sale.order", "search_count", [("client_order_ref", "=like", "FAULT %")]) == len(found)

    # Scheduled actions go on.
    last = "SELECT count(*) FROM ir_cron WHERE lastcall > now() AT TIME ZONE 'UTC' - interval '3 minutes'"
    assert cluster.sql(last, database) == "0"
    cluster.sql(
        "UPDATE ir_cron SET active = true, nextcall = now() AT TIME ZONE 'UTC' - interval '1 minute' WHERE id ="
        " (SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_remind_quotes')",
        database,
    )

    def has_run() -> bool:
        cluster.sql(f"NOTIFY cron_trigger, '{database}'")
        return cluster.sql(last, database) != "0"

    wait_for(has_run, seconds=60, pause=1)
