"""How long the add-ons take to come to an Odoo that holds years of deals (`make bench`).

Two databases of stock Odoo, one four times the other (`seed.py`), get both add-ons by the command line, then are
updated. Aim: the seconds a deal do not grow with the deals, and the memory not in proportion.

`bench_takeover.py 100000` measures a hundred thousand deals, 200,000 quotes and 200,000 invoices, without comparing.
"""

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from harness import Row, report, run_odoo
from seed import seed

from tools.agency import testing

NAME = "bench_takeover"
DEALS = 20_000
SHARE = 4  # how much smaller the other database is


@dataclass
class Taken:
    """What it took to come to a database."""

    seconds: float
    megabytes: float
    update: float


def main() -> int:
    """Measure, print a table; fail when an aim is missed."""
    testing.prepare()
    if len(sys.argv) > 1:
        deals = int(sys.argv[1])
        taken = take_over(deals)
        return report(
            "takeover",
            [
                Row(f"seconds to come to {deals} deals", taken.seconds),
                Row(f"memory of it, {deals} deals", taken.megabytes, unit="MB"),
                Row(f"seconds to update there, {deals} deals", taken.update),
            ],
        )
    few, many = take_over(DEALS // SHARE), take_over(DEALS)
    return report(
        "takeover",
        [
            Row(
                f"milliseconds a deal, {DEALS} deals / {DEALS // SHARE}",
                1000 * many.seconds / DEALS,
                1000 * few.seconds * SHARE / DEALS,
                1.1,
                f"{many.seconds:.0f} s with their quotes and invoices",
                unit="ms",
            ),
            Row("memory of it / the same", many.megabytes, few.megabytes, 2.0, unit="MB"),
            Row(f"seconds to update there, {DEALS} deals", many.update),
        ],
    )


def take_over(deals: int) -> Taken:
    """Install the add-ons in a stock database of so many deals."""
    testing.create_database(NAME, with_addons=False)
    try:
        seed(NAME, deals, 2 * deals, 2 * deals)
        seconds, megabytes = timed("-i", "agency_crm,agency_pdf")
        update, _megabytes = timed("-u", "agency_crm,agency_pdf")
        placed = testing.sql(NAME, "SELECT count(*) FROM crm_lead WHERE next_step_id IS NOT NULL")
        assert int(str(placed).strip()) >= deals, placed
    finally:
        testing.drop_database(NAME)
    print(f"{deals} deals: {seconds:.0f} s, {megabytes:.0f} MB, updated in {update:.0f} s", flush=True)
    return Taken(seconds, megabytes, update)


def timed(*options: str) -> tuple[float, float]:
    """Return the seconds of a command by the clock, and the megabytes it took at most."""
    # In a process of its own, which has no other child.
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(_run, options).result()


def _run(options: tuple[str, ...]) -> tuple[float, float]:
    started = time.perf_counter()
    run_odoo("server", NAME, "--stop-after-init", *options)
    seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
