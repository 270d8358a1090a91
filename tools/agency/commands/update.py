"""`make update`: update the add-ons in the agency's database, whatever their versions."""

from tools.agency import config
from tools.agency.odoo import database, odoo


def main(_arguments: list[str]) -> int:
    database.update(odoo.prepare(), config.DATABASE, everything=True)
    return 0
