"""How long the lists take to open, beside Odoo's own on the same database (`make bench`).

On a database of 100,000 deals, 200,000 quotes and 200,000 invoices (`seed.py`), a browser opens each list once, with
the filter it opens with; what it asked of the server is then asked again fifteen times, ours and Odoo's own list of
the same model in turn, over HTTP. The median counts. Aim: at most 1.1 of Odoo's own. The views are asked once by a
browser, which keeps them: they are measured, without an aim.

How PostgreSQL finds our records is written in docs/plans.md.

`bench_lists.py 1000` makes 1,000 deals and in proportion (for trying out: no plans are written). With a second
argument it measures an existing database, and keeps it.
"""

import sys
from dataclasses import dataclass
from statistics import median

from harness import Row, report
from list_calls import Client, ListCalls, browser_page, hear
from list_plans import write_plans
from seed import seed

from tools.agency import testing

DATABASE = "bench_lists"
ROUNDS = 15
VIEW_ROUNDS = 5
TODAY_MODEL = "agency.today.line"
DEALS = 100_000
LOGIN = "seed0"  # a Responsable, who sees what everybody does
USER_LOGIN = "seed1"  # a Utilisateur, whose lists open on « Mes … »


@dataclass
class Pair:
    """A list of ours, by the external id of its action, and Odoo's own of the same records."""

    name: str
    model: str
    ours: str
    stock: str | None = None


PAIRS = [
    Pair("Affaires", "crm.lead", "agency_crm.crm_lead_action", "crm.crm_lead_action_pipeline"),
    Pair("Devis", "sale.order", "agency_crm.sale_order_action_quote", "sale.action_quotations_with_onboarding"),
    Pair("Commandes client", "sale.order", "agency_crm.sale_order_action_recurring", "sale.action_orders"),
    Pair("Factures", "account.move", "agency_crm.account_move_action", "account.action_move_out_invoice"),
    Pair("Comptes", "res.partner", "agency_crm.res_partner_action_account", "contacts.action_contacts"),
]
OWN_PAIRS = [
    Pair(f"Mes {own}", pair.model, f"agency_crm.action_own_{kind}", pair.stock)
    for pair, own, kind in zip(
        PAIRS,
        ("affaires", "devis", "commandes client", "factures"),
        ("deals", "quotes", "orders", "invoices"),
        strict=False,
    )
]


def main() -> int:
    """Seed, listen, measure in turn, print a table; fail when an aim is missed."""
    deals = int(sys.argv[1]) if len(sys.argv) > 1 else DEALS
    database = sys.argv[2] if len(sys.argv) > 2 else DATABASE
    testing.prepare()
    try:
        if database == DATABASE:
            testing.create_database(database)
            seed(database, deals=deals, quotes=2 * deals, invoices=2 * deals)
        pairs = PAIRS + _today_lists(database)
        with testing.start_server(database) as server:
            calls = _hear_all(server.url, LOGIN, pairs)
            rows = _measure(Client(server.url, database, LOGIN), pairs, calls)
            own_calls = _hear_all(server.url, USER_LOGIN, OWN_PAIRS)
            rows += _measure(Client(server.url, database, USER_LOGIN), OWN_PAIRS, own_calls)
        if deals == DEALS:
            write_plans(
                database,
                {
                    LOGIN: {pair.name: heard[0] for pair, heard in zip(pairs, calls, strict=True)},
                    USER_LOGIN: {pair.name: heard[0] for pair, heard in zip(OWN_PAIRS, own_calls, strict=True)},
                },
            )
    finally:
        if database == DATABASE:
            testing.drop_database(database)
    return report("lists", rows)


def _today_lists(db: str) -> list[Pair]:
    """Return the screen of what is to be done today, which Odoo has no list like."""
    action = testing.sql(
        db,
        "SELECT data.module || '.' || data.name FROM ir_act_window action"
        " JOIN ir_model_data data ON data.model = 'ir.actions.act_window' AND data.res_id = action.id"
        f" WHERE action.res_model = '{TODAY_MODEL}' ORDER BY action.id LIMIT 1",
    )
    return [Pair("À faire aujourd'hui", TODAY_MODEL, action)] if action else []


def _hear_all(url: str, login: str, pairs: list[Pair]) -> list[list[ListCalls]]:
    """Open every list in a browser; return what ours and Odoo's own, if there is one, asked."""
    with browser_page(url, login) as page:
        return [[hear(page, url, action, pair.model) for action in (pair.ours, pair.stock) if action] for pair in pairs]


def _measure(client: Client, pairs: list[Pair], calls: list[list[ListCalls]]) -> list[Row]:
    """Return the medians of each pair of lists, ours and Odoo's own in turn."""
    rows = []
    for pair, sides in zip(pairs, calls, strict=True):
        for kind, rounds, aim in (("records", ROUNDS, 1.1), ("views", VIEW_ROUNDS, None)):
            asked = [getattr(side, kind) for side in sides]
            for side in asked:
                client.seconds(side)  # once for the caches
            times = [[client.seconds(side) for side in asked] for _round in range(rounds)]
            ours, stock = [*(median(column) for column in zip(*times, strict=True)), None][:2]
            name = f"{pair.name}: {kind}" + (" / Odoo's list" if stock else "")
            rows.append(Row(name, ours, stock, aim if stock else None))
            print(f"{rows[-1].name}: {ours:.4f} / {stock or 0:.4f}", flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main())
