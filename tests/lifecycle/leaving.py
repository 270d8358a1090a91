"""Databases that never had an add-on that installs by itself, or have it no longer."""

from collections.abc import Iterator
from contextlib import contextmanager

from parts import PARTS

from tools.agency import testing
from tools.agency.odoo import database

# Odoo installs it by itself, unless the list of modules says otherwise at that moment.
INSTALL = """
modules = env["ir.module.module"]
modules.update_list()
modules.search([("name", "=", {addon!r})]).auto_install = False
# Odoo locks this table or fails: PostgreSQL must not be looking at it then.
env.cr.execute("ALTER TABLE ir_module_module SET (autovacuum_enabled = false)")
env.cr.commit()
modules.search([("name", "in", ("agency_crm", "agency_pdf"))]).button_immediate_install()
"""
# Those that stand on it go along.
UNINSTALL = """
env["ir.module.module"].search([("name", "=", {addon!r})]).button_immediate_uninstall()
"""


@contextmanager
def never_had(addon: str, name: str) -> Iterator[str]:
    """A database with the agency's add-ons but this one and those that stand on it."""
    database.copy(database.odoo_template(testing.prepare()), name)
    try:
        testing.odoo_shell(name, INSTALL.format(addon=addon))
        yield name
    finally:
        database.drop(name)


@contextmanager
def had_once(addon: str, never: str, name: str, use: str) -> Iterator[str]:
    """A copy of such a database where the add-on was installed, used by a script and uninstalled."""
    database.copy(never, name)
    try:
        database.install(testing.prepare(), name, [addon])
        testing.odoo_shell(name, use)
        testing.odoo_shell(name, UNINSTALL.format(addon=addon))
        yield name
    finally:
        database.drop(name)


def rows(name: str, part: str) -> set[str]:
    """Return what a database has of a part, but for what it is called by."""
    found = testing.sql(name, PARTS[part]).splitlines()
    return {row for row in found if part != "parameters" or not row.startswith("database.")}
