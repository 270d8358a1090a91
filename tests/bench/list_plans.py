"""How PostgreSQL finds the records of our lists: the plans of their queries, written in docs/plans.md."""

import json
from collections.abc import Mapping
from datetime import date

from harness import run_odoo
from list_calls import ListCalls

from tools.agency import config

DOCUMENT = config.ROOT / "docs" / "plans.md"
SLOW = 5.0  # ms: faster queries need no plan

SCRIPT = """
import json

from odoo.sql_db import Cursor

user = env["res.users"].search([("login", "=", {login!r})])
calls = json.loads({calls!r})
execute = Cursor.execute
plans = []

def explain(cursor, query, params=None, log_exceptions=True):
    text = query.code if hasattr(query, "code") else query
    if isinstance(text, str) and text.lstrip().upper().startswith("SELECT"):
        statement = cursor.mogrify(query, params).decode()
        execute(cursor, b"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY ON) " + statement.encode())
        lines = [line for line, in cursor.fetchall()]
        plans.append([statement, lines])
    return execute(cursor, query, params, log_exceptions=log_exceptions)

found = {{}}
for name, asked in calls.items():
    for warm in (True, False):
        plans.clear()
        env.invalidate_all()
        Cursor.execute = execute if warm else explain
        for call in asked:
            context = call["kwargs"].pop("context", {{}})
            model = env[call["model"]].with_user(user).with_context(**context)
            getattr(model, call["method"])(*call["args"], **call["kwargs"])
            call["kwargs"]["context"] = context
        Cursor.execute = execute
    found[name] = list(plans)
print(json.dumps(found))
"""


def get_plans(db: str, login: str, lists: Mapping[str, ListCalls]) -> dict[str, list]:
    """Return the queries and plans of what the lists ask: [[query, [line of the plan, ...]], ...] by list."""
    calls = json.dumps({name: heard.records for name, heard in lists.items()})
    answer = run_odoo("shell", db, script=SCRIPT.format(login=login, calls=calls))
    return json.loads(answer.strip().splitlines()[-1])


def write_plans(db: str, lists_by_login: Mapping[str, Mapping[str, ListCalls]]) -> None:
    """Write docs/plans.md, of the lists that each user opened."""
    parts = [
        "# How the lists find their records",
        "",
        f"Written by `make bench ONLY=lists` on {date.today().isoformat()}: the plans of the queries that take more",
        f"than {SLOW:g} ms when a list opens with its default filter, for 100,000 deals, 200,000 quotes and 200,000",
        "invoices. Odoo counts at most 10,001 records: where most rows match, the first ones read are enough.",
        "",
    ]
    plans_by_list = {
        name: plans for login, lists in lists_by_login.items() for name, plans in get_plans(db, login, lists).items()
    }
    for name, plans in plans_by_list.items():
        parts += [f"## {name}", ""]
        slow = [(query, lines) for query, lines in plans if _milliseconds(lines) > SLOW]
        quick = len(plans) - len(slow)
        for query, lines in slow:
            parts += ["```sql", _shorten(query), *(f"-- {line}" for line in lines), "```", ""]
        parts += [f"And {quick} queries of at most {SLOW:g} ms.", ""]
    DOCUMENT.write_text("\n".join(parts))


def _milliseconds(lines: list[str]) -> float:
    """Return the time of a plan, with its planning."""
    return sum(float(line.split()[-2]) for line in lines if line.startswith(("Planning Time", "Execution Time")))


def _shorten(query: str) -> str:
    """Return a query without its columns."""
    query = " ".join(query.split())
    start = query.find(" FROM ")
    columns = query[:start]
    if len(columns) > 100:
        columns = f"{columns[:80]} …"
    rest = query[start:]
    return columns + (rest if len(rest) < 1500 else f"{rest[:1500]} …")
