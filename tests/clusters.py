"""A PostgreSQL of a test's own, to copy or to stop without harm to the others."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.agency.machine import postgres
from tools.agency.machine.postgres_programs import find_programs

PASSWORD = "secret"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_level = replica
fsync = off
"""
# What psql says of a server or a row that is not there so far.
NOT_YET = subprocess.CalledProcessError


@contextmanager
def cluster_folder() -> Iterator[Path]:
    """A folder where PostgreSQL's user can enter."""
    folder = Path(tempfile.mkdtemp(prefix="agency-cluster-"))
    if owner := postgres._owner():
        shutil.chown(folder, owner)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@dataclass
class Cluster:
    """A PostgreSQL of this test's own."""

    data: Path
    port: int

    def run(self, program: str, *arguments: object, **options: object) -> subprocess.CompletedProcess:
        """A server program, as the user PostgreSQL runs as."""
        command = postgres._as_owner(find_programs() / program, *arguments)
        return subprocess.run(command, check=True, cwd="/", **options)

    def sql(self, statement: str, database: str = "postgres") -> str:
        command = [
            find_programs() / "psql",
            "-XAtq",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "odoo",
        ]
        environment = {**os.environ, "PGPASSWORD": PASSWORD}
        result = subprocess.run(
            [*command, "-d", database, "-c", statement], env=environment, capture_output=True, text=True, check=True
        )
        return result.stdout.strip()

    def create(self) -> None:
        """Make it as the postgres image does."""
        secret = self.data.parent / "password"
        secret.write_text(PASSWORD)
        options = ("--pwfile", secret, "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        self.run("initdb", "-D", self.data, "-U", "odoo", *options, capture_output=True)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)

    def start(self) -> None:
        log = self.data.with_suffix(".log")
        options = ("-D", self.data, "-l", log, "-o", f"-p {self.port}")
        self.run("pg_ctl", "start", "-w", *options, capture_output=True)

    def stop(self) -> None:
        """Stop it as a loss of power would."""
        subprocess.run(
            postgres._as_owner(find_programs() / "pg_ctl", "stop", "-m", "immediate", "-D", self.data),
            cwd="/",
            capture_output=True,
        )

    def receive(self, database: str) -> None:
        """Copy a database of the project's PostgreSQL."""
        self.sql(f'CREATE DATABASE "{database}" TEMPLATE template0')
        # Before what is indexed by them.
        for statement in (*postgres.EXTENSIONS, postgres.SETTLE_UNACCENT):
            self.sql(statement, database)
        dump = self.data.with_suffix(".dump")
        command = postgres.client("pg_dump", database, "--no-owner", "-Fc", f"--file={dump}")
        subprocess.run(command, env=postgres.client_environment(), check=True)
        restore = [
            find_programs() / "pg_restore",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "odoo",
        ]
        subprocess.run(
            [*restore, "--no-owner", "-d", database, dump], env={**os.environ, "PGPASSWORD": PASSWORD}, check=True
        )

    def odoo_options(self) -> tuple[str, ...]:
        """What makes an Odoo server use it."""
        return (
            "--db_host=127.0.0.1",
            f"--db_port={self.port}",
            "--db_user=odoo",
            f"--db_password={PASSWORD}",
        )
