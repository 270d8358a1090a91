"""`make reset`: the agency's database made anew; what was downloaded stays."""

from tools.agency import config
from tools.agency.console import SetupError, say
from tools.agency.machine import ports
from tools.agency.odoo import database, odoo


def main(_arguments: list[str]) -> int:
    if not ports.is_free(config.PORT):
        raise SetupError(f"port {config.PORT} is in use: stop `make run` first, then run `make reset`")
    database.create_agency(odoo.prepare())
    say("ready for `make run`")
    return 0
