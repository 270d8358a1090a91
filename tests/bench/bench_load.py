"""Twenty users at the same time, beside the same on Odoo's own modules (`make bench ONLY=load`).

Two databases of 100,000 deals, 200,000 quotes and 200,000 invoices (`seed.py`), one with the add-ons, one without, each
behind three of Odoo's workers, and a process more from which wkhtmltopdf has its styles. A browser opens the list of
deals, a deal, the list of quotes and a quote once on each; what it asked is then asked again by twenty users, on other
records, with a few seconds between two gestures. They work twenty seconds on one server, then on the other, in turn,
five minutes on each. Then they print quotes as well: Odoo's prints take two seconds and more, for which its users ask
for nothing else, so that what they wait for a list says little then.

Aims: no error, and a list of deals as soon as Odoo's while nobody prints. BENCH_LOAD_MINUTES and BENCH_LOAD_DEALS make
it shorter and smaller, for trying out.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from harness import Row, report
from list_calls import browser_page
from load_users import Crowd, Gesture, Seen, hear_page, percentile, sign_in
from seed import seed

from tools.agency import config, testing

MINUTES = float(os.environ.get("BENCH_LOAD_MINUTES") or 5)
DEALS = int(os.environ.get("BENCH_LOAD_DEALS") or 100_000)
USERS = 20
LOGINS = 12  # see seed_patterns.py; some have two windows
WORKERS = 3
TURN = 20.0  # seconds on one server, then on the other
RECORDS = 500
AIMS = {("list of deals", 0.5, ", nobody prints"): 1.0}
LIST = ".o_list_view .o_data_row, .o_list_view .o_group_header"
FORM = ".o_form_view .o_form_sheet"


@dataclass
class Side:
    """Our add-ons, or Odoo's own modules: where each gesture is made."""

    database: str
    has_addons: bool
    deals: str
    quotes: str
    report: str


OURS = Side(
    "bench_load_ours", True, "agency_crm.crm_lead_action", "agency_crm.sale_order_action_quote", "agency_pdf.quote"
)
STOCK = Side(
    "bench_load_stock",
    False,
    "crm.crm_lead_action_pipeline",
    "sale.action_quotations_with_onboarding",
    "sale.report_saleorder",
)


def main() -> int:
    testing.prepare()
    with ExitStack() as stack:
        crowds = [stack.enter_context(serve(side)) for side in (OURS, STOCK)]
        found = rows(crowds, work(crowds, prints=False), ", nobody prints")
        found += rows(crowds, work(crowds, prints=True), ", some print")
    for crowd, side in zip(crowds, (OURS, STOCK), strict=True):
        for error in crowd.errors[:5]:
            print(f"{side.database}: {error}")
    failures = Row("gestures without an answer", len(crowds[0].errors), len(crowds[1].errors), 0, unit="")
    return report("load", [failures, *found])


def work(crowds: list[Crowd], prints: bool) -> list[Seen]:
    """Let each crowd work in turn; return what was seen of each."""
    gestures = [[gesture for gesture in crowd.gestures if prints or not gesture.report] for crowd in crowds]
    for crowd, its in zip(crowds, gestures, strict=True):
        crowd.work(TURN, its)  # caches, of every worker
    seen: list[Seen] = [defaultdict(list) for _crowd in crowds]
    left = MINUTES * 60
    while left > 0:
        for crowd, its, of_crowd in zip(crowds, gestures, seen, strict=True):
            crowd.work(min(TURN, left), its, of_crowd)
        left -= TURN
    return seen


@contextmanager
def serve(side: Side) -> Iterator[Crowd]:
    """The server of one side on its database, its users signed in, each gesture heard."""
    testing.create_database(side.database, with_addons=side.has_addons)
    try:
        seed(side.database, deals=DEALS, quotes=2 * DEALS, invoices=2 * DEALS)
        options = {"workers": WORKERS, "gevent_port": testing.free_port()}
        log = config.LOGS / f"{side.database}-styles.log"
        with (
            testing.start_server(side.database, **options) as server,
            # wkhtmltopdf asks a server for its styles: as many prints as workers would wait for each other for good.
            # So it asks another one: `report.url` is that of the last started.
            testing.start_server(side.database, logfile=log),
        ):
            gestures = hear(server.url, side)
            logins = [f"seed{number % LOGINS}" for number in range(USERS)]
            yield Crowd(server.url, [sign_in(server.url, side.database, login) for login in logins], gestures)
    finally:
        testing.drop_database(side.database)


def hear(url: str, side: Side) -> list[Gesture]:
    """What users do, of a hundred gestures so many, as a browser asks it."""
    deals = ids(side.database, "crm_lead WHERE type = 'opportunity' AND active")
    quotes = ids(side.database, "sale_order WHERE state = 'sent'")
    action = f"{url}/odoo/action-"
    with browser_page(url, "seed0") as page:
        deals_list = f"{action}{side.deals}?view_type=list"
        hear_page(page, deals_list, LIST)  # with it, what a window asks once
        return [
            Gesture("list of deals", 25, hear_page(page, deals_list, LIST)),
            Gesture("deal", 25, hear_page(page, f"{action}{side.deals}/{deals[0]}", FORM), deals),
            Gesture("list of quotes", 20, hear_page(page, f"{action}{side.quotes}", LIST)),
            Gesture("quote", 20, hear_page(page, f"{action}{side.quotes}/{quotes[0]}", FORM), quotes),
            Gesture("PDF of a quote", 10, [], quotes, side.report),
        ]


def ids(database: str, what: str) -> list[int]:
    """Some records, spread over the years; first the one whose number no other record in its calls has."""
    found = testing.sql(database, f"SELECT id FROM {what} ORDER BY id % 9973, id LIMIT {RECORDS}")
    return sorted(map(int, found.split()), reverse=True)


def rows(crowds: list[Crowd], seen: list[Seen], when: str) -> list[Row]:
    found = []
    for gesture in crowds[0].gestures:
        both = [of_crowd[gesture.name] for of_crowd in seen]
        if not all(both):
            continue  # not made, or too short a run
        for share in (0.5, 0.95):
            times = [percentile(seconds, share) for seconds in both]
            detail = f"{len(both[0])} and {len(both[1])} times" if share == 0.5 else ""
            aim = AIMS.get((gesture.name, share, when))
            what = f"{gesture.name}: p{share * 100:.0f} of {USERS} users / stock{when}"
            found.append(Row(what, *times, aim, detail))
    return found


if __name__ == "__main__":
    sys.exit(main())
