"""How long the daily job takes to make the reminders of unpaid invoices (`make bench`).

Ten thousand invoices of 2,500 customers, confirmed, sent and six days late, become 2,500 drafts of one mail each, in
one run of the job, in one process; a tenth of them before, unmeasured. Odoo Community reminds of nothing: there is
nothing to compare with. Aims: as many queries a customer for all of them as for a tenth, and one minute.

`bench_reminders.py 1000` measures a thousand invoices (for trying out).
"""

import json
import sys

from harness import Row, report, run_odoo

from tools.agency import testing

DATABASE = "bench_reminders"
INVOICES_EACH = 4

FILL = """
from datetime import timedelta

from odoo.fields import Command, Date

salesperson = env.ref("base.user_admin")
service = env["product.product"].create({{"name": "Création web", "type": "service", "list_price": 1200}})
today = Date.context_today(env.user)
for group, size in {groups}.items():
    partners = env["res.partner"].create([
        {{"name": f"Client {{group}} {{number}}", "is_company": True, "email": f"{{group}}{{number}}@example.com"}}
        for number in range(size)
    ])
    env.cr.commit()
    for start in range(0, size, 250):
        moves = env["account.move"].create([
            {{
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_user_id": salesperson.id,
                "invoice_date": today - timedelta(days=36),
                "invoice_payment_term_id": False,
                "invoice_date_due": today + timedelta(days=300),
                "ref": group,
                "invoice_line_ids": [
                    Command.create({{"product_id": service.id, "price_unit": 300 + number, "tax_ids": False}})
                ],
            }}
            for partner in partners[start : start + 250]
            for number in range({each})
        ])
        moves.action_post()
        moves._note_sent()
        env.cr.commit()
        env.invalidate_all()
"""

RUN = """
import json
import time
from datetime import timedelta

from odoo import sql_db
from odoo.fields import Date

job = env.ref("agency_crm.ir_cron_chase_invoices")
result = {}
for group in ("warm", "few", "many"):
    moves = env["account.move"].search([("ref", "=", group), ("move_type", "=", "out_invoice")])
    moves.invoice_date_due = Date.context_today(env.user) - timedelta(days=6)
    env.cr.commit()
    env.invalidate_all()
    last = env["agency.invoice.chase"].search([], order="id desc", limit=1).id or 0
    before, queries = time.perf_counter(), sql_db.sql_counter
    job.method_direct_trigger()
    elapsed = time.perf_counter() - before, sql_db.sql_counter - queries
    env.cr.rollback()  # to see what the job, in a transaction of its own, has committed
    env.invalidate_all()
    drafts = env["agency.invoice.chase"].search([("id", ">", last), ("state", "=", "draft")])
    result[group] = {
        "drafts": len(drafts),
        "invoices": len(drafts.invoice_ids),
        "asked": env["mail.activity"].search_count(
            [("res_model", "=", "agency.invoice.chase"), ("res_id", "in", drafts.ids)]
        ),
        "seconds": elapsed[0],
        "queries": elapsed[1] / max(len(drafts), 1),
    }
print(json.dumps(result))
"""


def main() -> int:
    """Measure, print a table; fail when an aim is missed."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    many = size // INVOICES_EACH
    groups = {"warm": 20, "few": many // 10, "many": many}
    testing.prepare()
    try:
        testing.create_database(DATABASE)
        run_odoo("shell", DATABASE, script=FILL.format(groups=groups, each=INVOICES_EACH))
        testing.sql(DATABASE, "ANALYZE")
        found = json.loads(run_odoo("shell", DATABASE, script=RUN).strip().splitlines()[-1])
        print(json.dumps(found), flush=True)
    finally:
        testing.drop_database(DATABASE)
    for group, number in groups.items():
        made = found[group]
        if (made["drafts"], made["invoices"], made["asked"]) != (number, number * INVOICES_EACH, number):
            print(f"{group}: not all customers have their reminder after one run: {made}")
            return 1
    return report(
        "reminders",
        [
            Row(f"seconds for the reminders of {size} invoices, one run", found["many"]["seconds"], aim=60.0),
            Row("milliseconds an invoice", found["many"]["seconds"] / size * 1000, unit="ms"),
            Row(
                f"queries a customer, {many} customers / {many // 10}",
                found["many"]["queries"],
                found["few"]["queries"],
                1.05,
                unit="queries",
            ),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
