"""A read replica, made by docker/replica.sh: what only reads is asked there, and its loss stops nobody."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from waiting import wait_for

from tools.setup import config, postgres, testing
from tools.setup.odoo_source import get
from tools.setup.server import Server

# What psql says of a server or a row that is not there so far.
NOT_YET = subprocess.CalledProcessError

DATABASE = f"replica_{os.getpid()}"
PASSWORD = "secret"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_level = replica
fsync = off
"""


@dataclass
class Cluster:
    """A PostgreSQL of this test's own."""

    data: Path
    port: int

    def run(self, program: str, *arguments: object, **options: object) -> subprocess.CompletedProcess:
        """A server program, as the user PostgreSQL runs as."""
        command = postgres._as_owner(postgres.find_programs() / program, *arguments)
        return subprocess.run(command, check=True, cwd="/", **options)

    def sql(self, statement: str, database: str = "postgres") -> str:
        command = [postgres.find_programs() / "psql", "-XAtq", "-h", "127.0.0.1", "-p", str(self.port), "-U", "odoo"]
        environment = {**os.environ, "PGPASSWORD": PASSWORD}
        result = subprocess.run(
            [*command, "-d", database, "-c", statement], env=environment, capture_output=True, text=True, check=True
        )
        return result.stdout.strip()

    def stop(self) -> None:
        subprocess.run(
            postgres._as_owner(postgres.find_programs() / "pg_ctl", "stop", "-m", "immediate", "-D", self.data),
            cwd="/",
            capture_output=True,
        )


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="agency-replica-"))  # where PostgreSQL's user can enter
    if owner := postgres._owner():
        shutil.chown(folder, owner)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def primary(folder: Path) -> Iterator[Cluster]:
    """A cluster as the postgres image makes it, with the agency in it."""
    primary = Cluster(folder / "primary", testing.free_port())
    secret = folder / "password"
    secret.write_text(PASSWORD)
    primary.run(
        "initdb",
        "-D",
        primary.data,
        "-U",
        "odoo",
        "--pwfile",
        secret,
        "--auth=scram-sha-256",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        capture_output=True,
    )
    with (primary.data / "postgresql.conf").open("a") as file:
        file.write(SETTINGS)
    allow = postgres._as_owner("env", f"PGDATA={primary.data}", "bash", "-s")
    subprocess.run(allow, input=(config.ROOT / "docker" / "allow_replica.sh").read_bytes(), check=True, cwd="/")
    primary.run(
        "pg_ctl",
        "start",
        "-w",
        "-D",
        primary.data,
        "-l",
        folder / "primary.log",
        "-o",
        f"-p {primary.port}",
        capture_output=True,
    )
    testing.create_database(DATABASE, with_sample=True)
    try:
        primary.sql(f'CREATE DATABASE "{DATABASE}" TEMPLATE template0')
        dump = postgres.client("pg_dump", DATABASE, "--no-owner", "-Fc", f"--file={folder / 'dump'}")
        subprocess.run(dump, env=postgres.client_environment(), check=True)
        restore = [postgres.find_programs() / "pg_restore", "-h", "127.0.0.1", "-p", str(primary.port), "-U", "odoo"]
        subprocess.run(
            [*restore, "--no-owner", "-d", DATABASE, folder / "dump"],
            env={**os.environ, "PGPASSWORD": PASSWORD},
            check=True,
        )
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
        "PATH": f"{postgres.find_programs()}:{os.defpath}",
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
        "--db_host=127.0.0.1",
        f"--db_port={primary.port}",
        "--db_user=odoo",
        f"--db_password={PASSWORD}",
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
