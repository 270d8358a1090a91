"""What the agency keeps on this machine, mails, logs and files, is nobody else's to read."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.agency import config

START = "from tools.agency.machine import postgres; postgres.make_home_private(); postgres.ensure_running()"
ASK = "from tools.agency.machine import postgres; print(postgres.sql('postgres', 'SELECT 6 * 7'), postgres.folder())"
STOP = "import shutil; from tools.agency.machine import postgres; postgres.stop(); shutil.rmtree(postgres.folder())"


def python(home: Path, script: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=config.ROOT,
        env={**os.environ, "PYTHONPATH": str(config.ROOT), "AGENCY_HOME": str(home)},
    )
    assert not result.returncode, result.stderr
    return result.stdout.strip()


@pytest.fixture
def home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="agency-home-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        python(home, STOP)
        shutil.rmtree(home)


def test_home_is_private_and_its_database_answers(home: Path) -> None:
    python(home, START)
    assert home.stat().st_mode & 0o777 == 0o700
    answer, folder = python(home, ASK).split()
    assert answer == "42"
    assert Path(folder).stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's cluster is outside")
def test_cluster_of_an_earlier_version_is_taken_along(home: Path) -> None:
    python(home, START)
    python(
        home,
        "from tools.agency.machine import postgres; postgres.sql('postgres', 'CREATE TABLE kept ()', role='postgres')",
    )
    folder = Path(python(home, ASK).split()[1])
    python(home, "from tools.agency.machine import postgres; postgres.stop()")
    shutil.move(folder, home / "postgres")
    home.chmod(0o755)
    python(home, START)
    assert not (home / "postgres").exists()
    assert home.stat().st_mode & 0o777 == 0o700
    count = "SELECT count(*) FROM pg_class WHERE relname = 'kept'"
    assert python(home, f"from tools.agency.machine import postgres; print(postgres.sql('postgres', {count!r}))") == "1"
