"""What a run of tests came to, read from Odoo's log or from pytest's report."""

import datetime
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Outcome:
    """Tests counted, what there is to say of those that failed, and the seconds that each file took."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    details: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict, compare=False)

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.details + other.details,
            {**self.seconds, **other.seconds},
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


def failure(reason: str) -> Outcome:
    """Something that should have run and did not."""
    return Outcome(failed=1, details=[reason])


# === ODOO'S LOG === #

LINE = re.compile(
    r"^(?P<moment>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+) \d+ (?P<level>[A-Z]+) \S+ (?P<logger>[\w.]+): (?P<text>.*)"
)


def read_log(text: str, addon: str) -> Outcome:
    """Count what Odoo's log says. An error logged outside a test is a failure too."""
    outcome = Outcome(seconds=_seconds_of_files(text, addon))
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


# Seconds of one test at most; more is a clock that a test has set.
LONGEST = 3600


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


def _seconds_of_files(text: str, addon: str) -> dict[str, float]:
    """Seconds from the start of each test to the next entry that ends it, by `add-on/file`."""
    seconds: dict[str, float] = {}
    since: tuple[str, datetime.datetime] | None = None
    for line in text.splitlines():
        found = LINE.match(line)
        if not found or "Starting " not in found["text"] and "tests in" not in found["text"]:
            continue
        moment = datetime.datetime.strptime(found["moment"], "%Y-%m-%d %H:%M:%S,%f")
        if since:
            passed = (moment - since[1]).total_seconds()
            # A test of another day says its own time in the log.
            seconds[since[0]] = seconds.get(since[0], 0) + (passed if 0 <= passed < LONGEST else 0)
        test = re.match(rf"odoo\.addons\.{addon}\.tests\.(\w+)$", found["logger"])
        since = (f"{addon}/{test[1]}.py", moment) if test else None
    return seconds


# === PYTEST'S REPORT === #


def read_report(report: Path) -> Outcome:
    """Count what pytest's report says."""
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - pytest wrote it here
    if suite is None:
        return failure(f"{report}: pytest wrote no report")
    total, failures, errors, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    outcome = Outcome(max(total - failures - errors - skipped, 0), failures + errors, skipped)
    for case in suite.iter("testcase"):
        file = case.get("classname", "").removeprefix("tests.").replace(".", "/") + ".py"
        outcome.seconds[file] = outcome.seconds.get(file, 0) + float(case.get("time", 0))
        for problem in (*case.findall("failure"), *case.findall("error")):
            outcome.details.append(f"tests/{file}::{case.get('name')}\n{problem.text or problem.get('message')}")
    return outcome
