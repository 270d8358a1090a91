"""`bin/odoo ...`: Odoo's own command line, in the place of this process."""

import os

from tools.agency.odoo import odoo


def main(arguments: list[str]) -> int:
    source = odoo.prepare()
    line = odoo.command(source, *arguments)
    os.execve(line[0], line, odoo.environment(source))  # noqa: S606 - Odoo in the place of this process
