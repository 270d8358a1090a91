"""`bin/odoo vtiger_import -d agency FOLDER [--dry-run]`: import from vtiger, from the terminal."""

import sys
import warnings
from pathlib import Path

import psycopg2

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config

ADDON = "agency_vtiger"
BAR = 40


class VtigerImport(Command):
    """Import what vtiger exported: CSV files, folders of them or ZIP archives"""

    name = "vtiger_import"

    def run(self, cmdargs):
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", required=True, help="database of the agency")
        parser.add_argument("--dry-run", action="store_true", help="report what an import would do, import nothing")
        parser.add_argument(
            "--date-order", choices=("dmy", "mdy", "ymd"), help="order of the dates, when it is not sure"
        )
        parser.add_argument("--timezone", default="Europe/Paris", help="clock of the export (6.x: UTC, most often)")
        parser.add_argument("--memory", action="store_true", help="invoices become documents that touch no account")
        parser.add_argument("--memory-until", metavar="YYYY-MM-DD", help="... only those up to this date")
        parser.add_argument("--mapping", type=Path, help="TOML file for custom columns, picklists and logins")
        parser.add_argument("--report", type=Path, default=Path("vtiger-report.csv"), help="where the report goes")
        parser.add_argument("sources", nargs="+", type=Path, metavar="FOLDER", help="folder, CSV file or ZIP")
        options = parser.parse_args(cmdargs)
        for source in options.sources:
            if not source.exists():
                parser.error(f"{source} does not exist")
        arguments = ["--no-http", "-d", options.database, *(["-c", options.config] if options.config else [])]
        config.parse_config([*arguments, "--log-level=warn"], setup_logging=True)
        # Odoo's own use of old calls is not for who imports.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            registry = Registry(options.database)
        except psycopg2.OperationalError as error:
            parser.error(f"the database {options.database} cannot be opened: {str(error).strip().splitlines()[-1]}")
        if ADDON not in registry._init_modules:
            print(f"{ADDON} is not installed in {options.database}: installing it ...", file=sys.stderr)
            registry = Registry.new(options.database, update_module=True, install_modules=[ADDON])
        # Odoo's command line reads this file before it knows its add-ons.
        from odoo.addons.agency_vtiger.cli.terminal import import_from_terminal

        with registry.cursor() as cr:
            # Who may run commands of the server may do anything in its databases already.
            env = Environment(cr, SUPERUSER_ID, {})
            sys.exit(import_from_terminal(env, options, show))


def show(done, total):
    """The progress bar."""
    if sys.stderr.isatty() or done == total:
        full = BAR * done // max(total, 1)
        end = "\n" if done == total else ""
        print(f"\r[{'#' * full}{'.' * (BAR - full)}] {done}/{total}", end=end, file=sys.stderr, flush=True)
