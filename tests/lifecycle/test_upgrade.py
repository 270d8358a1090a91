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

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

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
quote = env["sale.order"].search([("billing_frequency", "=", False), ("state", "=", "sent")], limit=1)
env["agency.document.version"].create({
    "order_id": quote.id, "report_id": env.ref("agency_pdf.report_quote").id, "company_id": quote.company_id.id,
    "body": "<p>Texte revu à la main.</p>", "is_edited": True,
})
training = env["sale.order"].search([("is_training", "=", True), ("training_objectives", "!=", False)], limit=1)
training.name = "DEVIS-FORMATION"
env.company.write({"training_color": "#123456", "is_qualiopi": True, "disability_contact": "Référente handicap"})
env.ref("agency_pdf.legal_training_cancellation").text = "<p>Notre clause de dédit.</p>"
env.ref("agency_pdf.mail_template_agreement").with_context(lang="fr_FR").subject = "Votre convention"
env["agency.document.template"].create({"name": "Convention courte", "kind": "convention"})
env["agency.document.version"].create({
    "order_id": training.id, "report_id": env.ref("agency_pdf.report_training_quote").id,
    "company_id": training.company_id.id, "body": "<p>Formation revue à la main.</p>", "is_edited": True,
})
folder = env.ref("agency_pdf.document_folder_proposal")
env["agency.document"].create({"name": "Plaquette.txt", "folder_id": folder.id, "datas": "UGxhcXVldHRl"})
unpaid = env["account.move"].search([("agency_status", "=", "sent")], limit=1)
unpaid.action_never_paid("Client en liquidation")
action = env.ref("agency_crm.crm_lead_action")
env["ir.filters"].create({"name": "Mes chiffrages", "model_id": "crm.lead", "action_id": action.id, "domain": "[]",
    "context": "{}", "sort": "[]", "user_ids": [(6, 0, env.user.ids)]})
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
    "account_tax",
    "mail_activity",
    "calendar_event",
    "agency_next_step",
    "agency_presta_type",
    "agency_price_revision",
    "agency_turnover_line",
    "agency_legal_text",
    "agency_document",
    "agency_document_folder",
    "agency_document_template",
    "agency_document_version",
    "agency_trainee",
    "ir_filters",
    "mail_template",
    "res_users",
)
# Models of what the add-ons are made of, which no user enters.
CODE = {
    "ir.model",
    "ir.model.access",
    "ir.model.constraint",
    "ir.model.fields",
    "ir.model.fields.selection",
    "ir.model.inherit",
    "ir.rule",
    "ir.ui.view",
}
# Odoo's own business: when a row was last written.
NOT_COMPARED = {"write_date", "write_uid"}
# A mail template that is new is tried by Odoo on one record (`mail.template._check_can_be_rendered`). Its link makes
# the key of that record's address, and on an invoice any write sets a mark that only supplier bills are asked for.
KEY_MADE = {"access_token", "is_manually_modified"}


# What an agreement, the user's own and the edited quote say: all that had to move with training.
PRINTED = """
training = env["sale.order"].search([("name", "=", "DEVIS-FORMATION")])
own = env["agency.document.template"].search([("name", "=", "Convention courte")])
for report in (env.ref("agency_training.report_convention"), own.report_id,
        env.ref("agency_training.report_training_quote")):
    html = report._render_qweb_html(report.report_name, training.ids)[0].decode()
    print(*(word in html for word in (
        training.training_title.replace("'", "&#39;"), "Notre clause de dédit", "à la main", "#123456")))
print(training._get_available_reports().mapped("report_name"), env.ref("agency_pdf.report_quote").domain)
"""

# Taxes of the French chart get the wording that invoices must bear: before, those that were loaded had none.
WORDED = ("account_tax", "agency_legal_kind")


@dataclass
class Upgrade:
    """Rows of each table, by id, before and after, and the columns both have."""

    before: dict[str, dict[str, dict[str, str]]]
    after: dict[str, dict[str, dict[str, str]]]
    log: str
    # Name, model and id of each record that an add-on of ours brought.
    names_before: set[tuple[str, str, str]]
    names_after: set[tuple[str, str, str]]


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
        _forget_add_ons_since(addons)
        _run_previous(folder, "shell", script=(folder / "data" / "load_sample.py").read_text())
        _run_previous(folder, "shell", script=CHANGES)
        before, names = _read_tables(), _read_names()
        database.update(source, DATABASE)
        yield Upgrade(before, _read_tables(), log.read_text(), names, _read_names())
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


def _forget_add_ons_since(addons: list[str]) -> None:
    """Take the add-ons that came since out of the list of modules: a database of then did not know of them."""
    known = ", ".join(f"'{name}'" for name in addons)
    new = f"(name LIKE 'agency%' OR name = 'report_weasyprint') AND name NOT IN ({known})"
    testing.sql(
        DATABASE,
        f"DELETE FROM ir_model_data WHERE model = 'ir.module.module'"
        f" AND res_id IN (SELECT id FROM ir_module_module WHERE {new});"
        f"DELETE FROM ir_module_module WHERE {new}",
    )


def _read_names() -> set[tuple[str, str, str]]:
    rows = testing.sql(DATABASE, "SELECT name, model, res_id FROM ir_model_data WHERE module LIKE 'agency\\_%'")
    return {tuple(row.split("|")) for row in rows.splitlines()}


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


def test_every_external_id_still_names_its_record(upgrade: Upgrade) -> None:
    """Of another add-on perhaps: what moves from one to another brings its names along."""
    assert len(upgrade.names_before) > 1000
    lost = {
        (name, model)
        for name, model, res_id in upgrade.names_before - upgrade.names_after
        # What an add-on no longer has (a view, an access right, a field) goes with it.
        if model not in CODE
    }
    assert not lost


def _read_french(after: dict[str, dict[str, str]], before: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """What became translatable (the wordings of the law) still says in French what it said."""

    def french(row_id: str, name: str, value: object) -> object:
        was = before.get(row_id, {}).get(name)
        return value.get("fr_FR", value["en_US"]) if isinstance(value, dict) and not isinstance(was, dict) else value

    return {row_id: {name: french(row_id, name, value) for name, value in row.items()} for row_id, row in after.items()}


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_lost_and_none_changes(upgrade: Upgrade, table: str) -> None:
    before, after = upgrade.before[table], _read_french(upgrade.after[table], upgrade.before[table])
    assert before, f"{table}: the sample agency has none, so nothing is tested"
    assert set(before) <= set(after), "rows are lost"
    lost = {name for row_id, row in before.items() for name in row.keys() - after[row_id].keys()}
    assert not lost, "columns are lost"
    changed = {
        (row_id, name, str(row[name]), str(after[row_id][name]))
        for row_id, row in before.items()
        for name in row.keys() & after[row_id].keys() - NOT_COMPARED
        if row[name] != after[row_id][name] and not ((table, name) == WORDED and not row[name])
    }
    tried = {row_id for row_id, name, old, new in changed if (name, old) == ("access_token", "None") and new != "None"}
    assert len(tried) <= 1
    assert not {change for change in changed if change[0] not in tried or change[1] not in KEY_MADE}


def test_documents_of_training_are_printed_as_before(upgrade: Upgrade) -> None:
    lines = testing.odoo_shell(DATABASE, PRINTED).splitlines()
    agreement, own, quote, offered = (line.strip() for line in lines if line.strip())
    assert agreement == "True True False True"
    assert own == agreement
    assert quote == "False False True True"
    assert "agency_training.training_quote" in offered and "agency_training.convention" in offered
    assert "agency_documents.user_template_" in offered and "('is_training', '=', False)" in offered
