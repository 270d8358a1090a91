"""How much longer Odoo takes to install with both add-ons than without them (`make bench`).

An empty database, in French, gets Odoo's modules that the add-ons stand on, or these and the add-ons, in one command
each, in turn; of the rounds the fastest counts. Aim: at most 15 s more. The same is shown for an agency that has Odoo
already: the command that adds the add-ons, less one that only starts and stops.

`bench_install.py 1` measures one round (for trying out).
"""

import sys
import time

from harness import Row, report, run_odoo

from tools.setup import database, postgres, testing

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
            Row("seconds to add them to an Odoo that is there", added, aim=AIM, detail="less starting it"),
        ],
    )


def timed(*options: str) -> float:
    start = time.perf_counter()
    run_odoo("server", NAME, "--stop-after-init", "--without-demo", *options)
    return time.perf_counter() - start


def keep(fastest: dict[str, float], what: str, seconds: float) -> None:
    print(f"{what}: {seconds:.1f} s", flush=True)
    fastest[what] = min(seconds, fastest.get(what, seconds))


def check(with_both: bool) -> None:
    """See that what was measured was done."""
    installed = set(database.installed_versions(NAME))
    assert set(database.odoo_modules()) <= installed
    assert (set(BOTH) <= installed) == with_both


if __name__ == "__main__":
    sys.exit(main())
