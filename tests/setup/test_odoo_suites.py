"""How `make test-odoo` reads what Odoo's tests say."""

from tools.agency.commands.odoo_tests import read_log

STAMP = "2026-11-24 06:20:17,216 11245"
LOGGER = "db odoo.addons.crm.tests.test_a:"
PASSING = f"{STAMP} INFO {LOGGER} Starting TestA.test_ok ... \n"


def test_a_test_that_only_starts_has_passed() -> None:
    assert read_log(PASSING).passed == {"crm.tests.test_a.TestA.test_ok"}


def test_failures_errors_and_skips_are_told_apart() -> None:
    log = PASSING
    for name in ("fails", "breaks", "skips"):
        log += f"{STAMP} INFO {LOGGER} Starting TestA.test_{name} ... \n"
    log += f"{STAMP} ERROR {LOGGER} FAIL: Subtest TestA.test_fails (i=1)\nTraceback\nAssertionError\n"
    log += f"{STAMP} ERROR {LOGGER} ERROR: TestA.test_breaks\nTraceback\nKeyError\n"
    log += f"{STAMP} INFO {LOGGER} skipped TestA.test_skips : no browser \n"
    found = read_log(log)
    assert found.passed == {"crm.tests.test_a.TestA.test_ok"}
    assert found.broken == {"crm.tests.test_a.TestA.test_fails", "crm.tests.test_a.TestA.test_breaks"}
    assert found.skipped == {"crm.tests.test_a.TestA.test_skips"}


def test_a_class_that_could_not_be_set_up_has_not_passed() -> None:
    log = f"{STAMP} ERROR {LOGGER} ERROR: setUpClass (odoo.addons.crm.tests.test_a.TestA)\nTraceback\nKeyError\n"
    assert not read_log(log).passed
