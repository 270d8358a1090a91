"""`make restore FILE=...`: the database and the files of a backup."""

import datetime
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, say, step
from tools.agency.machine import ports, postgres
from tools.agency.odoo import archive, database, odoo

from .backup import BACKUPS


def main(arguments: list[str]) -> int:
    """Make the database AGENCY_DB of a backup; one of that name is kept under another."""
    if not arguments:
        raise SetupError(f"say which: make restore FILE={BACKUPS}/….zip")
    path = Path(arguments[0]).expanduser()
    archive.check(path)
    odoo.prepare()
    name = config.DATABASE
    kept = f"{name}_replaced_{datetime.datetime.now():%Y%m%d%H%M%S}"
    if postgres.exists(name) and not ports.is_free(config.PORT):
        raise SetupError(f"port {config.PORT} is in use: stop `make run` first, then run it again")
    with step(f"Restoring {path} in {name}"):
        unfinished = f"{name}_unfinished"
        database.drop(unfinished)
        archive.read(path, unfinished)
        postgres.make_durable(unfinished)
        if postgres.exists(name):
            database.rename(name, kept)
            say(f"the database that was there is kept as {kept}")
        database.rename(unfinished, name)
    say("ready for `make run`")
    return 0
