"""What a test needs: databases, servers and mail, made from nothing and quickly.

    from tools.agency import testing

    testing.prepare()                                # downloads, venv, PostgreSQL (instant when done)
    testing.create_database("journey")               # Odoo in French + our add-ons
    testing.create_database("demo", with_sample=True)  # ... + the sample agency (data/load_sample.py)
    testing.create_database("more", optional="agency_purchase")  # ... + an add-on that few have
    testing.create_database("bare", with_addons=False)  # only Odoo's own modules
    with testing.mail_catcher(tmp_path) as mail, \
         testing.start_server("journey", smtp_port=mail.port) as server:
        server.url                                   # http://127.0.0.1:PORT, already answering
        server.port, server.log_file, server.process
        mail.messages()                              # list of email.message.EmailMessage, oldest first
        mail.wait_for(1)                             # the same, once one has come (30 s at most)
    testing.drop_database("journey")

- A database is a copy of a template that is made once and kept: about 1 s. The template with the
  add-ons is made anew when a file of `addons/` changes, the one with the sample agency also when a file
  of `data/` or the day changes. `create_database` replaces a database of that name.
- `start_server` chooses a free port, sets `web.base.url` and `report.url` to it (else wkhtmltopdf looks
  for its styles elsewhere and waits), waits for `/web/health`, and logs to `.agency/logs/<db>.log`.
  Options become Odoo's: `start_server("x", workers=2, proxy_mode=True)` → `--workers=2 --proxy-mode`.
- `odoo_shell(db, "env['res.partner']....; env.cr.commit()")` runs Python in `odoo shell`, returns its stdout.
- `sql(db, "SELECT ...")` returns psql's output, unaligned, one row a line.
- `odoo_command()` is the pinned Odoo, `chromium()` the browser's path, `free_port()` a free port.
- `tests/` run under `make test` in the project's virtual environment: playwright, pytest, hypothesis,
  pdfminer.six, pypdf and aiosmtpd are there; `pdftotext` is on PATH.
"""

from pathlib import Path

from tools.agency import config
from tools.agency.machine import postgres, system
from tools.agency.machine.mailcatcher import MailCatcher
from tools.agency.machine.ports import free_port
from tools.agency.odoo import database, odoo, server
from tools.agency.odoo.server import Server
from tools.agency.odoo.source import Source, get

__all__ = [
    "MailCatcher",
    "Server",
    "chromium",
    "create_database",
    "drop_database",
    "free_port",
    "mail_catcher",
    "odoo_command",
    "odoo_shell",
    "prepare",
    "sql",
    "start_server",
]


def prepare() -> Source:
    """Do whatever is missing: downloads, virtual environment, PostgreSQL."""
    return odoo.prepare_tests()


def create_database(
    name: str, with_addons: bool = True, with_sample: bool = False, optional: str | None = None
) -> None:
    """Make a database (in place of one of that name) as a copy of a template kept from run to run.

    :param optional: an add-on that the sample agency has besides
    """
    source = prepare()
    if optional:
        template = database.sample_with_template(source, optional)
    elif with_sample:
        template = database.sample_template(source)
    elif with_addons:
        template = database.addons_template(source)
    else:
        template = database.odoo_template(source)
    database.copy(template, name)


def drop_database(name: str) -> None:
    """Drop a database and its files, if it exists."""
    database.drop(name)


def start_server(db: str, port: int | None = None, smtp_port: int | None = None, **options: object) -> Server:
    """An Odoo server for a database, to use in a `with`: it answers when the block begins.

    Without `smtp_port` its mails go nowhere. No scheduled action runs by itself unless `max_cron_threads` says so.
    """
    port = port or free_port()
    server.set_address(db, f"http://127.0.0.1:{port}")
    settings = {"smtp": "127.0.0.1", "smtp_port": smtp_port or 9, "max_cron_threads": 0, **options}
    arguments = [
        f"--{name.replace('_', '-')}" + ("" if value is True else f"={value}") for name, value in settings.items()
    ]
    return Server(get(), db, port, config.LOGS / f"{db}.log", *arguments)


def mail_catcher(folder: Path | str, port: int | None = None) -> MailCatcher:
    """A mail server that keeps what it gets in `folder`, to use in a `with`."""
    return MailCatcher(folder, port or free_port())


def odoo_command(*arguments: str) -> list[str]:
    """The pinned Odoo as a command line, from any folder."""
    return [str(config.ROOT / "bin" / "odoo"), *arguments]


def odoo_shell(db: str, script: str, smtp_port: int | None = None) -> str:
    """Run Python in `odoo shell` (`env` is there; commit what must stay), return what it printed."""
    return odoo.shell(get(), db, script, "--smtp=127.0.0.1", f"--smtp-port={smtp_port or 9}")


def sql(db: str, statement: str) -> str:
    """Run SQL, return its rows, one a line, values separated by `|`."""
    return postgres.sql(db, statement)


def chromium() -> str | None:
    """Path of the browser, for playwright's `executable_path`."""
    return system.chromium()
