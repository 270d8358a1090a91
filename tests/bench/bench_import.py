"""How long an import from vtiger takes, beside Odoo's own `load()` fed the same rows (`make bench`).

An invented agency's export, in 8.2's syntax: 20,000 accounts, 30,000 contacts, 20,000 deals, 20,000 quotes on 80,000
rows. Ours is the whole command `bin/odoo vtiger_import`, from the start of Odoo to the report on the disk; the
reference is `load()` alone, in the context of Odoo's own import wizard, on a database with the same add-ons, fed the
same rows already split and with external ids in place of names. Both are also measured on a tenth of it. Then comes the
history of the whole: 100,000 comments and 5,000 files for ours, for `load()` the comments alone. Aims: at most 0.42 of
the reference's time, a row at most 1.15 times the processor's time in the whole as in the tenth, memory at most 400 MB,
with the history too. Processor time is that of the process and of PostgreSQL, and depends less on what else the machine
does.

`bench_import.py 0.1` measures a tenth of those sizes (for trying out).
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from harness import FOLDER, Row, report, run_odoo
from vtiger_export import Export, Sizes

from tools.agency import testing
from tools.agency.machine import postgres
from tools.agency.odoo import odoo
from tools.agency.odoo import source as odoo_source

MEMORY = 400  # MB
SHARE = 0.42

# === THE REFERENCE === #

LOAD = """
import csv
import json
import resource
import time
from pathlib import Path

folder = Path({folder!r})
models = {{name: env[name].with_context(import_file=True, tracking_disable=True, lang="fr_FR") for name in (
    "res.partner", "product.template", "crm.lead", "sale.order")}}
STAGES = {{"Analyse du besoin": "analysis", "Offre envoyée": "offer_sent", "En attente": "on_hold",
           "Closed Won": "won", "Closed Lost": "lost", "Facture finale": "final"}}
STEPS = {{"1 - Chiffrage C3L": "quote_internal", "2 - A rappeler": "call_back", "3 - En attente de retour": "waiting",
          "4 - Facture acompte": "deposit", "---": "none"}}
# A quote is loaded in Odoo's own states: the agency's statuses have no import of their own.
STATES = {{"Created": "draft", "Envoyé": "sent", "Accepted": "sale", "Rejected": "cancel", "Réglé (total)": "sale",
           "Reporté": "sent", "Sans réponse": "sent"}}
TYPES = {{"Customer": "client", "Prospect": "prospect", "Other": "other"}}
steps = {{name: (stage.next_step_ids[:1].get_external_id() or {{}}).get(stage.next_step_ids[:1].id, "")
          for name, code in STAGES.items() for stage in env.ref(f"agency_crm.stage_{{code}}")}}
tax = env.company.account_sale_tax_id.get_external_id()[env.company.account_sale_tax_id.id]
elapsed = 0


def rows(module):
    with (folder / f"{{module}}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text):
    day, month, year = text[:10].split("-")
    return f"{{year}}-{{month}}-{{day}}"


def load(model, names, batches):
    global elapsed
    for batch in batches:
        start = time.perf_counter()
        result = models[model].load(names, batch)
        env.cr.commit()
        elapsed += time.perf_counter() - start
        env.invalidate_all()
        if not result["ids"]:
            raise SystemExit(f"load refused: {{result['messages'][:3]}}")


def cut(made, size=2000):
    batch = []
    for row in made:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


keys = {{}}
for row in rows("Accounts"):
    keys["account", row["Organization Name"]] = row["Organization Number"]
for row in rows("Potentials"):
    keys["deal", row["Opportunity Name"]] = row["Opportunity Number"]
for row in rows("Services"):
    keys["service", row["Service Name"]] = row["Service Number"]
contacts = {{}}
for row in rows("Contacts"):
    contacts[row["First Name"] + " " + row["Last Name"], row["Organization Name"]] = row["Contact Id"]


def ref(kind, cell):
    return f"bench.{{keys[kind, cell.split('::::')[1]]}}"


def customer(row):
    return f"bench.{{contacts[row['Contact Name'].split('::::')[1], row['Organization Name']]}}"


load("product.template", ["id", "name", "default_code", "type", "list_price", "taxes_id/id"], cut(
    [f"bench.{{row['Service Number']}}", row["Service Name"], row["Service Number"], "service", row["Price"], tax]
    for row in rows("Services")))
load("res.partner", ["id", "name", "is_company", "website", "phone", "email", "account_type", "is_supplier",
                     "user_id/id", "street", "city", "zip", "country_id/id", "comment"], cut(
    [f"bench.{{row['Organization Number']}}", row["Organization Name"], "1", row["Website"], row["Primary Phone"],
     row["Primary Email"], TYPES[row["Type"]], row["Fournisseur"], "base.user_admin", row["Billing Address"],
     row["Billing City"], row["Billing Postal Code"], "base.fr", row["Description"]]
    for row in rows("Accounts")))
load("res.partner", ["id", "name", "parent_id/id", "phone", "email", "function", "user_id/id", "comment"], cut(
    [f"bench.{{row['Contact Id']}}", row["First Name"] + " " + row["Last Name"],
     ref("account", row["Organization Name"]), row["Office Phone"], row["Primary Email"], row["Title"],
     "base.user_admin", row["Description"]]
    for row in rows("Contacts")))
load("crm.lead", ["id", "name", "type", "partner_id/id", "user_id/id", "stage_id/id", "expected_revenue",
                  "date_deadline", "next_step_id/id", "next_step_date", "description"], cut(
    [f"bench.{{row['Opportunity Number']}}", row["Opportunity Name"], "opportunity", customer(row), "base.user_admin",
     f"agency_crm.stage_{{STAGES[row['Sales Stage']]}}", row["Amount"], day(row["Expected Close Date"]),
     steps[row["Sales Stage"]], day(row["date étape suivante"]) if row["date étape suivante"] else "",
     row["Description"]]
    for row in rows("Potentials")))


def quotes(size=500):
    batch, last, count = [], None, 0
    for row in rows("Quotes"):
        line = [f"{{row['Item Name'].split('::::')[1]}}\\n{{row['Item Comment']}}",
                variants[row["Item Name"].split("::::")[1]],
                row["Quantity"], row["Selling Price"], row["Item Discount Percent"], tax]
        if row["Quote Number"] == last:
            batch.append([""] * 10 + line)
            continue
        if count == size:
            yield batch
            batch, count = [], 0
        last, count = row["Quote Number"], count + 1
        batch.append([f"bench.{{last}}", last, customer(row), ref("deal", row["Opportunity Name"]), "base.user_admin",
                      day(row["Created Time"]), day(row["Valid Until"]), row["Subject"], STATES[row["Quote Stage"]],
                      row["Terms & Conditions"], *line])
    yield batch


variants = {{}}
for template in env["product.template"].search([("default_code", "=like", "SER%")]):
    variants[template.name] = str(template.product_variant_id.id)
load("sale.order", ["id", "name", "partner_id/id", "opportunity_id/id", "user_id/id", "date_order", "validity_date",
                    "subject", "state", "note", "order_line/name", "order_line/product_id/.id",
                    "order_line/product_uom_qty", "order_line/price_unit", "order_line/discount",
                    "order_line/tax_ids/id"], quotes())
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({{"seconds": elapsed, "processor": usage.ru_utime + usage.ru_stime,
                  "memory": usage.ru_maxrss / 1024}}))
"""

LOAD_COMMENTS = """
import csv
import json
import resource
import time
from pathlib import Path

folder = Path({folder!r})
messages = env["mail.message"].with_context(import_file=True, tracking_disable=True)
found = {{}}
for module, model in (("Accounts", "res.partner"), ("Potentials", "crm.lead")):
    for record in env[model].with_context(active_test=False).search_fetch([], ["name"]):
        found[f"{{module}}::::{{record.name}}"] = model, str(record.id)
env.invalidate_all()
elapsed, batch = 0, []
names = ["id", "model", "res_id", "body", "date", "message_type", "subtype_id/id", "author_id/id"]
with (folder / "ModComments.csv").open(encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
for number, row in enumerate(rows):
    day, month, year = row["Created Time"][:10].split("-")
    batch.append([f"bench.comment_{{number}}", *found[row["Related To"]], row["Comment"],
                  f"{{year}}-{{month}}-{{day}}{{row['Created Time'][10:]}}", "comment", "mail.mt_note",
                  "base.partner_admin"])
    if len(batch) == 2000 or number == len(rows) - 1:
        start = time.perf_counter()
        result = messages.load(names, batch)
        env.cr.commit()
        elapsed += time.perf_counter() - start
        env.invalidate_all()
        if not result["ids"]:
            raise SystemExit(f"load refused: {{result['messages'][:3]}}")
        batch = []
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({{"seconds": elapsed, "processor": usage.ru_utime + usage.ru_stime,
                  "memory": usage.ru_maxrss / 1024}}))
"""

# What both have to have made.
COUNTS = """
SELECT (SELECT count(*) FROM res_partner WHERE name ~ ' [0-9]+$' AND is_company),
       (SELECT count(*) FROM crm_lead WHERE name LIKE 'Refonte du site n° %'),
       (SELECT count(*) FROM sale_order WHERE name LIKE 'QUO%'),
       (SELECT count(*) FROM sale_order_line JOIN sale_order o ON o.id = order_id
         WHERE o.name LIKE 'QUO%' AND product_id IS NOT NULL)
"""


@dataclass
class Measure:
    seconds: float
    processor: float  # seconds, of the process and of the database
    memory: float  # MB, at most


def run_ours(database: str, folder: Path) -> Measure:
    """The command, as a user types it: wall time and the memory of its process."""
    source = odoo_source.get()
    command = odoo.command(
        source,
        "vtiger_import",
        "-d",
        database,
        str(folder),
        "--date-order",
        "dmy",
        "--report",
        str(folder / "report.csv"),
    )
    with (FOLDER / f"{database}.log").open("a") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=odoo.environment(source))
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"vtiger_import failed in {database}: see {log.name}")
    return Measure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run_reference(database: str, folder: Path, script: str = LOAD) -> Measure:
    answer = run_odoo("shell", database, script=script.format(folder=str(folder)))
    return Measure(**json.loads(answer.strip().splitlines()[-1]))


def database_processor() -> float:
    """Processor seconds of PostgreSQL since it started, those of its ended processes too."""
    server = int((postgres.folder() / "data" / "postmaster.pid").read_text().splitlines()[0])
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended since
            continue
        own = path.parent.name == str(server)
        if own or int(parts[1]) == server:
            # utime, stime; of the server also those of the processes it saw end.
            ticks += sum(map(int, parts[11:15] if own else parts[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measure_history(side: str, database: str, export: Export) -> Measure:
    """What was said and kept, beside the business that is there.

    :raise RuntimeError: if not all of it came
    """
    folder = export.write_history(FOLDER / "vtiger-history")
    before = database_processor()
    measure = run_ours(database, folder) if side == "ours" else run_reference(database, folder, LOAD_COMMENTS)
    measure.processor += database_processor() - before
    comments = testing.sql(database, "SELECT count(*) FROM mail_message WHERE body LIKE '%Il hésite encore%'").strip()
    files = testing.sql(database, "SELECT count(*) FROM agency_document").strip() if side == "ours" else ""
    if comments != str(export.sizes.comments) or (files and int(files) < export.sizes.files):
        raise RuntimeError(f"{side} made {comments} comments, {files} files")
    return measure


def measure(side: str, part: str, sizes: Sizes) -> dict[str, Measure]:
    """One side on one size, the whole with its history: `{part: Measure}`."""
    database, export = f"bench_import_{side}", Export(sizes)
    folder = export.write(FOLDER / f"vtiger-{part}")
    expected = "|".join(map(str, (sizes.accounts, sizes.deals, sizes.quotes, sizes.lines)))
    try:
        testing.create_database(database)
        before = database_processor()
        found = {part: (run_ours if side == "ours" else run_reference)(database, folder)}
        found[part].processor += database_processor() - before
        if (made := testing.sql(database, COUNTS).strip()) != expected:
            raise RuntimeError(f"{side} made {made} records, not {expected}")
        print(f"{side}, {sizes.rows} rows: {found[part]}", flush=True)
        if part == "many":
            found["history"] = measure_history(side, database, export)
            print(f"{side}, its history: {found['history']}", flush=True)
        return found
    finally:
        testing.drop_database(database)


def main() -> int:
    """Measure both sides in turn, print a table; fail when an aim is missed."""
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1
    testing.prepare()
    FOLDER.mkdir(parents=True, exist_ok=True)
    parts = {"few": Sizes.scaled(scale / 10), "many": Sizes.scaled(scale)}
    found: dict[tuple[str, str], Measure] = {}
    for part, sizes in parts.items():
        for side in ("ours", "load"):
            found |= {(side, name): one for name, one in measure(side, part, sizes).items()}
    whole = parts["many"]
    ours, load, told = found["ours", "many"], found["load", "many"], found["ours", "history"]
    per_row = [found["ours", part].processor / sizes.rows * 1000 for part, sizes in parts.items()]
    detail = f"{whole.rows:,} rows"
    kept = f"{whole.comments:,} comments and {whole.files:,} files; load(): the comments alone"
    return report(
        "import",
        [
            Row("seconds an import from vtiger / load() of the same rows", ours.seconds, load.seconds, SHARE, detail),
            Row("processor seconds of the import / load()", ours.processor, load.processor, detail=detail),
            Row("processor ms a row, all / a tenth of them", per_row[1], per_row[0], 1.15, unit="ms"),
            Row("memory of the import", ours.memory, None, MEMORY, f"load(): {load.memory:.0f} MB", unit="MB"),
            Row("seconds of the history / load()", told.seconds, found["load", "history"].seconds, detail=kept),
            Row("memory of the history", told.memory, None, MEMORY, kept, unit="MB"),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
