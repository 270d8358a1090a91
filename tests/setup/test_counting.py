"""How `make test` counts: what must not pass for a success."""

from pathlib import Path

from tools.agency.runner.outcome import Outcome, read_log, read_report

STAMP = "2026-11-24 06:20:17,216 11245"
END = f"{STAMP} INFO db odoo.tests.result: 0 failed, 0 error(s) of 1 tests when loading database 'db' "
LOGGER = "db odoo.addons.agency_crm.tests.test_a:"


def log(*lines: str) -> str:
    return "\n".join(lines)


def started(test: str) -> str:
    return f"{STAMP} INFO {LOGGER} Starting {test} ... "


def test_counts_tests_that_pass() -> None:
    outcome = read_log(log(started("TestA.test_ok"), started("TestA.test_too"), END), "agency_crm")
    assert str(outcome) == "2 passed, 0 failed"


def test_counts_a_test_once_however_many_of_its_subtests_fail() -> None:
    failures = [
        f"{STAMP} ERROR {LOGGER} FAIL: Subtest TestA.test_ok (i={i})\nTraceback\nAssertionError: {i}" for i in range(3)
    ]
    outcome = read_log(log(started("TestA.test_ok"), started("TestA.test_too"), *failures, END), "agency_crm")
    assert str(outcome) == "1 passed, 1 failed"
    assert "AssertionError: 2" in outcome.details[2]


def test_counts_skipped_tests_apart() -> None:
    skipped = f"{STAMP} INFO {LOGGER} skipped TestA.test_ok : no browser "
    outcome = read_log(log(started("TestA.test_ok"), skipped, started("TestA.test_too"), END), "agency_crm")
    assert str(outcome) == "1 passed, 0 failed, 1 skipped"


def test_seconds_of_a_file_heed_no_clock_that_a_test_has_set() -> None:
    lines = [
        f"{moment},000 1 INFO {LOGGER} Starting TestA.test_{number} ... "
        for number, moment in enumerate(("2026-11-24 06:20:00", "2026-11-24 06:20:07", "2027-01-31 08:00:00"))
    ]
    lines.append("2026-11-24 06:20:30,000 1 INFO db odoo.service.server: 3 post-tests in 30.00s, 9 queries")
    assert read_log(log(*lines), "agency_crm").seconds == {"agency_crm/test_a.py": 7}


def test_an_error_outside_tests_is_a_failure() -> None:
    error = f"{STAMP} ERROR db odoo.modules.loading: Some modules are not loaded"
    outcome = read_log(log(started("TestA.test_ok"), error, END), "agency_crm")
    assert outcome.failed == 1


def test_an_addon_without_tests_is_a_failure() -> None:
    outcome = read_log(log(started("TestA.test_ok"), END), "agency_pdf")
    assert (outcome.passed, outcome.failed) == (0, 1)
    assert outcome.details == ["agency_pdf: none of its tests ran"]


def test_a_log_that_stops_short_is_a_failure() -> None:
    assert read_log(started("TestA.test_ok"), "agency_crm").failed == 1


def test_reads_the_report_of_pytest(tmp_path: Path) -> None:
    report = tmp_path / "pytest.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="1"></testsuite></testsuites>')
    assert read_report(report) == Outcome(passed=5, failed=3, skipped=1)
