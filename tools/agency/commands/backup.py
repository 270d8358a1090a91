"""`make backup`: the agency's database and its files in one zip, while people work."""

import datetime

from tools.agency import config
from tools.agency.console import SetupError, say, step
from tools.agency.machine import postgres
from tools.agency.odoo import archive, odoo

BACKUPS = config.HOME / "backups"


def main(_arguments: list[str]) -> int:
    """Write the agency's database and files in `.agency/backups/`, and say where."""
    odoo.prepare()
    if not postgres.exists(config.DATABASE):
        raise SetupError(f"there is no database {config.DATABASE}: `make run` makes it, AGENCY_DB names another")
    path = BACKUPS / f"{config.DATABASE}-{datetime.datetime.now():%Y-%m-%d-%H%M%S}.zip"
    with step(f"Writing {path}"):
        archive.write(config.DATABASE, path)
    say(f"to have it back: make restore FILE={path}")
    return 0
