"""A database of the version before is brought to this one: what people entered stays as they entered it.

`previous/<version>.tar.xz` holds the add-ons and the sample agency of the version before. When a version is out, put
its own in its place: `git archive <commit> addons data ':(exclude)addons/*/tests' | xz -9 > <version>.tar.xz`.
"""

import ast
import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.setup import config, database, odoo, testing

(ARCHIVE,) = (Path(__file__).parent / "previous").glob("*.tar.xz")
DATABASE = "lifecycle_upgraded"

# What people change besides their records: names, wordings, delays.
CHANGES = """
env.ref("agency_crm.stage_negotiation").name = "Négociation serrée"
env.ref("agency_crm.next_step_call_back").with_context(lang="fr_FR").name = "2 - Relancer"
env["agency.legal.text"].search([], limit=1).with_context(lang="fr_FR").text = "<p>Notre clause.</p>"
env.company.write({"offer_sent_delay": 9, "recurring_margin_days": 21, "cima_end_date": "2030-12-31"})
env.ref("agency_crm.mail_template_quote").with_context(lang="fr_FR").subject = "Notre devis"
order = env["sale.order"].search([("billing_frequency", "!=", False)], limit=1)
env["agency.price.revision"].create({"order_id": order.id, "date": "2040-01-01", "percentage": 0.02})
env["agency.document.template"].create({"name": "Devis court", "kind": "quote", "body": "<p>{{ block.lines }}</p>"})
env.cr.commit()
"""
TABLES = (
    "crm_lead",
    "crm_stage",
    "sale_order",
    "sale_order_line",
    "account_move",
    "account_move_line",
    "res_partner",
    "res_company",
    "product_template",
    "mail_activity",
    "calendar_event",
    "agency_next_step",
    "agency_presta_type",
    "agency_price_revision",
    "agency_turnover_line",
    "agency_legal_text",
    "agency_document_template",
    "agency_trainee",
    "mail_template",
    "res_users",
)
# Odoo's own business: when a row was last written.
NOT_COMPARED = {"write_date", "write_uid"}
# A mail template that is new is tried by Odoo on one record (`mail.template._check_can_be_rendered`). Its link makes
# the key of that record's address, and on an invoice any write sets a mark that only supplier bills are asked for.
KEY_MADE = {"access_token", "is_manually_modified"}


@dataclass
class Upgrade:
    """Rows of each table, by id, before and after, and the columns both have."""

    before: dict[str, dict[str, dict[str, str]]]
    after: dict[str, dict[str, dict[str, str]]]
    log: str


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = _unpack(tmp_path_factory)
    return {
        path.parent.name: odoo.addon_version(ast.literal_eval(path.read_text()))
        for path in folder.glob("addons/*/__manifest__.py")
    }


@pytest.fixture(scope="module")
def upgrade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """The sample agency in the version before, then in this one, by what `make run` does."""
    source = testing.prepare()
    folder = _unpack(tmp_path_factory)
    addons = sorted(path.parent.name for path in folder.glob("addons/*/__manifest__.py"))
    log = config.LOGS / f"modules-{DATABASE}.log"
    log.unlink(missing_ok=True)
    database.copy(database.odoo_template(source), DATABASE)
    try:
        _run_previous(folder, "server", "-i", ",".join(addons), "--without-demo", "--stop-after-init")
        _run_previous(folder, "shell", script=(folder / "data" / "load_sample.py").read_text())
        _run_previous(folder, "shell", script=CHANGES)
        before = _read_tables()
        database.update(source, DATABASE)
        yield Upgrade(before, _read_tables(), log.read_text())
    finally:
        database.drop(DATABASE)


def _unpack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("previous")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _run_previous(folder: Path, command: str, *options: str, script: str = "") -> None:
    """Run Odoo with the add-ons of the version before in place of ours."""
    source = testing.prepare()
    path = ",".join([*source.addons, str(folder / "addons")])
    quiet = ("--no-http", "--max-cron-threads=0", "--log-level=warn", "--smtp=127.0.0.1", "--smtp-port=9")
    result = subprocess.run(
        odoo.command(source, command, "-d", DATABASE, f"--addons-path={path}", *quiet, *options),
        input=script,
        capture_output=True,
        text=True,
        env={**odoo.environment(source), "AGENCY_SAMPLE_DIR": str(folder / "data"), "TZ": os.environ.get("TZ", "UTC")},
        cwd=folder,
    )
    assert not result.returncode, result.stderr[-3000:]


def _read_tables() -> dict[str, dict[str, dict[str, str]]]:
    found = {}
    for table in TABLES:
        rows = testing.sql(DATABASE, f"SELECT row_to_json(t) FROM {table} t")
        found[table] = {str(row["id"]): row for row in map(json.loads, rows.splitlines())}
    return found


def test_the_version_is_raised(versions: dict[str, str]) -> None:
    """Else `make run` would not update the databases there are."""
    for addon, version in versions.items():
        now = odoo.addon_version(odoo.manifests()[addon])
        assert tuple(map(int, now.split("."))) > tuple(map(int, version.split("."))), addon


def test_add_ons_come_to_the_versions_of_their_manifests(upgrade: Upgrade, versions: dict[str, str]) -> None:
    assert versions
    assert " ERROR " not in upgrade.log and " CRITICAL " not in upgrade.log


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_lost_and_none_changes(upgrade: Upgrade, table: str) -> None:
    before, after = upgrade.before[table], upgrade.after[table]
    assert before, f"{table}: the sample agency has none, so nothing is tested"
    assert set(before) <= set(after), "rows are lost"
    changed = {
        (row_id, name, str(row[name]), str(after[row_id][name]))
        for row_id, row in before.items()
        for name in row.keys() & after[row_id].keys() - NOT_COMPARED
        if row[name] != after[row_id][name]
    }
    tried = {row_id for row_id, name, old, new in changed if (name, old) == ("access_token", "None") and new != "None"}
    assert len(tried) <= 1
    assert not {change for change in changed if change[0] not in tried or change[1] not in KEY_MADE}
