"""How much longer Odoo takes to install with both add-ons than without them (`make bench`).

An empty database, in French, gets Odoo's modules that the add-ons stand on, or these and the add-ons, in one command
each, in turn; of the rounds the fastest counts. Aim: at most 15 s more. The same is shown for an agency that has Odoo
already: the command that adds the add-ons, less one that only starts and stops.

Processor seconds are those of Odoo alone: what else the machine does weighs less on them.

`bench_install.py 1` measures one round (for trying out).
"""

import resource
import sys
import time

from harness import Row, report, run_odoo

from tools.agency import testing
from tools.agency.machine import postgres
from tools.agency.odoo import database

ROUNDS = 2
BOTH = ("agency_crm", "agency_pdf")
NAME = "bench_install"
AIM = 15.0


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    testing.prepare()
    stock = database.odoo_modules()
    fastest: dict[str, float] = {}
    for _n in range(rounds):
        for what, modules in (("stock", stock), ("with", [*stock, *BOTH])):
            database.drop(NAME)
            postgres.create(NAME)
            keep(fastest, what, timed("-i", ",".join(modules), "--load-language=fr_FR"))
            check(what == "with")
        testing.create_database(NAME, with_addons=False)
        keep(fastest, "start", timed())
        keep(fastest, "added", timed("-i", ",".join(BOTH)))
        check(with_both=True)
    database.drop(NAME)
    more, added = fastest["with"] - fastest["stock"], fastest["added"] - fastest["start"]
    return report(
        "install",
        [
            Row("seconds more than stock, from an empty database", more, aim=AIM),
            Row("seconds from an empty database / stock", fastest["with"], fastest["stock"]),
            Row("processor seconds more than stock", fastest["with, processor"] - fastest["stock, processor"]),
            Row("seconds to add them to an Odoo that is there", added, aim=AIM, detail="less starting it"),
        ],
    )


def timed(*options: str) -> tuple[float, float]:
    """Seconds by the clock, and those of the processor."""
    start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run_odoo("server", NAME, "--stop-after-init", "--without-demo", *options)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def keep(fastest: dict[str, float], what: str, seconds: tuple[float, float]) -> None:
    print(f"{what}: {seconds[0]:.1f} s, of the processor {seconds[1]:.1f} s", flush=True)
    for name, value in zip((what, f"{what}, processor"), seconds, strict=True):
        fastest[name] = min(value, fastest.get(name, value))


def check(with_both: bool) -> None:
    """See that what was measured was done."""
    installed = set(database.installed_versions(NAME))
    assert set(database.odoo_modules()) <= installed
    assert (set(BOTH) <= installed) == with_both


if __name__ == "__main__":
    sys.exit(main())
