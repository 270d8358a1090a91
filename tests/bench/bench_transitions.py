"""How long accepting quotes takes, beside Odoo's own on the same data in a database without the add-ons (`make bench`).

A thousand sent quotes of three lines, each of a deal with a salesperson, are confirmed by `action_confirm`, as a batch
and then, a hundred of them, one by one. With the add-ons each deal follows its quote besides: stage, next step, date,
activity, chatter. In turn, in rounds of which the fastest counts, each in a process of its own; everything is rolled
back, once written and tracked. Aims: at most 1.15 of stock's time, and as many queries a quote for a thousand as for a
hundred. Stock's deals stay where they are: the same work is done when somebody marks them as won too, one line of
chatter each.

Then, one by one, the hundred are invoiced by half, the other half kept for balances: an invoice is posted (at most 1.3
of stock's time), paid (1.1); of those with a deposit, the balance is made and posted (1.2).

`bench_transitions.py 200` measures two hundred (for trying out).
"""

import sys

from harness import Row, measure_in_turn, report

ROUNDS = 3

FILL = """
from odoo.fields import Command

salesperson = env.ref("base.user_admin")
service = env["product.product"].create({{"name": "Création web", "type": "service", "list_price": 1200}})
partners = env["res.partner"].create([
    {{"name": f"Client {{number}}", "is_company": True, "email": f"client{{number}}@example.com"}}
    for number in range({size})
])
deals = env["crm.lead"].create([
    {{
        "name": f"Affaire {{number}}",
        "type": "opportunity",
        "partner_id": partner.id,
        "user_id": salesperson.id,
        "expected_revenue": 3600,
    }}
    for number, partner in enumerate(partners)
])
quotes = env["sale.order"].create([
    {{
        "partner_id": deal.partner_id.id,
        "user_id": salesperson.id,
        "opportunity_id": deal.id,
        "order_line": [Command.create({{"product_id": service.id, "name": f"Lot {{i}}"}}) for i in range(3)],
    }}
    for deal in deals
])
env.cr.commit()
quotes.action_quotation_sent()
env.cr.commit()
"""

MEASURE = """
import gc
import json
import time

from odoo import sql_db

quotes = env["sale.order"].search([("state", "=", "sent")], order="id")
cases = {{"warm": (quotes[:20], "batch"), "few": (quotes[-{few}:], "batch"), "many": (quotes, "batch"),
          "each": (quotes[:{few}], "each"), "won": (quotes, "won"), "each_won": (quotes[:{few}], "each won")}}
found = {{}}


def begin():
    # As a request, which begins without what those before have read, environments they left behind included.
    env.invalidate_all()
    gc.collect()


def accept(order, way):
    order.with_user(order.user_id).action_confirm()
    env.flush_all()
    env.cr.precommit.run()  # the lines of the chatter
    if "won" in way:
        order.opportunity_id.action_set_won()
        env.flush_all()
        env.cr.precommit.run()


for name, (orders, way) in cases.items():
    if "won" in way and "agency.next.step" in env:
        continue
    elapsed = [0.0, 0]
    for order in orders if "each" in way else [orders]:
        begin()
        before, queries = time.perf_counter(), sql_db.sql_counter
        accept(order, way)
        elapsed = [elapsed[0] + time.perf_counter() - before, elapsed[1] + sql_db.sql_counter - queries]
    done = all(order.state == "sale" for order in orders)
    messages = env["mail.message"].search_count([("model", "=", "sale.order"), ("res_id", "in", orders.ids)])
    stages = orders.opportunity_id.stage_id.mapped("is_won")
    env.cr.rollback()
    env.invalidate_all()
    found[name] = {{
        "seconds": elapsed[0] / len(orders), "queries": elapsed[1] / len(orders),
        "done": done, "messages": messages / len(orders), "won": stages,
    }}


def measure_each(name, records, gesture):
    elapsed, count = 0.0, 0
    env.flush_all()
    for record in records:
        begin()
        before, queries = time.perf_counter(), sql_db.sql_counter
        gesture(record.with_user(salesperson))
        env.flush_all()
        env.cr.precommit.run()
        elapsed, count = elapsed + time.perf_counter() - before, count + sql_db.sql_counter - queries
    found[name] = {{"seconds": elapsed / len(records), "queries": count / len(records)}}


def invoice(orders, method, **values):
    context = dict(active_model="sale.order", active_ids=orders.ids)
    wizard = orders.env["sale.advance.payment.inv"].with_context(**context)
    wizard.create({{"advance_payment_method": method, **values}}).create_invoices()
    return orders.invoice_ids.sorted("id")[-len(orders):]


def pay(move):
    wizard = move.env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids)
    wizard.create({{}})._create_payments()


salesperson = quotes.user_id
orders = quotes[:{few}]
orders.with_user(salesperson).action_confirm()
plain, split = orders[: len(orders) // 2], orders[len(orders) // 2 :]
invoices = plain.with_user(salesperson)._create_invoices()
assert len(invoices) == len(plain)
measure_each("post", invoices[1:], lambda move: move.action_post())
measure_each("pay", invoices[1:], pay)
for order in split:
    invoice(order, "percentage", amount=30).action_post()
measure_each("balance", split[1:], lambda order: invoice(order, "delivered").action_post())
assert all(move.state == "posted" for move in (plain[1:] + split).invoice_ids)
assert all(move.payment_state != "not_paid" for move in plain[1:].invoice_ids)
assert all(len(order.invoice_ids) == 2 for order in split[1:])
env.cr.rollback()
print(json.dumps(found))
"""


def main() -> int:
    """Measure both sides in turn, print a table; fail when an aim is missed."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    few = size // 10
    rounds = measure_in_turn("transitions", FILL.format(size=size), MEASURE.format(few=few), ROUNDS)

    def best(side: str, case: str, key: str = "seconds") -> float:
        return min(found[case][key] for found in rounds[side])

    def one_by_one(name: str, case: str, aim: float) -> Row:
        counts = best("ours", case, "queries"), best("stock", case, "queries")
        detail = f"queries {counts[0]:.0f}, stock {counts[1]:.0f}"
        return Row(name, best("ours", case), best("stock", case), aim, detail)

    for side, expected in (("ours", [True]), ("stock", [False])):
        found = rounds[side][-1]["many"]
        if not found["done"] or found["won"] != expected:
            print(f"{side}: the quotes were not accepted, or their deals did not follow as expected: {found}")
            return 1
    return report(
        "transitions",
        [
            Row(f"seconds a quote accepted, {size} at once / stock", best("ours", "many"), best("stock", "many"), 1.15),
            one_by_one(f"the same, {few} one by one / stock", "each", 1.5),
            Row("the same one by one / stock, deals marked as won", best("ours", "each"), best("stock", "each_won")),
            one_by_one("seconds an invoice posted, one by one / stock", "post", 1.3),
            one_by_one("seconds a payment, one by one / stock", "pay", 1.1),
            one_by_one("seconds a balance made and posted, one by one / stock", "balance", 1.2),
            Row("the same at once / stock, deals marked as won", best("ours", "many"), best("stock", "won"), 1.15),
            Row(
                f"queries a quote accepted, {size} at once / {few}",
                best("ours", "many", "queries"),
                best("ours", "few", "queries"),
                1.0,
                f"stock: {best('stock', 'few', 'queries'):.1f}, then {best('stock', 'many', 'queries'):.1f}",
                unit="queries",
            ),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
