"""How `make test` shares tests out among jobs, and what `ONLY` may name."""

import json
import threading
from pathlib import Path

import pytest

from tools.agency.commands import test as command
from tools.agency.console import SetupError
from tools.agency.runner import pool, templates, units
from tools.agency.runner.outcome import Outcome, failure, read_log


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The seconds that files are known to take: none so far."""
    monkeypatch.setattr(pool, "KNOWN", tmp_path / "known.json")
    monkeypatch.setattr(pool, "LAST", tmp_path / "last.json")
    return tmp_path / "known.json"


def test_each_file_is_in_one_job_and_jobs_last_about_as_long(times: Path) -> None:
    seconds = {"a": 200, "b": 100, "c": 60, "d": 50, "e": 40}
    times.write_text(json.dumps(seconds))
    groups = pool.share_out(seconds)
    assert sorted(file for files, _sum in groups for file in files) == sorted(seconds)
    assert all(sum(seconds[file] for file in files) == total for files, total in groups)
    totals = sorted(total for _files, total in groups)
    assert totals[-1] == 200, "the longest file is alone"
    assert totals[-2] - totals[0] <= 50


def test_what_the_last_run_here_took_comes_before_what_the_repository_says(times: Path) -> None:
    times.write_text('{"a": 5, "b": 7}')
    pool.keep_seconds({"a": 80.04})
    assert pool.known_seconds() == {"a": 80.0, "b": 7}


def test_the_longest_jobs_begin_first_after_what_the_others_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool.config, "JOBS", 1)
    begun: list[str] = []

    def job(name: str, seconds: float, first: bool = False) -> pool.Job:
        return pool.Job(name, lambda: begun.append(name) or Outcome(passed=1), seconds, first)

    assert pool.run([job("short", 1), job("long", 9), job("needed", 2, first=True)]).passed == 3
    assert begun == ["needed", "long", "short"]


def test_jobs_run_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool.config, "JOBS", 2)
    both = threading.Barrier(2, timeout=20)  # one alone would wait for ever
    jobs = [pool.Job(name, lambda: Outcome(passed=both.wait() >= 0)) for name in ("a", "b")]
    assert pool.run(jobs).passed == 2


def test_a_job_that_cannot_run_is_a_failure_and_stops_no_other() -> None:
    def refused() -> Outcome:
        raise SetupError("the disk is full")

    outcome = pool.run([pool.Job("a", refused), pool.Job("b", lambda: Outcome(passed=1))])
    assert (outcome.passed, outcome.failed) == (1, 1)
    assert outcome.details == ["a: the disk is full"]


def test_a_file_of_which_no_test_ran_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    (file, other) = sorted(path.name for path in (units.config.ADDONS / "agency_crm" / "tests").glob("test_*.py"))[:2]
    ran = Outcome(passed=3, seconds={f"agency_crm/{file}": 1.0})
    monkeypatch.setattr(units, "_run", lambda *_args: ran)
    files = [f"agency_crm/{file}", f"agency_crm/{other}", "agency_crm/test_forgotten.py"]
    outcome = units._run_files(None, "", "agency_crm", "1", files)
    assert outcome.passed == 3
    assert [detail.split(":")[0] for detail in outcome.details] == [
        f"addons/agency_crm/tests/{other}",
        "addons/agency_crm/tests/test_forgotten.py",
    ]


def test_the_seconds_of_a_file_go_from_its_first_test_to_the_next_files() -> None:
    def line(second: int, file: str, text: str) -> str:
        logger = f"odoo.addons.agency_crm.tests.{file}" if file else "odoo.tests.result"
        return f"2026-11-24 06:20:{second:02},000 1 INFO db {logger}: {text}"

    log = [
        line(1, "test_a", "Starting TestA.test_1 ... "),
        line(3, "test_a", "Starting TestA.test_2 ... "),
        line(8, "test_b", "Starting TestB.test_1 ... "),
        line(9, "", "0 failed, 0 error(s) of 3 tests in 8s"),
    ]
    assert read_log("\n".join(log), "agency_crm").seconds == {
        "agency_crm/test_a.py": 7.0,
        "agency_crm/test_b.py": 1.0,
    }


@pytest.mark.parametrize(
    "only",
    ["agency_crm", "agency_crm:TestNextStep", "agency_crm:TestNextStep.test_x", "setup", "setup/test_counting.py"],
)
def test_only_names_an_add_on_some_of_its_tests_a_folder_or_a_file(only: str) -> None:
    command._check(only)


@pytest.mark.parametrize("only", ["agency_crm2", "setup/test_nothing.py", "TestNextStep"])
def test_only_that_names_nothing_says_what_there_is(only: str) -> None:
    with pytest.raises(SetupError, match="there are agency_bpf, agency_crm, .*:TestClass.test_name"):
        command._check(only)


@pytest.mark.parametrize(
    ("only", "tags"),
    [
        ("TestNextStep", "/agency_crm:TestNextStep"),
        ("TestNextStep.test_x", "/agency_crm:TestNextStep.test_x"),
        ("TestNextStep:test_x", "/agency_crm:TestNextStep.test_x"),
        ("test_x", "/agency_crm.test_x"),
    ],
)
def test_some_tests_are_named_as_odoo_names_them(monkeypatch: pytest.MonkeyPatch, only: str, tags: str) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(templates, "kept", lambda _source, _addon: "kept")
    monkeypatch.setattr(units, "_run", lambda *args: asked.append(args[-1]) or failure("not run here"))
    (job,) = command._some(None, f"agency_crm:{only}")
    job.run()
    assert asked == [[tags]]


def test_a_kept_database_has_the_add_ons_that_one_stands_on_and_no_other() -> None:
    assert templates.needed("agency_crm") == ["agency_crm"]
    assert templates.needed("agency_pdf") == ["agency_crm", "agency_pdf", "report_weasyprint"]


def test_a_kept_database_is_updated_in_what_changed_and_made_anew_when_that_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[object] = []
    keys = {"agency_crm": "1", "agency_pdf": "1"}
    monkeypatch.setattr(templates.config, "HOME", tmp_path)
    monkeypatch.setattr(templates.postgres, "exists", lambda _name: True)
    monkeypatch.setattr(templates.database, "odoo_key", lambda _source: "odoo")
    monkeypatch.setattr(templates.database, "addon_key", keys.get)
    monkeypatch.setattr(templates, "_make", lambda *_args: done.append("made"))
    monkeypatch.setattr(templates.database, "load_modules", lambda *args: done.append(args[-1]))

    templates.kept(None, "agency_pdf")
    templates.kept(None, "agency_pdf")
    assert done == ["made"]
    keys["agency_pdf"] = "2"
    templates.kept(None, "agency_pdf")
    assert done == ["made", ["agency_pdf"]]

    def refuse(*_args: object) -> None:
        raise SetupError("a view is wrong")

    monkeypatch.setattr(templates.database, "load_modules", refuse)
    keys["agency_crm"] = "2"
    templates.kept(None, "agency_pdf")
    assert done[2:] == ["made"]
