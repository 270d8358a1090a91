"""How long the pages that a customer opens take, beside Odoo's own (`make bench ONLY=portal`).

A sent quote and an invoice of ten lines, opened by the link of their mail, by somebody who never signed in: each page
is asked of the server as a browser asks it, in turn with the same page of a database without the add-ons. The invoice's
page holds its document, which is asked too. The median counts. Aim: at most 1.1 of stock's time.

`bench_portal.py 10` asks each page ten times (for trying out).
"""

import json
import sys
import time
from contextlib import ExitStack
from statistics import median

import requests
from harness import Row, report, run_odoo

from tools.agency import testing

DATABASES = {"ours": ("bench_portal", True), "stock": ("bench_portal_stock", False)}
AIM = 1.1

FILL = """
import json
from odoo.fields import Command

france = env.ref("base.fr").id
env.company.partner_id.write({
    "street": "12 rue des Lilas", "zip": "44000", "city": "Nantes", "country_id": france, "vat": "FR23334175221",
    "company_registry": "33417522100012", "email": "contact@atelier.example", "phone": "02 40 00 00 00",
})
service = env["product.product"].create({"name": "Création web", "type": "service", "list_price": 1200})
partner = env["res.partner"].create({
    "name": "Client", "is_company": True, "email": "client@example.com", "lang": "fr_FR", "street": "1 rue du Port",
    "zip": "54000", "city": "Nancy", "country_id": france, "company_registry": "40483304800022", "vat": "FR83404833048",
    "property_payment_term_id": env.ref("account.account_payment_term_30days").id,
})
lines = [Command.create({"product_id": service.id, "name": f"Lot {i}"}) for i in range(10)]
# Both pages show a salesperson, with the same picture.
salesperson = env.ref("base.user_admin").id
values = {"partner_id": partner.id, "user_id": salesperson, "order_line": lines}
quotes = env["sale.order"].create([values] * 2)
quotes.action_quotation_sent()
quotes[1].action_confirm()
invoice = quotes[1]._create_invoices()
invoice.action_post()
if hasattr(invoice, "action_mark_sent"):
    invoice.action_mark_sent()
links = {"quote": quotes[0].get_portal_url(), "invoice": invoice.get_portal_url(),
         "document": invoice.get_portal_url(report_type="html")}
env.cr.commit()
print(json.dumps(links))
"""
PAGES = {"quote": "the page of a quote", "invoice": "the page of an invoice", "document": "the document in it"}


def main() -> int:
    """Ask the pages of both sides in turn, print a table; fail when an aim is missed."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    testing.prepare()
    found: dict[tuple[str, str], list[float]] = {}
    links, urls = {}, {}
    try:
        with ExitStack() as stack:
            for side, (database, has_addons) in DATABASES.items():
                testing.create_database(database, with_addons=has_addons)
                links[side] = json.loads(run_odoo("shell", database, script=FILL).strip().splitlines()[-1])
                urls[side] = stack.enter_context(testing.start_server(database)).url
            for number in range(-3, times):  # the first three for the caches
                for page in PAGES:
                    for side in DATABASES:
                        seconds = ask(urls[side] + links[side][page])
                        if number >= 0:
                            found.setdefault((page, side), []).append(seconds)
    finally:
        for database, _has_addons in DATABASES.values():
            testing.drop_database(database)
    return report(
        "portal",
        [
            Row(f"seconds {words} / stock", median(found[page, "ours"]), median(found[page, "stock"]), AIM)
            for page, words in PAGES.items()
        ],
    )


def ask(address: str) -> float:
    """Ask a page as somebody unknown, and return how long it took.

    :raise RuntimeError: if it is not given
    """
    before = time.perf_counter()
    answer = requests.get(address, timeout=60)
    seconds = time.perf_counter() - before
    if answer.status_code != 200 or "/my/" not in answer.url:
        raise RuntimeError(f"{answer.status_code} {answer.url}")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
