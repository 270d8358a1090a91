"""What suppliers' prices cost: their list, their comparison, and an acceptance that orders (B64, B65; `make bench`).

- The list of 10,000 price requests beside Odoo's own list of 10,000 orders to suppliers: a browser opens both, what it
  asked is asked again in turn over HTTP; the median of fifteen. Aim: 1.1.
- The comparison of ten suppliers in ten rows, in the server: the median of seven. Aim: 1 s.
- A quote of fifty lines that is accepted, each with the price of a supplier, which makes the draft order, beside one
  without: in turn, the fastest of five, rolled back. Aim: 1.5.

`bench_suppliers.py 500` makes 500 requests and orders (for trying out).
"""

import json
import sys
from statistics import median

from harness import Row, report, run_odoo
from list_calls import PASSWORD, Client, browser_page, hear

from tools.agency import testing
from tools.agency.odoo import database

DATABASE = "bench_suppliers"
SIZE = 10_000
ROUNDS = 15
LOGIN = "seed0"
LISTS = (
    ("agency_purchase.agency_price_request_action", "agency.price.request"),
    ("purchase.purchase_rfq", "purchase.order"),
)

FILL = """
from odoo.fields import Command, Date

user = env["res.users"].create({{
    "name": "Seed", "login": {login!r}, "password": {password!r}, "lang": "fr_FR",
    "group_ids": [Command.link(env.ref(name).id) for name in (
        "agency_crm.group_agency_manager", "agency_purchase.group_costs", "purchase.group_purchase_user")],
}})
env.cr.commit()
env = env(user=user, context={{"tracking_disable": True, "mail_notrack": True}})
suppliers = env["res.partner"].create([
    {{"name": f"Imprimerie {{number}}", "is_company": True, "is_printer": True, "email": f"i{{number}}@example.com"}}
    for number in range(10)
])
customer = env["res.partner"].create({{"name": "Client", "is_company": True}})
service = env["product.product"].create({{"name": "Impression", "type": "service", "list_price": 100}})
deal = env["crm.lead"].create({{"name": "Affaire", "type": "opportunity", "partner_id": customer.id}})


def ask(items):
    request = env["agency.price.request"].create({{
        "title": "Brochure", "lead_id": deal.id, "answer_by": Date.add(Date.today(), days=9),
        "item_ids": [
            Command.create({{"name": f"Poste {{number}}", "quantities": "1000", "product_id": service.id}})
            for number in range(items)
        ],
        "supplier_ids": [Command.set(suppliers.ids)],
    }})
    request.consultation_ids.action_mark_asked()
    for place, consultation in enumerate(request.consultation_ids):
        answer = env["agency.price.answer"].create({{"consultation_id": consultation.id}})
        for line in answer.line_ids:
            line.total = 300 + 7 * place
        answer.action_apply()
    return request


compared, bought = ask(10), ask(50)
offers = bought.consultation_ids[0].offer_ids
for offer in offers:
    offer._choose()
for is_priced in (True, False):
    quotes = env["sale.order"].create([
        {{
            "partner_id": customer.id, "client_order_ref": "priced" if is_priced else "plain",
            "order_line": [
                Command.create({{"product_id": service.id, "name": f"Lot {{number}}", "price_unit": 500}})
                for number in range(50)
            ],
        }}
        for _quote in range(5)
    ])
    for line, offer in zip(quotes.order_line if is_priced else [], list(offers) * 5):
        line._by_rules().price_offer_id = offer
    quotes.action_quotation_sent()
order = env["purchase.order"].create({{
    "partner_id": suppliers[0].id,
    "order_line": [Command.create({{"product_id": service.id, "name": "Impression", "product_qty": 1}})],
}})
single = ask(1)
env.flush_all()


def multiply(table, source, **others):
    # Rows of a table made of one, by SQL: ten thousand by the ORM are an hour.
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    names = [name for (name,) in env.cr.fetchall() if name != "id" and name not in others]
    columns = ", ".join(f'"{{name}}"' for name in [*names, *others])
    values = ", ".join([*(f't."{{name}}"' for name in names), *others.values()])
    env.cr.execute(f'INSERT INTO "{{table}}" ({{columns}}) SELECT {{values}} FROM {{source}}')


numbers = "generate_series(1, {size}) n"
multiply("agency_price_request", f"agency_price_request t, {{numbers}} WHERE t.id = {{single.id}}",
         name="'DP/' || n", title="'Brochure ' || n")
multiply("agency_price_consultation", "agency_price_consultation t, agency_price_request r"
         f" WHERE t.request_id = {{single.id}} AND r.name LIKE 'DP/%' AND r.title LIKE 'Brochure %'",
         request_id="r.id", page_token="NULL")
multiply("purchase_order", f"purchase_order t, {{numbers}} WHERE t.id = {{order.id}}",
         name="'PO/' || n", access_token="NULL")
multiply("purchase_order_line", "purchase_order_line t, purchase_order p"
         f" WHERE t.order_id = {{order.id}} AND p.name LIKE 'PO/%'", order_id="p.id")
env.cr.commit()
env.cr.execute("ANALYZE")
env.cr.commit()
"""

MEASURE = """
import json, time
from statistics import median

user = env["res.users"].search([("login", "=", {login!r})])
env = env(user=user, context={{"lang": "fr_FR"}})


def seconds(gesture):
    env.invalidate_all()
    start = time.perf_counter()
    gesture()
    env.flush_all()
    return time.perf_counter() - start


compared = env["agency.price.request"].search([("title", "=", "Brochure")], order="id", limit=1)
assert len(compared.comparison["columns"]) == 10 and len(compared.comparison["rows"]) == 10
found = {{"grid": median(seconds(lambda: compared.read(["comparison"])) for _round in range(7))}}
quotes = {{kind: env["sale.order"].search([("client_order_ref", "=", kind)]) for kind in ("priced", "plain")}}
times = {{kind: [] for kind in quotes}}
for number in range(5):
    for kind, records in quotes.items():
        record = records[number]
        times[kind].append(seconds(record.action_confirm))
        assert len(record.order_line.purchase_line_ids) == (50 if kind == "priced" else 0)
        env.cr.rollback()
found.update({{kind: min(values) for kind, values in times.items()}})
print(json.dumps(found))
"""


def main() -> int:
    """Fill, measure, print a table; fail when an aim is missed."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    source = testing.prepare()
    try:
        testing.create_database(DATABASE)
        database.install(source, DATABASE, ["agency_purchase"])
        run_odoo("shell", DATABASE, script=FILL.format(login=LOGIN, password=PASSWORD, size=size))
        found = json.loads(run_odoo("shell", DATABASE, script=MEASURE.format(login=LOGIN)).strip().splitlines()[-1])
        ours, stock = _measure_lists()
    finally:
        testing.drop_database(DATABASE)
    return report(
        "suppliers",
        [
            Row(f"the list of {size} price requests / Odoo's list of orders (B64)", ours, stock, 1.1),
            Row("the comparison of 10 suppliers in 10 rows (B64)", found["grid"], None, 1.0),
            Row("a quote of 50 lines accepted, with prices / without (B65)", found["priced"], found["plain"], 1.5),
        ],
    )


def _measure_lists() -> tuple[float, float]:
    """Return the medians of what the browser asks when ours and Odoo's list open, in turn."""
    with testing.start_server(DATABASE) as server:
        with browser_page(server.url, LOGIN) as page:
            asked = [hear(page, server.url, action, model).records for action, model in LISTS]
        client = Client(server.url, DATABASE, LOGIN)
        for calls in asked:
            client.seconds(calls)  # once for the caches
        times = [[client.seconds(calls) for calls in asked] for _round in range(ROUNDS)]
    ours, stock = (median(column) for column in zip(*times, strict=True))
    return ours, stock


if __name__ == "__main__":
    sys.exit(main())
