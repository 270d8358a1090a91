"""Each checkout has a PostgreSQL of its own, also when several start at the same moment."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.agency import config

CHECKOUTS = 3
# Starts a cluster when told to. It believes a port free that is taken, as if another took it just after the question.
START = """
import sys
from tools.agency.machine import ports, postgres
really_free, believed = ports.is_free, set(map(int, sys.argv[1:]))
ports.is_free = lambda port: bool(port in believed and not believed.discard(port)) or really_free(port)
input()
postgres.ensure_running()
print(postgres.port(), postgres.sql("postgres", "SELECT 6 * 7"))
"""
STOP = "import shutil; from tools.agency.machine import postgres; postgres.stop(); shutil.rmtree(postgres.folder())"


def python(home: Path, script: str, *arguments: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=config.ROOT,
        env={**os.environ, "PYTHONPATH": str(config.ROOT), "AGENCY_HOME": str(home)},
    )


@pytest.fixture
def homes() -> Iterator[list[Path]]:
    homes = [Path(tempfile.mkdtemp(prefix="agency-home-")) for _n in range(CHECKOUTS)]
    try:
        yield homes
    finally:
        for home in homes:
            python(home, STOP).communicate()
            shutil.rmtree(home)


def started(processes: list[subprocess.Popen]) -> list[str]:
    """What they printed, once all have been told to go at the same moment."""
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate() for process in processes]
    assert not any(process.returncode for process in processes), answers
    return [answer.strip() for answer, _error in answers]


def test_clusters_that_start_at_one_moment_take_ports_of_their_own(homes: list[Path]) -> None:
    answers = started([python(home, START) for home in homes])
    assert all(answer.endswith(" 42") for answer in answers)
    assert len({answer.split()[0] for answer in answers}) == CHECKOUTS


def test_port_taken_just_after_the_question(homes: list[Path]) -> None:
    (first,) = started([python(homes[0], START)])
    port = first.split()[0]
    (homes[1] / "postgres.port").write_text(port)
    (second,) = started([python(homes[1], START, port)])
    assert second.endswith(" 42") and second.split()[0] != port
