"""`make test-odoo`: Odoo's own tests, without our add-ons and with them; a test that only fails with them is to report.

Two databases, English and with Odoo's general chart as these tests assume: one with Odoo's modules, one with the
add-ons besides. Each suite runs in both at the same time, by `run_tests` of `odoo shell`: at_install tests too run
with everything loaded (while installing, they would run before ours are). What failed only with ours is run once
more in both, alone, so that a slow machine is not taken for a defect.
"""

import os
import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tools.agency import config
from tools.agency.console import SetupError, say, step
from tools.agency.machine import ports
from tools.agency.odoo import database, odoo, server
from tools.agency.odoo.source import Source
from tools.agency.runner.outcome import read_records
from tools.agency.runner.units import drop_abandoned

# What our add-ons change, or stand on.
SUITES = (
    "account",
    "account_edi_ubl_cii",
    "crm",
    "l10n_fr_account",
    "sale",
    "sale_crm",
    "sale_management",
    "sale_pdf_quote_builder",
    "sales_team",
)
# What stands beside them in a shop, tested when it is named.
SHOP_SUITES = (
    "event_sale",
    "loyalty",
    "mass_mailing",
    "mass_mailing_sale",
    "project",
    "purchase",
    "purchase_stock",
    "sale_expense",
    "sale_loyalty",
    "sale_margin",
    "sale_project",
    "sale_purchase",
    "sale_stock",
    "sale_timesheet",
    "website_sale",
    "website_sale_loyalty",
    "website_sale_stock",
)
SECONDS = 5400  # a suite that hangs is stopped
SIDES = {"without": False, "with": True}
SCRIPT = "from odoo.tests.shell import run_tests\nrun_tests(env, {tags!r}, modules={modules!r})\n"


@dataclass
class Found:
    """What a suite's log says of its tests, each named `module.tests.file.Class.method`."""

    ran: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)

    @property
    def passed(self) -> set[str]:
        return self.ran - self.broken - self.skipped

    def __or__(self, other: "Found") -> "Found":
        return Found(self.ran | other.ran, self.broken | other.broken, self.skipped | other.skipped)


def main(arguments: list[str]) -> int:
    """Compare the suites, or what ONLY names.

    `crm,sale`, `crm:TestCRMLead`, `crm:TestCRMLead.test_crm_lead_merge`; `shop`: those of a shop, in a database that
    has it all.
    """
    only = arguments[0] if arguments else None
    chosen = list(SHOP_SUITES) if only == "shop" else only.split(",") if only else list(SUITES)
    known = (*SUITES, *SHOP_SUITES)
    if unknown := sorted({name.split(":")[0] for name in chosen} - set(known)):
        raise SetupError(f"ONLY={only}: {', '.join(unknown)} is not among {', '.join(known)}")
    shop = any(name.split(":")[0] in SHOP_SUITES for name in chosen)
    source = odoo.prepare_tests()
    templates = {"without": stock_template(source, shop), "with": stock_addons_template(source, shop)}
    drop_abandoned("test_odoo_")
    names = {side: f"test_odoo_{os.getpid()}_{side}" for side in SIDES}
    try:
        for side, template in templates.items():
            database.copy(template, names[side])
        found = {side: Found() for side in SIDES}
        for suite in chosen:
            results = _run_paired(source, names, [suite])
            for side in SIDES:
                found[side] |= results[side]
            new = sorted(results["without"].passed - results["with"].passed)
            say(f"{suite}: {_sum(results)}" + "".join(f"\n    only without: {test}" for test in new))
        regressions = found["without"].passed - found["with"].passed
        if regressions:
            say("once more, alone, what failed only with the add-ons")
            again = _run_paired(source, names, sorted(map(_tag, regressions)))
            unsteady = regressions & again["with"].passed
            regressions -= unsteady
            print(*(f"unsteady (passed the second time): {test}" for test in sorted(unsteady)), sep="\n")
    finally:
        for name in names.values():
            database.drop(name)
    return _report(found, regressions)


def _report(found: dict[str, Found], regressions: set[str]) -> int:
    """Print what only fails with the add-ons, which must be nothing, and what fails without them."""
    print("\nFailing without the add-ons too:", *sorted(found["without"].broken), sep="\n  ")
    print("\nPassing without the add-ons and not with them:", *(sorted(regressions) or ["none"]), sep="\n  ")
    print(f"\n{_sum(found)}", flush=True)
    if not found["without"].passed:
        print("no test passed without the add-ons: nothing was compared")
        return 1
    return 1 if regressions else 0


def _sum(found: dict[str, Found]) -> str:
    return ", ".join(
        f"{side}: {len(results.passed)} passed, {len(results.broken)} failed, {len(results.skipped)} skipped"
        for side, results in found.items()
    )


# === DATABASES === #


def stock_modules(shop: bool = False) -> list[str]:
    return sorted({*database.odoo_modules(), *SUITES, *(config.SHOP_MODULES if shop else ())})


def stock_template(source: Source, shop: bool = False) -> str:
    """Odoo's modules in English, with the chart of accounts Odoo's tests assume."""
    modules = stock_modules(shop)

    def fill(name: str) -> None:
        database.install(source, name, modules)
        odoo.shell(source, name, database.NO_ONLINE_SERVICES)

    key = database.key(source, *modules, database.NO_ONLINE_SERVICES)
    label = f"Installing Odoo's modules{' of a shop' if shop else ''}, in English"
    return database.template("shop_english" if shop else "english", key, label, None, fill)


def stock_addons_template(source: Source, shop: bool = False) -> str:
    """The same with the add-ons."""
    stock = stock_template(source, shop)
    addons = list(odoo.manifests())
    return database.template(
        "shop_addons" if shop else "english_addons",
        database.key(source, stock, database.addons_key(source)),
        f"Installing {', '.join(addons)} in English",
        lambda: stock,
        lambda name: database.install(source, name, addons),
    )


# === RUNS === #


def _run_paired(source: Source, names: dict[str, str], tests: Sequence[str]) -> dict[str, Found]:
    label = f"Odoo's tests of {', '.join(tests[:3])}{' …' if len(tests) > 3 else ''}"
    with step(label), ThreadPoolExecutor(max_workers=len(SIDES)) as pool:
        found = pool.map(lambda side: _run_tests(source, side, names[side], tests), SIDES)
        return dict(zip(SIDES, found, strict=True))


def _run_tests(source: Source, side: str, name: str, tests: Sequence[str]) -> Found:
    """Run tests, named `suite` or `suite:Class.method`, in a process of its own."""
    port = ports.free_port()
    server.set_address(name, f"http://127.0.0.1:{port}")
    suites = sorted({test.split(":")[0] for test in tests})
    name_of_log = re.sub(r"\W+", "-", "-".join(tests))[:80]
    log = config.LOGS / f"test-odoo-{name_of_log}-{side}.log"
    tags = ",".join(f"/{test}" for test in tests)
    command = odoo.command(
        source,
        *("shell", "-d", name, f"--http-port={port}", "--max-cron-threads=0", "--log-level=info"),
        *("--smtp=127.0.0.1", "--smtp-port=9", f"--screenshots={config.LOGS / 'screenshots'}"),
    )
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            env=odoo.environment(source),
            cwd=config.ROOT,
        )
        try:
            process.communicate(SCRIPT.format(tags=tags, modules=suites), timeout=SECONDS)
        except BaseException as error:
            process.kill()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            say(f"{log}: stopped after {SECONDS} s")
    return read_log(log.read_text(errors="replace"))


def read_log(text: str) -> Found:
    """What ran, broke, was skipped. A class that could not be set up has not run, so has not passed."""
    found = Found()
    for _level, logger, message in read_records(text):
        if not re.match(r"odoo\.addons\.\w+\.tests\b", logger):
            continue
        place = logger.removeprefix("odoo.addons.")
        if test := re.match(r"Starting (\S+) \.\.\.", message):
            found.ran.add(f"{place}.{test[1]}")
        elif test := re.match(r"(?:FAIL|ERROR): (?:Subtest )?(\w+\.\w+)", message):
            found.broken.add(f"{place}.{test[1]}")
        elif test := re.match(r"skipped (\w+\.\w+)", message):
            found.skipped.add(f"{place}.{test[1]}")
    return found


def _tag(test: str) -> str:
    """`crm.tests.test_crm_lead.TestCRMLead.test_x` as a suite and what to run in it."""
    suite, (class_name, method) = test.split(".")[0], test.split(".")[-2:]
    return f"{suite}:{class_name}.{method}"
