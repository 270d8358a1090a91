"""How long the daily job takes to invoice recurring orders, beside OCA's contracts (`make bench`).

A thousand orders of three lines become draft invoices whose lines say their period; the same thousand customers
and lines are invoiced as contracts, by the job of OCA's add-on `contract`, in a twin database that has the same
modules of Odoo and none of our add-ons. In turn, in two rounds, of which the faster counts; each process first
invoices twenty, unmeasured. Aims: at most the reference's time an invoice, and as many queries an invoice for a
thousand orders as for a hundred. 56 ms, what vtiger took, is only to be seen.

`bench_recurring.py 200` measures two hundred (for trying out).
"""

import json
import sys
from pathlib import Path

from harness import Row, install_wheel, report, run_odoo

from tools.agency import testing

CONTRACT = "odoo-addon-contract==19.0.1.2.1.2"
VTIGER = 0.056
ROUNDS = 2

# === WHAT BOTH SIDES INVOICE === #

CUSTOMERS = """
import json
import time

from odoo import sql_db
from odoo.fields import Command, Date

GROUPS = {groups}
salesperson = env.ref("base.user_admin")
terms = env.ref("account.account_payment_term_30days")
services = env["product.product"].create([
    {{"name": name, "type": "service", "invoice_policy": "order", "list_price": price}}
    for name, price in (("Hébergement web", 18), ("Maintenance de site", 65), ("Nom de domaine", 25))
])
if "agency.presta.type" in env:
    services.product_tmpl_id.presta_type_id = env["agency.presta.type"].search([], limit=1)
customers = {{
    group: env["res.partner"].create([
        {{
            "name": f"Client {{group}} {{number}}",
            "is_company": True,
            "street": f"{{number}} rue des Presses",
            "zip": "54000",
            "city": "Nancy",
            "country_id": env.ref("base.fr").id,
            "lang": "fr_FR",
        }}
        for number in range(size)
    ])
    for group, size in GROUPS.items()
}}
"""

ORDERS = """
for group, partners in customers.items():
    orders = env["sale.order"].create([
        {
            "partner_id": partner.id,
            "user_id": salesperson.id,
            "payment_term_id": terms.id,
            "client_order_ref": group,
            "billing_frequency": "annual",
            "next_invoice_date": "2040-01-01",
            "order_line": [Command.create({"product_id": service.id, "product_uom_qty": 12}) for service in services],
        }
        for partner in partners
    ])
    env.cr.commit()
    env.invalidate_all()
"""

CONTRACTS = """
for group, partners in customers.items():
    env["contract.contract"].create([
        {
            "name": f"Contrat {partner.name}",
            "code": group,
            "partner_id": partner.id,
            "user_id": salesperson.id,
            "payment_term_id": terms.id,
            "recurring_rule_type": "yearly",
            "date_start": "2040-01-01",
            "recurring_next_date": "2040-01-01",
            "contract_line_ids": [
                Command.create({
                    "product_id": service.id,
                    "name": f"{service.name}, du #START# au #END#",
                    "quantity": 12,
                    "price_unit": service.list_price,
                    "uom_id": service.uom_id.id,
                })
                for service in services
            ],
        }
        for partner in partners
    ])
    env.cr.commit()
    env.invalidate_all()
"""

# === THE JOB === #

MAKE_ORDERS_DUE = """
env.cr.execute(
    "UPDATE sale_order SET next_invoice_date = CURRENT_DATE + %(days)s,"
    " billing_day = EXTRACT(day FROM CURRENT_DATE + %(days)s) WHERE client_order_ref = %(group)s",
    {"group": group, "days": number},
)
"""

MAKE_CONTRACTS_DUE = """
for table, column in (("contract_contract", "id"), ("contract_line", "contract_id")):
    for start, contracts in (
        (Date.to_date("2040-01-01"), "code != %(group)s"),
        (Date.today() - timedelta(days=number), "code = %(group)s"),
    ):
        env.cr.execute(
            f"UPDATE {table} SET recurring_next_date = %(start)s, date_start = %(start)s, last_date_invoiced = NULL"
            f" WHERE {column} IN (SELECT id FROM contract_contract WHERE {contracts})",
            {"group": group, "start": start},
        )
"""

RUN = """
import json
import time
from datetime import timedelta

from odoo import sql_db
from odoo.fields import Date

number = {number}
job = env.ref({job!r})
result = {{}}
for group in {groups}:
    {make_due}
    env.cr.commit()
    env.invalidate_all()
    last = env["account.move"].search([], order="id desc", limit=1).id or 0
    env.invalidate_all()
    before, cpu, queries = time.perf_counter(), time.process_time(), sql_db.sql_counter
    job.method_direct_trigger()
    elapsed = time.perf_counter() - before, time.process_time() - cpu, sql_db.sql_counter - queries
    env.cr.rollback()  # to see what the job, in a transaction of its own, has committed
    env.invalidate_all()
    invoices = env["account.move"].search([("id", ">", last)])
    lines = invoices.invoice_line_ids
    result[group] = {{
        "invoices": len(invoices),
        "lines": len(lines),
        "with_period": len(lines.filtered(lambda line: " du " in line.name and " au " in line.name)),
        "drafts": len(invoices.filtered(lambda move: move.state == "draft")),
        "total": round(sum(invoices.mapped("amount_total")), 2),
        "seconds": elapsed[0] / max(len(invoices), 1),
        "cpu": elapsed[1] / max(len(invoices), 1),
        "queries": elapsed[2] / max(len(invoices), 1),
    }}
print(json.dumps(result))
"""

WHAT_IS_MADE = ("invoices", "lines", "with_period", "drafts", "total")


class Side:
    """One of the two: its database, its job, and what it measured."""

    def __init__(self, database: str, job: str, records: str, make_due: str, addons: list[Path]) -> None:
        self.database = database
        self.job = job
        self.records = records
        self.make_due = "\n    ".join(make_due.strip().splitlines())
        self.addons = addons
        self.rounds: list[dict[str, dict]] = []

    def fill(self, groups: dict[str, int]) -> None:
        script = CUSTOMERS.format(groups=groups) + self.records
        run_odoo("shell", self.database, script=script, addons=self.addons)
        testing.sql(self.database, "ANALYZE")

    def measure(self, number: int, groups: dict[str, int]) -> None:
        """Run the job for each group, in a process of its own."""
        script = RUN.format(number=number, job=self.job, groups=list(groups), make_due=self.make_due)
        answer = run_odoo("shell", self.database, script=script, addons=self.addons)
        self.rounds.append(json.loads(answer.strip().splitlines()[-1]))

    def best(self, group: str, key: str) -> float:
        return min(found[group][key] for found in self.rounds)


def main() -> int:
    """Measure both, print a table; fail when an aim is missed."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    groups = {"warm": 20, "few": max(size // 10, 1), "many": size}
    testing.prepare()
    contract = install_wheel(CONTRACT)
    ours = Side("bench_recurring", "agency_crm.ir_cron_make_recurring_invoices", ORDERS, MAKE_ORDERS_DUE, [])
    theirs = Side("bench_contract", "contract.contract_cron_for_invoice", CONTRACTS, MAKE_CONTRACTS_DUE, [contract])
    try:
        testing.create_database(ours.database)
        testing.create_database(theirs.database, with_addons=False)
        run_odoo("server", theirs.database, "-i", "contract", "--stop-after-init", addons=theirs.addons)
        for side in (ours, theirs):
            side.fill(groups)
        for number in range(1, ROUNDS + 1):
            for side in (ours, theirs):
                side.measure(number, groups)
                print(f"{side.database}, round {number}: {json.dumps(side.rounds[-1]['many'])}", flush=True)
    finally:
        testing.drop_database(ours.database)
        testing.drop_database(theirs.database)
    made, expected = ({key: side.rounds[-1]["many"][key] for key in WHAT_IS_MADE} for side in (ours, theirs))
    if made != expected or made["with_period"] != 3 * size:
        print(f"the two do not make the same invoices: {made} / {expected}")
        return 1
    seconds = ours.best("many", "seconds")
    queries = ours.best("few", "queries"), ours.best("many", "queries")
    rows = [
        Row("seconds an invoice / OCA contract", seconds, theirs.best("many", "seconds"), 1.0, f"{size} orders"),
        Row("processor seconds an invoice / OCA contract", ours.best("many", "cpu"), theirs.best("many", "cpu")),
        Row("seconds an invoice / vtiger, on its machine", seconds, VTIGER),
        Row(
            f"queries an invoice, {groups['many']} orders / {groups['few']}",
            queries[1],
            queries[0],
            1.05,
            f"OCA contract: {theirs.best('few', 'queries'):.1f}, then {theirs.best('many', 'queries'):.1f}",
            unit="queries",
        ),
    ]
    return report("recurring orders", rows)


if __name__ == "__main__":
    sys.exit(main())
