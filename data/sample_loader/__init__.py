"""The sample agency, loaded step by step in the order of real life; see `load_sample.py`."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from .base import IMPORTER, MARK
from .company import Company
from .dates import Dates
from .deals import Deals
from .documents import Documents
from .moving import Moving
from .places import Places
from .suppliers import SUPPLIERS_MARK, WITH_SUPPLIERS, Suppliers
from .trainings import Trainings


class Sample(Company, Moving, Deals, Documents, Places, Trainings, Dates):
    """The sample agency; `self.refs` finds a record by its name in the files."""

    def load(self) -> None:
        """Load everything, in the order of real life."""
        self.env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM mail_mail")
        (last_mail,) = self.env.cr.fetchone()
        for step in (
            self.load_company,
            self.load_users,
            self.set_up_taxes,
            self.import_from_vtiger,
            self.complete_services,
            self.load_accounts,
            self.complete_deals,
            self.complete_orders,
            self.play_history,
            self.load_trainings,
            self.load_catalogue,
            self.load_trainers,
            self.load_sessions,
            self.load_activities,
            self.load_meetings,
            self.load_documents,
            self.date_documents,
        ):
            start = time.monotonic()
            step()
            self.env.flush_all()
            print(f"  {step.__name__.replace('_', ' ')}: {time.monotonic() - start:.1f} s")
        self.env["mail.mail"].search([("id", ">", last_mail)]).unlink()
        self.name_records()


@contextlib.contextmanager
def importer(env) -> Iterator[api.Environment]:
    """An environment with the importer from vtiger, which is uninstalled in the end, as once a move is done.

    A database that had it keeps it.
    """
    module = env["ir.module.module"].search([("name", "=", IMPORTER)])
    is_there = module.state == "installed"
    if not is_there:
        module.button_immediate_install()
    registry = Registry(env.cr.dbname)
    try:
        with registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})
    finally:
        if not is_there:
            env.cr.rollback()
            env["ir.module.module"].search([("name", "=", IMPORTER)]).button_immediate_uninstall()


def load(env, folder: Path) -> None:
    """Load the sample agency in one transaction, once; then what it asks its suppliers, where that add-on is."""
    start = time.monotonic()
    if env.ref(MARK, raise_if_not_found=False):
        print("The sample agency is already here.")
    else:
        with importer(env) as moving:
            Sample(moving, folder).load()
            moving.cr.commit()
        print(f"The sample agency is loaded ({time.monotonic() - start:.1f} s).")
    # On what the loading wrote: the transaction of this environment began before.
    env.cr.rollback()
    if WITH_SUPPLIERS in env and not env.ref(SUPPLIERS_MARK, raise_if_not_found=False):
        Suppliers(env, folder).load_suppliers()
        env.cr.commit()
        print("Its suppliers too.")
