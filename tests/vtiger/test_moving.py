"""The real export brought into Odoo by the command: once, twice, in other syntaxes; then the add-on goes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import moving
import pytest
from exports import REAL, in_french, needs_real, read_real, write_6, write_7, write_8
from parts import PARTS
from vtiger.columns import MODULES

from tools.agency import config, testing
from tools.agency.odoo import database

# FORMAT.md: records of each module, and the sums of their totals, each rounded to the cent.
COUNTS = {"Comptes": 40, "Contacts": 60, "Services": 20, "Affaires": 50, "Devis": 62, "Commandes client": 25,
          "Factures": 31}  # fmt: skip
FRENCH = REAL.parent / "fr"
OWN = config.ROOT / "data" / "vtiger"


@dataclass
class Move:
    """A database that an export was imported into, what was said, and what was there before."""

    name: str
    folder: Path
    said: str
    before: dict[str, list[str]]
    started: str

    @property
    def report(self) -> Path:
        return self.folder / "report.csv"

    def number(self, statement: str) -> float:
        return float(testing.sql(self.name, statement) or 0)


@pytest.fixture(scope="module")
def ready() -> Iterator[str]:
    with moving.database_with_importer(f"vtiger_ready_{os.getpid()}") as name:
        yield name


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Move]:
    """The real export, brought into a database that had no add-on for it."""
    name = f"vtiger_moved_{os.getpid()}"
    folder = moving.write(tmp_path_factory.mktemp("real"), ((path.name, path.read_bytes()) for path in REAL.iterdir()))
    testing.create_database(name)
    try:
        before, started = moving.records(name), datetime.now(UTC).isoformat(" ", "seconds")
        yield Move(name, folder, moving.run(name, folder), before, started)
    finally:
        testing.drop_database(name)


# === THE REAL EXPORT === #


@needs_real
def test_the_command_installs_the_add_on_where_it_is_missing(moved: Move) -> None:
    assert "agency_vtiger is not installed" in moved.said
    assert moved.number("SELECT count(*) FROM ir_module_module WHERE name = 'agency_vtiger' AND state = 'installed'")


@needs_real
def test_every_record_comes_over(moved: Move) -> None:
    assert moving.counts(moved.report) == {name: {"Lus": n, "Créés": n} for name, n in COUNTS.items()}
    assert [line for line in moving.issues(moved.report) if line[0] == "Refus"] == []


@needs_real
def test_totals_are_those_of_vtiger(moved: Move) -> None:
    quotes = "SELECT sum(amount_total) FROM sale_order WHERE name LIKE 'QUO%'"
    assert moved.number(quotes) == 644616.75
    assert abs(moved.number("SELECT sum(amount_total) FROM sale_order WHERE name LIKE 'SO%'") - 37730.7306) < 0.13
    # vtiger sums credit notes as invoices.
    invoices = "SELECT sum(amount_total) FROM account_move WHERE move_type IN ('out_invoice', 'out_refund')"
    assert abs(moved.number(invoices) - 310776.7954) < 0.16
    assert "Devis: vtiger 644616.7491, Odoo 644616.75" in moved.said
    assert "Factures: vtiger 310776.7954" in moved.said
    assert "rien ne l'explique" not in moved.report.read_text(encoding="utf-8-sig")


@needs_real
def test_deals_stand_where_they_stood(moved: Move) -> None:
    place = MODULES_HEADERS["Potentials"].index("Sales Stage")
    lost = sum(row[place] == "Closed Lost" for row in read_real("Potentials")[1:])
    assert lost
    deals = "SELECT count(*) FROM crm_lead WHERE type = 'opportunity'"
    assert moved.number(f"{deals} AND NOT active AND won_status = 'lost' AND probability = 0") == lost
    assert moved.number(f"{deals} AND active") == COUNTS["Affaires"] - lost
    assert not moved.number(f"{deals} AND date_closed::date >= current_date")


@needs_real
def test_a_unit_of_measure_is_kept(moved: Move) -> None:
    hours = "SELECT count(*) FROM product_template t JOIN uom_uom u ON u.id = t.uom_id WHERE u.name->>'en_US' = 'Hours'"
    place = MODULES_HEADERS["Services"].index("Usage Unit")
    assert moved.number(hours) == sum(row[place] == "Hours" for row in read_real("Services")[1:]) > 0


@needs_real
def test_history_makes_no_noise(moved: Move) -> None:
    after = moving.records(moved.name)
    assert after["mails and activities"] == moved.before["mails and activities"]
    assert not moved.number(
        "SELECT count(*) FROM mail_message WHERE model IN ('crm.lead', 'sale.order', 'account.move', 'res.partner')"
        f" AND date >= '{moved.started}'"
    )
    assert not moved.number("SELECT count(*) FROM account_move WHERE date > current_date")


@needs_real
def test_twice_is_once(moved: Move) -> None:
    before = moving.records(moved.name)
    moving.run(moved.name, moved.folder)
    assert "report.csv" not in moved.report.read_text(encoding="utf-8-sig"), "its own report is no export"
    assert moving.records(moved.name) == before
    assert moving.counts(moved.report) == {name: {"Lus": n, "Inchangés": n} for name, n in COUNTS.items()}


@needs_real
@pytest.mark.parametrize("write", [write_6, write_7, write_8])
def test_other_syntaxes_and_french_headers_make_the_same_records(moved: Move, ready: str, write, tmp_path) -> None:
    name = f"vtiger_other_{os.getpid()}"
    folder = moving.write(
        tmp_path / "export", ((f"{module}.csv", write(in_french(module, read_real(module)))) for module in MODULES)
    )
    database.copy(ready, name)
    try:
        moving.run(name, folder)
        got, expected = moving.records(name), moving.records(moved.name)
        for what in moving.RECORDS:
            assert got[what] == expected[what], what
    finally:
        testing.drop_database(name)


@needs_real
@pytest.mark.skipif(not FRENCH.is_dir(), reason="the French export of ../shared/vtiger/fr is not here")
def test_the_french_export_makes_the_same_records(moved: Move, ready: str, tmp_path) -> None:
    name = f"vtiger_french_{os.getpid()}"
    folder = moving.write(tmp_path / "export", ((path.name, path.read_bytes()) for path in FRENCH.iterdir()))
    database.copy(ready, name)
    try:
        moving.run(name, folder)
        got, expected = moving.records(name), moving.records(moved.name)
        for what in moving.RECORDS:
            assert got[what] == expected[what], what
        moving.run(name, folder)
        assert moving.records(name) == got
        assert moving.counts(folder / "report.csv") == {
            label: {"Lus": n, "Inchangés": n} for label, n in COUNTS.items()
        }
    finally:
        testing.drop_database(name)


MODULES_HEADERS = {module: read_real(module)[0] for module in MODULES} if REAL.is_dir() else {}

# === THE ADD-ON GOES === #

UNINSTALL = (
    "env['ir.module.module'].search([('name', '=', 'agency_vtiger')]).button_immediate_uninstall()\nenv.cr.commit()"
)
# What records are made of stays; what the add-on is made of goes.
OF_RECORDS = {"products", "activities", "stages", "reasons of loss", "mail templates", "activity types"}


@pytest.fixture(scope="module")
def gone(ready: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Move]:
    """The sample's own export, imported; then the add-on was uninstalled."""
    name = f"vtiger_gone_{os.getpid()}"
    exports = [(path.name, path.read_bytes()) for path in OWN.glob("*.csv") if path.stem != "refs"]
    folder = moving.write(tmp_path_factory.mktemp("own"), exports)
    database.copy(ready, name)
    try:
        started, said = datetime.now(UTC).isoformat(" ", "seconds"), moving.run(name, folder)
        before = moving.records(name)
        testing.odoo_shell(name, UNINSTALL)
        yield Move(name, folder, said, before, started)
    finally:
        testing.drop_database(name)


def test_uninstalling_keeps_every_record(gone: Move) -> None:
    after = moving.records(gone.name)
    for what in moving.RECORDS:
        assert after[what] == gone.before[what], what
    assert len(after["accounts and contacts"]) > 80 and len(after["invoices"]) == 7


@pytest.fixture(scope="module")
def untouched() -> Iterator[str]:
    """A database that never had the add-on."""
    name = f"vtiger_before_{os.getpid()}"
    testing.create_database(name)
    yield name
    testing.drop_database(name)


@pytest.mark.parametrize("part", sorted(set(PARTS) - OF_RECORDS))
def test_uninstalling_leaves_nothing_of_the_add_on(gone: Move, untouched: str, part: str) -> None:
    before, after = (set(testing.sql(name, PARTS[part]).splitlines()) for name in (untouched, gone.name))
    assert after - before == set(), "left behind"
    assert before - after == set(), "taken away"


LIVES_ON = """
quote = env["sale.order"].search([("quote_status", "=", "settled")], limit=1)
order = env["sale.order"].search([("billing_frequency", "=", "semiannual")], limit=1)
invoice = env["account.move"].search([("agency_status", "=", "paid")], limit=1)
page = env["ir.actions.report"]._render_qweb_html("account.report_invoice", invoice.ids)[0].decode()
for model in ("crm.lead", "sale.order", "account.move", "res.partner", "product.template"):
    env[model].get_views([(False, "form"), (False, "list"), (False, "search")])
copied = quote.copy()
print(invoice.name in page, copied.quote_status, order.recurrence_status)
"""


def test_what_came_over_lives_on_without_the_add_on(gone: Move) -> None:
    assert testing.odoo_shell(gone.name, LIVES_ON).split() == ["True", "draft", "running"]
