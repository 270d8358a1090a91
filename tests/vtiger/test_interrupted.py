"""An import that is killed on the way, and run again: nothing is there twice, nothing is missing."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import moving
import pytest

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

sys.path.append(str(config.ROOT / "tests" / "bench"))
from vtiger_export import Export, Sizes

# A few batches of each module.
SIZES = Sizes(accounts=700, contacts=900, deals=700, quotes=700, lines=1500)
SECONDS = 150


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Export(SIZES).write(tmp_path_factory.mktemp("export"))


@pytest.fixture(scope="module")
def empty() -> Iterator[str]:
    with moving.database_with_importer(f"vtiger_empty_{os.getpid()}") as name:
        yield name


@pytest.fixture(scope="module")
def whole(empty: str, folder: Path) -> Iterator[dict[str, list[str]]]:
    """What an import that nothing stops makes."""
    name = f"vtiger_whole_{os.getpid()}"
    database.copy(empty, name)
    try:
        moving.run(name, folder, "--date-order", "dmy")
        yield moving.records(name)
    finally:
        testing.drop_database(name)


@pytest.fixture
def killed(empty: str) -> Iterator[str]:
    name = f"vtiger_killed_{os.getpid()}"
    database.copy(empty, name)
    yield name
    testing.drop_database(name)


def wait_for(question: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not question():
        assert time.monotonic() < end, f"waited for {what} in vain"
        time.sleep(0.1)


def wake_scheduler(name: str) -> bool:
    """Spare the minute at most after which a server looks for scheduled actions by itself."""
    testing.sql("postgres", f"NOTIFY cron_trigger, '{name}'")
    return False


def links(name: str) -> int:
    """How many records were brought over for good."""
    return int(testing.sql(name, "SELECT count(*) FROM agency_vtiger_link"))


def assert_is_whole(name: str, whole: dict[str, list[str]]) -> None:
    got = moving.records(name)
    for what in moving.RECORDS:
        assert got[what] == whole[what], what


def test_a_command_killed_again_and_again(killed: str, folder: Path, whole: dict[str, list[str]]) -> None:
    seen = []
    # In the accounts, in the contacts, in the quotes.
    for enough in (500, 1300, 2500):
        process = subprocess.Popen(
            moving.command(killed, folder, "--date-order", "dmy"),
            env=odoo.environment(testing.prepare()),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(lambda enough=enough: links(killed) >= enough, f"{enough} records")
            assert process.poll() is None, "it was over before it could be killed"
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        seen.append(links(killed))
    assert 0 < seen[0] < seen[1] < seen[2] < SIZES.accounts + SIZES.contacts + SIZES.deals + SIZES.quotes
    moving.run(killed, folder, "--date-order", "dmy")
    assert_is_whole(killed, whole)


START = """
from pathlib import Path

files = [{{"name": path.name, "raw": path.read_bytes()}} for path in sorted(Path({folder!r}).glob("[A-Z]*.csv"))]
attachments = env["ir.attachment"].create(files)
job = env["agency.vtiger.import"].with_user(env.ref("base.user_admin")).create(
    {{"attachment_ids": [(6, 0, attachments.ids)], "date_order": "dmy"}})
job.action_read()
job.action_import()
# Odoo's own scheduled actions send mail too, as its digest: here only those of the import are looked at.
actions = env["ir.cron"].search([("id", "!=", env.ref("agency_vtiger.ir_cron_vtiger_import").id)])
actions.active = False
env.cr.commit()
"""


def test_a_job_in_the_background_goes_on_when_its_server_was_killed(
    killed: str, folder: Path, whole: dict[str, list[str]]
) -> None:
    testing.odoo_shell(killed, START.format(folder=str(folder)))
    for enough in (500, 1300):
        with testing.start_server(killed, max_cron_threads=1) as server:
            wait_for(lambda enough=enough: links(killed) >= enough or wake_scheduler(killed), f"{enough} records")
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
        assert testing.sql(killed, "SELECT state FROM agency_vtiger_import").strip() == "waiting"
    state = "SELECT state, done_count = record_count, error FROM agency_vtiger_import"
    # The last server gives its scheduled actions little time: the import pauses before it is ended.
    with testing.start_server(killed, max_cron_threads=1, limit_time_real_cron=4) as server:
        wait_for(
            lambda: not testing.sql(killed, state).startswith("waiting") or wake_scheduler(killed), "the end of the job"
        )
    assert re.search(r"imports from vtiger under way.* partially done", server.log_file.read_text(), re.IGNORECASE)
    assert testing.sql(killed, state).strip() == "done|t|"
    assert_is_whole(killed, whole)
    # The report tells of the whole, not of its last part.
    counts = testing.sql(killed, "SELECT module, read_count, created_count, refused_count FROM agency_vtiger_count")
    assert {"Accounts|700|700|0", "Quotes|700|700|0"} <= set(counts.split())
