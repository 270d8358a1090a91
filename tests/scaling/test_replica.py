"""A read replica, made by docker/replica.sh: what only reads is asked there, and its loss stops nobody."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from clusters import NOT_YET, PASSWORD, Cluster, cluster_folder
from waiting import wait_for

from tools.agency import config, testing
from tools.agency.machine import postgres
from tools.agency.machine.postgres_programs import find_programs
from tools.agency.odoo.server import Server
from tools.agency.odoo.source import get

DATABASE = f"replica_{os.getpid()}"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with cluster_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def primary(folder: Path) -> Iterator[Cluster]:
    """A cluster as the postgres image makes it, with the agency in it."""
    primary = Cluster(folder / "primary", testing.free_port())
    primary.create()
    allow = postgres._as_owner("env", f"PGDATA={primary.data}", "bash", "-s")
    subprocess.run(allow, input=(config.ROOT / "docker" / "allow_replica.sh").read_bytes(), check=True, cwd="/")
    primary.start()
    testing.create_database(DATABASE, with_sample=True)
    try:
        primary.receive(DATABASE)
        yield primary
    finally:
        primary.stop()
        testing.drop_database(DATABASE)


@pytest.fixture(scope="module")
def replica(primary: Cluster, folder: Path) -> Iterator[Cluster]:
    """What docker/replica.sh makes of it."""
    replica = Cluster(folder / "replica", testing.free_port())
    variables = {
        "PGDATA": replica.data,
        "PRIMARY": "127.0.0.1",
        "PRIMARY_PORT": primary.port,
        "PGPASSWORD": PASSWORD,
        "PATH": f"{find_programs()}:{os.defpath}",
    }
    command = postgres._as_owner(
        "env", *(f"{name}={value}" for name, value in variables.items()), "bash", "-s", "--", "-p", str(replica.port)
    )
    with (folder / "replica.log").open("w") as log:
        process = subprocess.Popen(
            command, stdin=(config.ROOT / "docker" / "replica.sh").open(), stdout=log, stderr=log, cwd="/"
        )
    try:
        wait_for(lambda: replica.sql("SELECT pg_is_in_recovery()") == "t", NOT_YET)
        yield replica
    finally:
        replica.stop()
        process.wait(30)


@pytest.fixture(scope="module")
def server(primary: Cluster, replica: Cluster) -> Iterator[Server]:
    options = (
        *primary.odoo_options(),
        "--db_replica_host=127.0.0.1",
        f"--db_replica_port={replica.port}",
        "--max-cron-threads=0",
        "--smtp=127.0.0.1",
        "--smtp-port=9",
    )
    with Server(get(), DATABASE, testing.free_port(), config.LOGS / f"{DATABASE}.log", *options) as server:
        yield server


def call(session: requests.Session, server: Server, model: str, method: str, *args: object) -> object:
    body = {"jsonrpc": "2.0", "params": {"model": model, "method": method, "args": args, "kwargs": {}}}
    answer = session.post(f"{server.url}/web/dataset/call_kw/{model}/{method}", json=body, timeout=60).json()
    assert "error" not in answer, json.dumps(answer["error"])[:2000]
    return answer["result"]


def queries(cluster: Cluster) -> int:
    """How many rows this PostgreSQL has read of the quotes."""
    statement = "SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) + seq_scan + coalesce(idx_scan, 0)"
    cluster.sql("SELECT pg_stat_clear_snapshot()", DATABASE)
    return int(cluster.sql(f"{statement} FROM pg_stat_user_tables WHERE relname = 'sale_order'", DATABASE))


def test_reading_asks_the_replica_and_writing_the_primary(primary: Cluster, replica: Cluster, server: Server) -> None:
    session = requests.Session()
    params = {"db": DATABASE, "login": "claire", "password": "mirabelle"}
    session.post(f"{server.url}/web/session/authenticate", json={"jsonrpc": "2.0", "params": params}, timeout=60)
    call(session, server, "sale.order", "web_search_read", [], {"name": {}})
    before = queries(primary), queries(replica)
    for _n in range(20):
        assert call(session, server, "sale.order", "web_search_read", [], {"name": {}, "amount_total": {}})["length"]
    wait_for(lambda: queries(replica) > before[1], NOT_YET)  # statistics come a little later
    assert queries(primary) == before[0], "the primary read the quotes too"

    (quote,) = call(session, server, "sale.order", "search", [("state", "=", "draft")], 0, 1)
    call(session, server, "sale.order", "write", [quote], {"client_order_ref": "Bon 42"})
    written = f"SELECT client_order_ref FROM sale_order WHERE id = {quote}"
    assert primary.sql(written, DATABASE) == "Bon 42"
    wait_for(lambda: replica.sql(written, DATABASE) == "Bon 42", NOT_YET)

    # Lost, it is done without.
    replica.stop()
    for _n in range(5):
        assert call(session, server, "sale.order", "web_search_read", [], {"name": {}})["length"]
    call(session, server, "sale.order", "write", [quote], {"client_order_ref": "Bon 43"})
    assert primary.sql(written, DATABASE) == "Bon 43"
