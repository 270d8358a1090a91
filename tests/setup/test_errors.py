"""What a newcomer meets: each ends in one line that says what to do, and no traceback."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tools.agency import config
from tools.agency.console import explain

AGENCY = config.ROOT / "bin" / "agency"


def fail(*command: str | Path, **environment: str) -> str:
    """Run a command that must fail; return what it said, without the steps it announced."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, timeout=60)
    assert result.returncode not in (0, -2)
    assert "Traceback" not in result.stderr
    errors = [line for line in result.stderr.splitlines() if "error:" in line]
    assert len(errors) == 1, result.stderr
    return errors[0]


def test_port_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        message = fail(AGENCY, "run", AGENCY_PORT=str(port))
    assert f"port {port} is taken" in message and "AGENCY_PORT=" in message


@pytest.mark.parametrize(
    ("name", "value"),
    [("AGENCY_PORT", "http"), ("AGENCY_PG_PORT", "x"), ("AGENCY_DB", "a b"), ("AGENCY_SAMPLE", "none")],
)
def test_settings_that_make_no_sense(name: str, value: str, tmp_path: Path) -> None:
    assert f"{name}={value}: " in fail(AGENCY, "run", **{name: value})


def test_python_too_old_or_missing(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    message = fail(AGENCY, "run", AGENCY_PYTHON=str(old))
    assert "Python 3.11, 3.12 or 3.13 is needed (found: Python 3.9.2)" in message
    assert "AGENCY_PYTHON" in fail(AGENCY, "run", AGENCY_PYTHON=str(tmp_path / "nothing"))


def test_folder_not_writable() -> None:
    assert "AGENCY_HOME" in fail(AGENCY, "odoo", "--version", AGENCY_HOME="/proc/agency")


def test_disk_too_small(tmp_path: Path) -> None:
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path]).returncode:
        pytest.skip("needs to mount a small disk")
    try:
        message = fail(AGENCY, "odoo", "--version", AGENCY_HOME=str(tmp_path))
    finally:
        subprocess.run(["umount", tmp_path], check=True)
    assert "not enough disk space" in message and "AGENCY_HOME" in message


def test_unknown_command_and_unknown_tests() -> None:
    assert "make help" in fail(AGENCY, "rnu")
    assert "ONLY=nothing: there are" in fail(AGENCY, "test", "nothing")


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("Err:1 ...\nTemporary failure resolving 'x'\nE: Failed", "check the network"),
        ("pip: [Errno 28] No space left on device", "the disk is full"),
        ("E: something else", "could not do it: E: something else"),
    ],
)
def test_failed_download_is_explained(output: str, advice: str) -> None:
    message = explain("could not do it", output, Path("setup.log"), network=True)
    assert advice in message and "setup.log" in message and "\n" not in message
