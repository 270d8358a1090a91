"""Talk to the person at the terminal, and run commands on their behalf.

Everything is said on stderr, so that `bin/odoo shell` keeps its stdout clean.
"""

import contextlib
import fcntl
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.agency import config


class SetupError(Exception):
    """Something the person can put right; the message is one line that says how."""


def say(message: str) -> None:
    print(f"agency: {message}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(label: str) -> Iterator[None]:
    """Announce a long step, then tell how long it took."""
    say(f"{label} ...")
    start = time.monotonic()
    yield
    say(f"{label}: done in {time.monotonic() - start:.1f} s")


def run(
    command: Sequence[str | Path],
    failure: str,
    *,
    log: str = "setup.log",
    env: dict[str, str] | None = None,
    cwd: Path | str = config.ROOT,
    network: bool = False,
) -> None:
    """Run a command with its output in a log file; raise SetupError(failure) if it fails."""
    config.LOGS.mkdir(parents=True, exist_ok=True)
    path = config.LOGS / log
    with path.open("a") as output:
        output.write(f"\n$ {' '.join(map(str, command))}\n")
        output.flush()
        start = output.tell()
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            env=env,
            cwd=cwd,
        )
    if result.returncode:
        with path.open(errors="replace") as output:
            output.seek(start)
            text = output.read()
        raise SetupError(explain(failure, text, path, network))


# What a command says when the cause is the machine's, and what to do about it.
DISK_CAUSES = {
    "No space left on device": "the disk is full: free some space and run it again",
    "Disk quota exceeded": "the disk quota is used up: free some space and run it again",
}
NETWORK_CAUSES = dict.fromkeys(
    (
        "Temporary failure resolving",
        "Temporary failure in name resolution",
        "Name or service not known",
        "Could not resolve",
        "Could not connect",
        "Network is unreachable",
        "Connection refused",
        "Connection timed out",
        "No matching distribution found",
    ),
    "nothing could be downloaded: check the network and its proxy, then run it again",
)


def explain(failure: str, output: str, log: Path, network: bool = False) -> str:
    """One line: what failed, why as far as the output tells, where the rest is."""
    causes = {**DISK_CAUSES, **(NETWORK_CAUSES if network else {})}
    for symptom, advice in causes.items():
        if symptom in output:
            return f"{failure}: {advice} (details: {log})"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"([\w.]+(Error|Exception)|E|ERROR|FATAL|fatal): ", line)]
    reason = [*lines, *errors][-1][:300] if lines else "it said nothing"
    return f"{failure}: {reason} (details: {log})"


_lock_depth = 0


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Let one process at a time change what is under HOME; nests within a process."""
    global _lock_depth
    if _lock_depth:
        _lock_depth += 1
        try:
            yield
        finally:
            _lock_depth -= 1
        return
    config.HOME.mkdir(parents=True, exist_ok=True)
    with open(config.HOME / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another command is setting things up in this checkout: waiting for it ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        _lock_depth = 1
        try:
            yield
        finally:
            _lock_depth = 0


def is_root() -> bool:
    return os.geteuid() == 0
