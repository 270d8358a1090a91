"""What the check before sending costs, and completing the XML, beside Odoo's own building of it (`make bench`).

A hundred posted invoices of ten lines at two rates. Their XML is built by the real method of the send path, one by one,
each as a request finds it (nothing in the cache), with the check before and without; so is that of the same invoices
in a database without the add-ons. The list and the batch check all at once. In turn, in rounds of which the fastest
counts, each in a process of its own. Aims: at most 30 ms an invoice that the check takes beyond the building, and in a
batch of a hundred. The check alone, which then reads all records itself, is only to be seen, and so is completing.

`bench_einvoice.py 20` measures twenty (for trying out).
"""

import sys

from harness import Row, measure_in_turn, report

ROUNDS = 3
AIM = 30.0

FILL = """
from odoo.fields import Command, Date

company = env.company
company.partner_id.write({{
    "name": "Atelier du banc", "street": "12 rue des Lilas", "zip": "44000", "city": "Nantes",
    "country_id": env.ref("base.fr").id, "vat": "FR23334175221", "company_registry": "33417522100012",
    "email": "contact@atelier.example", "phone": "02 40 00 00 00",
}})
env["res.partner.bank"].create({{
    "acc_number": "FR7630006000011234567890189", "partner_id": company.partner_id.id, "allow_out_payment": True,
}})
chart = env["account.chart.template"].with_company(company)
taxes = chart.ref("tva_normale_encaissement") + chart.ref("tva_intermediaire")
taxes.active = True
products = env["product.product"].create([
    {{"name": name, "type": kind, "list_price": price, "taxes_id": [Command.set(tax.ids)]}}
    for name, kind, price, tax in (("Conseil", "service", 85.5, taxes[0]), ("Brochure", "consu", 0.85, taxes[1]))
])
customers = env["res.partner"].create([
    {{
        "name": f"Client {{number}}", "is_company": True, "street": f"{{number}} rue des Presses", "zip": "54000",
        "city": "Nancy", "country_id": env.ref("base.fr").id, "company_registry": "40483304800022",
        "vat": "FR83404833048", "email": f"client{{number}}@example.com", "lang": "fr_FR",
    }}
    for number in range({size})
])
moves = env["account.move"].create([
    {{
        "move_type": "out_invoice", "partner_id": customer.id, "invoice_date": Date.today(),
        "invoice_line_ids": [
            Command.create({{"product_id": products[line % 2].id, "quantity": line + 1, "price_unit": 12.5 + line}})
            for line in range(10)
        ],
    }}
    for customer in customers
])
moves.action_post()
env.cr.commit()
"""

MEASURE = """
import json
import time

from odoo import sql_db

moves = env["account.move"].search([("move_type", "=", "out_invoice"), ("state", "=", "posted")], order="id")
builder = env["account.edi.xml.cii"]
has_check = hasattr(moves, "_get_einvoice_issues")


def build(move):
    content, errors = builder._export_invoice(move)
    assert content and not (errors and has_check), errors


def measure(gesture, records):
    env.invalidate_all()
    queries, elapsed = sql_db.sql_counter, 0.0
    for record in records:
        env.invalidate_all()  # as a request does
        before = time.perf_counter()
        gesture(record)
        elapsed += time.perf_counter() - before
    return {{"ms": 1000 * elapsed / len(moves), "queries": (sql_db.sql_counter - queries) / len(moves)}}


build(moves[0])  # templates and codes are read once by a server
found = {{"build": measure(build, moves)}}
if has_check:
    moves[0]._get_einvoice_issues()
    found["whole"] = measure(lambda move: (move._get_einvoice_issues(), build(move)), moves)
    found["check"] = measure(lambda move: move._get_einvoice_issues(), moves)
    found["batch"] = measure(lambda batch: batch.mapped("einvoice_alerts"), [moves])
    found["clean"] = set(moves.mapped("einvoice_status")) == {{"ready"}}
    found["completed"] = b">PMT<" in builder._export_invoice(moves[0])[0]
print(json.dumps(found))
"""


def main() -> int:
    """Measure both sides in turn, print a table; fail when an aim is missed."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    rounds = measure_in_turn("einvoice", FILL.format(size=size), MEASURE.format(), ROUNDS)

    def best(side: str, case: str, key: str = "ms") -> float:
        return min(found[case][key] for found in rounds[side])

    if not (rounds["ours"][-1]["clean"] and rounds["ours"][-1]["completed"]):
        print(f"ours: the invoices are not ready, or not completed: {rounds['ours'][-1]}")
        return 1
    beyond = best("ours", "whole") - best("ours", "build")
    more = best("ours", "whole") - best("stock", "build")
    queries = f"{best('ours', 'check', 'queries'):.0f} queries; {size} at once: {best('ours', 'batch', 'queries'):.1f}"
    return report(
        "einvoice",
        [
            Row("ms an invoice of ten lines: the check before its XML is built", beyond, None, AIM, unit="ms"),
            Row(f"ms an invoice checked, {size} at once", best("ours", "batch"), None, AIM, unit="ms"),
            Row("ms an invoice checked alone, nothing in the cache", best("ours", "check"), detail=queries, unit="ms"),
            Row("ms to build its XML, completed / Odoo's", best("ours", "build"), best("stock", "build"), unit="ms"),
            Row("ms more than Odoo, checked and completed", more, unit="ms"),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
