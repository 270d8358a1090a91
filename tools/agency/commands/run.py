"""`make run`: the agency, served on 127.0.0.1 until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time

from tools.agency import config
from tools.agency.console import SetupError, say, step
from tools.agency.machine import ports
from tools.agency.odoo import database, odoo
from tools.agency.odoo.server import Server, set_address


def main(_arguments: list[str]) -> int:
    """Set up what is missing, serve, stop everything in order on Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM):  # `kill` ends it as Ctrl-C does
        signal.signal(number, signal.default_int_handler)
    if not ports.is_free(config.PORT):
        raise SetupError(
            f"port {config.PORT} is taken (another `make run`?): stop what uses it, or: AGENCY_PORT=8070 make run"
        )
    mail_port = None if os.environ.get("AGENCY_SMTP_HOST") else _choose_mail_port()
    source = odoo.prepare()
    database.ensure_agency(source)
    set_address(config.DATABASE, f"http://localhost:{config.PORT}")
    catcher = _start_mail_catcher(mail_port) if mail_port else None
    server = Server(source, config.DATABASE, config.PORT, config.LOGS / "odoo.log")
    try:
        with step("Starting Odoo"):
            server.start()
        _welcome()
        return server.wait()
    except KeyboardInterrupt:
        say("stopping ...")
        server.stop()
        say("stopped. Your data is kept; `make run` starts again, `make stop` also stops PostgreSQL")
        return 0
    finally:
        server.stop()
        if catcher:
            catcher.terminate()
            catcher.wait()


def _choose_mail_port() -> int:
    """The port of last time if it is free, so that the configuration stays the same."""
    remembered = odoo.MAIL_PORT_FILE.read_text().split() if odoo.MAIL_PORT_FILE.exists() else []
    candidates = (*map(int, remembered), *range(8025, 8125))
    port = next((port for port in candidates if ports.is_free(port)), None)
    if not port:
        raise SetupError("no free port between 8025 and 8124 for the mail catcher: set AGENCY_SMTP_HOST")
    config.HOME.mkdir(parents=True, exist_ok=True)
    odoo.MAIL_PORT_FILE.write_text(f"{port}\n")
    return port


def _start_mail_catcher(port: int) -> subprocess.Popen:
    config.OUTBOX.mkdir(parents=True, exist_ok=True)
    command = [str(config.VENV_PYTHON), "-m", "tools.agency.machine.mailcatcher", str(port), str(config.OUTBOX)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=config.ROOT, process_group=0)
    time.sleep(0.5)
    if process.poll() is not None:
        raise SetupError(f"the mail catcher does not start on port {port}: set AGENCY_SMTP_HOST to a mail server")
    return process


def _welcome() -> None:
    signing_in = config.SIGN_IN.read_text().rstrip() if database.has_sample(config.DATABASE) else "  admin / admin"
    settings = odoo.mail_options()
    if os.environ.get("AGENCY_SMTP_HOST"):
        mail = f"sent through {settings['smtp_server']}:{settings['smtp_port']}"
    else:
        mail = f"kept, not sent: one file a mail in {config.OUTBOX}"
    print(
        f"\n  http://localhost:{config.PORT}\n\n"
        f"  Sign in (login / password):\n{signing_in}\n"
        "  These passwords are public: they only work on this machine, at 127.0.0.1.\n"
        "  Change them before others come.\n\n"
        f"  Mail: {mail}\n"
        f"  Log:  {config.LOGS / 'odoo.log'}\n"
        "  Ctrl-C stops it.\n",
        file=sys.stderr,
        flush=True,
    )
