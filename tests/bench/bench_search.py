"""How long a search takes, and « À faire », in a database of years (`make bench ONLY=search`).

100,000 deals, 200,000 quotes, 200,000 invoices, 300,000 activities (`seed.py`): a Utilisateur types in Ctrl+K and in
the list of deals whatever somebody has in hand, and opens « À faire », her own and everybody's. Aim: 0.15 s each, in
the server (the median of seven, after one for the caches); searches with and without PostgreSQL's `pg_trgm`, which the
set-up gives every database: without it there is no aim, it is there to be seen.

`bench_search.py 1000` makes 1,000 deals and in proportion (for trying out).
"""

import json
import sys

from harness import Row, report
from seed import seed

from tools.agency import testing

DATABASE = "bench_search"
DEALS = 100_000
AIM = 0.15
LOGIN = "seed1"
MEASURE = """
import json, time
from statistics import median

user = env["res.users"].search([("login", "=", %(login)r)])
here = env(user=user, context={"lang": "fr_FR", "tz": "Europe/Paris", "allowed_company_ids": user.company_id.ids})
partner = here["res.partner"].search([("is_company", "=", False), ("parent_id", "!=", False)], limit=1, offset=500)
account = here["res.partner"].search([("is_company", "=", True), ("phone", "!=", False)], limit=1, offset=500)
account.sudo().phone = "04 72 61 35 48"  # the seed gives all of them one number
env.flush_all()
posted = [("move_type", "=", "out_invoice"), ("state", "=", "posted")]
invoice = here["account.move"].search(posted, limit=1, offset=700)
quote = here["sale.order"].search([("name", "!=", False)], limit=1, offset=900)
TYPED = {
    "a name": partner.name,
    "a telephone": account.phone,
    "the number of a quote": quote.name,
    "the number of an invoice": invoice.name,
    "an amount": f"{invoice.amount_total:.2f}".replace(".", ","),
    "nothing that is there": "Zwinglistrasse",
}

def seconds(call):
    call()
    times = []
    for _round in range(7):
        here.invalidate_all()
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return median(times)

deals = here["crm.lead"]
specification = {"name": {}, "next_step_date": {}, "partner_id": {"fields": {"display_name": {}}}}
found = {}
assert all(TYPED.values()), TYPED
for what, typed in TYPED.items():
    found["Ctrl+K: " + what] = seconds(lambda: here["agency.search"].find(typed))
    domain = [("type", "=", "opportunity"), ("found_by", "ilike", typed)]
    found["Affaires: " + what] = seconds(lambda: deals.web_search_read(domain, specification, limit=80))
today = here["agency.today.line"]
columns = {name: {} for name in ("date", "days_late", "todo", "name", "phone", "amount")}
due = [("date", "<=", "today")]
for who, domain in (("one's own", [("user_id", "=", user.id), *due]), ("everybody's", due)):
    found["À faire: " + who] = seconds(lambda: today.web_search_read(domain, columns, limit=80))
    found["À faire, by kind: " + who] = seconds(lambda: today.web_read_group(
        domain, ["kind"], aggregates=["__count"], limit=80, auto_unfold=True,
        unfold_read_specification=columns, unfold_read_default_limit=80))
print(json.dumps(found))
"""


def main() -> int:
    """Seed, measure with and without trigrams, print a table; fail when an aim is missed."""
    deals = int(sys.argv[1]) if len(sys.argv) > 1 else DEALS
    testing.prepare()
    try:
        testing.create_database(DATABASE)
        seed(DATABASE, deals=deals, quotes=2 * deals, invoices=2 * deals)
        _seed_activities(DATABASE, 3 * deals)
        rows = [
            Row(name, seconds, None, AIM if deals == DEALS else None) for name, seconds in _measure(DATABASE).items()
        ]
        testing.sql(DATABASE, "DROP EXTENSION pg_trgm CASCADE")
        without = _measure(DATABASE)
        rows += [Row(f"{name}, without pg_trgm", without[name]) for name in without if "À faire" not in name]
    finally:
        testing.drop_database(DATABASE)
    return report("search", rows)


def _seed_activities(db: str, count: int) -> None:
    """Calls of three years, on deals; one in twenty is still to be made: in the year to come, or 20 days ago."""
    testing.sql(
        db,
        "INSERT INTO mail_activity (activity_type_id, res_model, res_model_id, res_id, summary, user_id, date_deadline,"
        " active, date_done, create_uid, create_date, write_uid, write_date)"
        " SELECT kind.id, 'crm.lead', model.id, lead.id, 'Rappeler', lead.user_id,"
        "  CURRENT_DATE + CASE WHEN n % 20 = 0 THEN (random() * 360)::int - 20 ELSE -(random() * 1000)::int END,"
        "  n % 20 = 0,"
        "  CASE WHEN n % 20 = 0 THEN NULL ELSE CURRENT_DATE END, lead.user_id, now(), lead.user_id, now()"
        f" FROM (SELECT n, 1 + n % (SELECT count(*) FROM crm_lead) AS place FROM generate_series(1, {count}) n) turn"
        " JOIN (SELECT id, user_id, row_number() OVER () AS place FROM crm_lead) lead USING (place)"
        " CROSS JOIN (SELECT id FROM mail_activity_type WHERE category = 'phonecall' ORDER BY id LIMIT 1) kind"
        " CROSS JOIN (SELECT id FROM ir_model WHERE model = 'crm.lead') model",
    )
    testing.sql(db, "ANALYZE mail_activity")


def _measure(db: str) -> dict[str, float]:
    said = testing.odoo_shell(db, MEASURE % {"login": LOGIN})
    return json.loads(next(line for line in said.splitlines() if line.startswith("{")))


if __name__ == "__main__":
    sys.exit(main())
