"""`make test`: the add-ons' tests by Odoo's own runner, then `tests/` by pytest, and one line that sums them."""

import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from . import config, database, odoo, ports, postgres, server, system
from .console import SetupError, say, step
from .odoo_source import Source

TESTS = config.ROOT / "tests"
# Odoo's modules that an add-on heeds where they are installed, without depending on them.
ALSO_INSTALLED = {"agency_pdf": ["l10n_fr_facturx_chorus_pro"]}


@dataclass
class Outcome:
    """What a run of tests came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    details: list[str] = field(default_factory=list)

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.details + other.details,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


def failure(reason: str) -> Outcome:
    """Something that should have run and did not."""
    return Outcome(failed=1, details=[reason])


def run(only: str | None = None) -> int:
    """Run everything, or what ONLY names: an add-on, or a folder of tests/."""
    addons = list(odoo.manifests())
    folders = [path.name for path in sorted(TESTS.glob("*/")) if any(path.glob("test_*.py"))]
    if only and only not in (*addons, *folders):
        raise SetupError(f"ONLY={only}: there are {', '.join(addons + folders) or 'no tests yet'}")
    source = odoo.prepare_tests()
    total = Outcome()
    if only is None or only in addons:
        total += run_unit_tests(source, [only] if only else addons)
    if only is None or only in folders:
        total += run_pytest(source, TESTS / only if only else TESTS)
    if not total.passed and not total.failed:
        total = failure("no test ran")
    for detail in total.details:
        print(f"\n{detail}")
    if total.details:
        print("\nFailed:", *dict.fromkeys(detail.splitlines()[0] for detail in total.details), sep="\n  ")
    print(f"\n{total}", flush=True)
    return 1 if total.failed else 0


# === UNIT TESTS === #


def run_unit_tests(source: Source, addons: list[str]) -> Outcome:
    """Run the tests of add-ons, all of them installed; two at a time, each in a database of its own."""
    if not addons:
        return failure("addons/: there is no add-on to test")
    template = database.odoo_template(source)
    drop_abandoned("test_run_")
    with step(f"Unit tests of {', '.join(addons)}"), ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = pool.map(lambda addon: _test_addon(source, template, addon, addons), addons)
        outcome = sum(outcomes, Outcome())
    say(f"unit tests: {outcome}")
    return outcome


def _test_addon(source: Source, template: str, addon: str, installed: list[str]) -> Outcome:
    """Install the add-ons in a copy of the template and run the tests of one, as Odoo does."""
    name = f"test_run_{os.getpid()}_{addon}"
    log = config.LOGS / f"unit-tests-{addon}.log"
    port = ports.free_port()
    try:
        database.copy(template, name)
        server.set_address(name, f"http://127.0.0.1:{port}")
        command = odoo.command(
            source,
            *("server", "-d", name, "-i", ",".join([*installed, *ALSO_INSTALLED.get(addon, [])])),
            *("--without-demo", "--stop-after-init"),
            *(f"--test-tags=/{addon}", f"--http-port={port}", "--max-cron-threads=0"),
            f"--screenshots={config.LOGS / 'screenshots'}",
        )
        with log.open("w") as output:
            status = subprocess.call(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=odoo.environment(source),
                cwd=config.ROOT,
            )
        not_installed = set(installed) - set(database.installed_versions(name))
    finally:
        database.drop(name)
    outcome = read_log(log.read_text(errors="replace"), addon)
    for missing in sorted(not_installed):
        outcome += failure(f"{missing}: was not installed (log: {log})")
    for path in _forgotten_files(addon):
        outcome += failure(f"{path}: tests/__init__.py does not import it")
    if status and not outcome.failed:
        outcome += failure(f"{addon}: Odoo ended with status {status} (log: {log})")
    return outcome


LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>[\w.]+): (?P<text>.*)")


def read_log(text: str, addon: str) -> Outcome:
    """Count what Odoo's log says. An error logged outside a test is a failure too."""
    outcome = Outcome()
    ran = 0
    broken = set()
    complete = False
    for level, logger, message in read_records(text):
        first_line = message.split("\n", 1)[0]
        is_test = re.match(rf"odoo\.addons\.{addon}\.tests\b", logger)
        if is_test and re.match(r"Starting .* \.\.\.$", first_line):
            ran += 1
        elif is_test and first_line.startswith("skipped "):
            outcome.skipped += 1
        elif re.match(r"\d+ failed, \d+ error\(s\) of \d+ tests when loading database", first_line):
            complete = True
        elif level in ("ERROR", "CRITICAL"):
            test = re.match(r"(?:FAIL|ERROR): (?:Subtest )?([\w.]+)", first_line)
            broken.add(f"{logger} {test[1] if test else first_line}")  # once, however many subtests fail
            outcome.details.append(f"{logger}: {message}")
    outcome.failed = len(broken)
    outcome.passed = max(ran - outcome.failed - outcome.skipped, 0)
    if not complete:
        outcome += failure(f"{addon}: Odoo stopped before the end of the tests")
    elif not ran:
        outcome += failure(f"{addon}: none of its tests ran")
    return outcome


def read_records(text: str) -> list[tuple[str, str, str]]:
    """Level, logger and whole message of each entry of a log."""
    records: list[tuple[str, str, str]] = []
    for line in text.splitlines():
        if found := LINE.match(line):
            records.append((found["level"], found["logger"], found["text"].rstrip()))
        elif records:
            level, logger, message = records[-1]
            records[-1] = (level, logger, f"{message}\n{line}")
    return records


def _forgotten_files(addon: str) -> list[Path]:
    """Test files Odoo never sees, for want of an import."""
    tests = config.ADDONS / addon / "tests"
    imports = (tests / "__init__.py").read_text() if (tests / "__init__.py").exists() else ""
    forgotten = [path for path in sorted(tests.glob("test_*.py")) if not re.search(rf"\b{path.stem}\b", imports)]
    return [path.relative_to(config.ROOT) for path in forgotten]


def drop_abandoned(prefix: str) -> None:
    """Drop databases of runs that were killed, named `<prefix><process>_...`."""
    for name in postgres.databases(prefix):
        process = name.removeprefix(prefix).split("_")[0]
        if process.isdigit() and not Path("/proc", process).exists():
            database.drop(name)


# === PYTEST === #


def run_pytest(source: Source, folder: Path) -> Outcome:
    """Run the tests that are not an add-on's: journeys in a browser, and those of these tools."""
    if not any(folder.rglob("test_*.py")):
        return failure(f"{folder}: there is no test")
    database.addons_template(source)  # so that no test waits for it
    report = config.LOGS / "pytest.xml"
    report.unlink(missing_ok=True)
    environment = {
        **odoo.environment(source),
        "PYTHONPATH": str(config.ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AGENCY_CHROMIUM": system.chromium() or "",
        "AGENCY_PYTHON": sys.executable,
    }
    say(f"pytest {folder.relative_to(config.ROOT)}")
    start = time.monotonic()
    command = [config.VENV_PYTHON, "-m", "pytest", "-q", f"--junitxml={report}", folder]
    status = subprocess.call(command, cwd=config.ROOT, env=environment)
    say(f"pytest: done in {time.monotonic() - start:.1f} s")
    if not report.exists():
        return failure(f"pytest ended with status {status}")
    outcome = read_report(report)
    if status and not outcome.failed:
        outcome += failure(f"pytest ended with status {status}")
    return outcome


def read_report(report: Path) -> Outcome:
    """Count what pytest's report says."""
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - pytest wrote it here
    total, failures, errors, skipped = (int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped"))
    failed = failures + errors
    return Outcome(max(total - failed - skipped, 0), failed, skipped)
