"""A running Odoo server: started, waited for, stopped."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, explain
from tools.agency.machine import postgres
from tools.agency.odoo import odoo
from tools.agency.odoo.source import Source


def set_address(database: str, address: str) -> None:
    """Tell the database where its server is: links in mails, and styles wkhtmltopdf fetches.

    An address that somebody set by hand (not a local one) is kept for links.
    """
    local = "value ~ '^http://(localhost|127.0.0.1)(:|/|$)'"
    postgres.sql(
        database,
        f"UPDATE ir_config_parameter SET value = '{address}' WHERE key = 'web.base.url' AND {local};"
        "INSERT INTO ir_config_parameter (key, value, create_uid, create_date, write_uid, write_date) "
        f"VALUES ('report.url', '{address}', 1, now(), 1, now()) "
        f"ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )


class Server:
    """An Odoo server on 127.0.0.1 for one database; a context manager that stops it."""

    def __init__(self, source: Source, database: str, port: int, log_file: Path, *options: str) -> None:
        self.source = source
        self.database = database
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log_file = log_file
        self.options = options
        self.process: subprocess.Popen | None = None

    def start(self, seconds: float = 120) -> None:
        """Start it and wait until it answers."""
        config.LOGS.mkdir(parents=True, exist_ok=True)
        command = odoo.command(self.source, "server", "-d", self.database, f"--http-port={self.port}", *self.options)
        with self.log_file.open("w") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=odoo.environment(self.source),
                cwd=config.ROOT,
                process_group=0,  # Ctrl-C reaches the parent, which stops it in order
            )
        deadline = time.monotonic() + seconds
        while not self.answers():
            if self.process.poll() is not None:
                raise SetupError(explain("Odoo stopped while starting", self.log_file.read_text(), self.log_file))
            if time.monotonic() > deadline:
                self.stop()
                raise SetupError(f"Odoo does not answer after {seconds:g} s (details: {self.log_file})")
            time.sleep(0.2)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/web/health", timeout=5) as response:  # noqa: S310 - 127.0.0.1
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def wait(self) -> int:
        """Wait for it to end by itself; return its status."""
        return self.process.wait() if self.process else 0

    def stop(self, seconds: float = 20) -> None:
        """Stop it gently, then not."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Stop it and its workers at once, whatever they do (kill -9)."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
