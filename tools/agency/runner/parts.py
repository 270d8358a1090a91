"""The tests that are not an add-on's, by pytest: journeys in a browser, faults, those of these tools."""

import re
import subprocess
import sys
from pathlib import Path

from tools.agency import config
from tools.agency.machine import system
from tools.agency.odoo import odoo
from tools.agency.odoo.source import Source

from .outcome import Outcome, failure, read_report
from .pool import Job, share_out

TESTS = config.ROOT / "tests"
# What kills servers, fills disks and waits for what happens then: not two of them beside each other.
ALONE = ("faults", "scaling")


def folders() -> list[str]:
    return [path.name for path in sorted(TESTS.glob("*/")) if any(path.glob("test_*.py"))]


def is_file(name: str) -> bool:
    """Whether that is a file of tests/, or a test of one: `journeys/test_lists.py::test_x`."""
    return TESTS.joinpath(name.split("::")[0]).is_file()


def jobs(source: Source, folder: str) -> list[Job]:
    """The jobs of a folder of tests/: its files shared out, so that those of a job share what they build."""
    files = [str(path.relative_to(TESTS)) for path in sorted(TESTS.joinpath(folder).rglob("test_*.py"))]

    def job(number: int, group: list[str], seconds: float) -> Job:
        name = f"{folder}-{number}"
        return Job(f"{folder} {number}", lambda: run(source, name, group), seconds, one_at_a_time=folder in ALONE)

    return [job(number, *group) for number, group in enumerate(share_out(files), 1)]


def run(source: Source, name: str, tests: list[str]) -> Outcome:
    """Run files of tests/ (or `file::test`) in a pytest of their own."""
    report, log = (config.LOGS / f"pytest-{name}.{kind}" for kind in ("xml", "log"))
    report.unlink(missing_ok=True)
    report.parent.mkdir(parents=True, exist_ok=True)
    paths = sorted(str(TESTS / test) for test in tests)
    with log.open("w") as output:
        status = subprocess.call(
            [config.VENV_PYTHON, "-m", "pytest", "-q", f"--junitxml={report}", *paths],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=config.ROOT,
            env=environment(source),
        )
    if not report.exists():
        return failure(f"tests/{name}: pytest ended with status {status} (log: {log})\n{_end_of(log)}")
    outcome = read_report(report)
    if status and not outcome.failed:
        outcome += failure(f"tests/{name}: pytest ended with status {status} (log: {log})\n{_end_of(log)}")
    return outcome


def environment(source: Source) -> dict[str, str]:
    return {
        **odoo.environment(source),
        "PYTHONPATH": str(config.ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AGENCY_CHROMIUM": system.chromium() or "",
        "AGENCY_PYTHON": sys.executable,
    }


def _end_of(log: Path) -> str:
    return re.sub(r"(?s).*(?=.{2000}$)", "", log.read_text(errors="replace"))
