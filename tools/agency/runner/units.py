"""The add-ons' own tests, by Odoo's runner: each job in a copy of a database that has the add-ons already."""

import os
import re
import subprocess
from pathlib import Path

from tools.agency import config
from tools.agency.machine import ports, postgres
from tools.agency.odoo import database, odoo, server
from tools.agency.odoo.source import Source

from .outcome import Outcome, failure, read_log
from .pool import Job, share_out

PREFIX = "test_run_"


def jobs(source: Source, addon: str, template: str, tests: str = "") -> list[Job]:
    """The jobs of an add-on's tests: all its files shared out, or `tests` alone (`Class.method`)."""
    if tests:
        tags = f"/{addon}{'' if tests.startswith('.') else ':'}{tests}"
        return [Job(f"{addon}{tags.removeprefix(f'/{addon}')}", lambda: _run(source, template, addon, "one", [tags]))]
    files = [f"{addon}/{path.name}" for path in sorted((config.ADDONS / addon / "tests").glob("test_*.py"))]
    if not files:
        return [Job(addon, lambda: failure(f"{addon}: none of its tests ran"))]

    def job(number: int, group: list[str], seconds: float) -> Job:
        name = f"{addon} {number}"
        return Job(name, lambda: _run_files(source, template, addon, str(number), group), seconds)

    return [job(number, *group) for number, group in enumerate(share_out(files), 1)]


def _run_files(source: Source, template: str, addon: str, name: str, files: list[str]) -> Outcome:
    """Run files of tests; one of which none ran is a failure."""
    tags = [f"/{file.replace('/', '/tests/')}" for file in files]
    outcome = _run(source, template, addon, name, tags)
    for file in files:
        path = Path("addons", addon, "tests", Path(file).name)
        if not _is_imported(path):
            outcome += failure(f"{path}: tests/__init__.py does not import it")
        elif file not in outcome.seconds and not outcome.failed:
            outcome += failure(f"{path}: none of its tests ran; are they tagged post_install, -at_install?")
    return outcome


def _run(source: Source, template: str, addon: str, name: str, tags: list[str]) -> Outcome:
    """Run tests as Odoo does, everything loaded, in a database that is dropped afterwards."""
    name = f"{PREFIX}{os.getpid()}_{addon}_{name}"
    log = config.LOGS / f"unit-tests-{addon}-{name.rsplit('_', 1)[1]}.log"
    port = ports.free_port()
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        database.copy(template, name)
        server.set_address(name, f"http://127.0.0.1:{port}")
        with log.open("w") as output:
            status = subprocess.call(
                _command(source, name, tags, port),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=odoo.environment(source),
                cwd=config.ROOT,
            )
    finally:
        database.drop(name)
    outcome = read_log(log.read_text(errors="replace"), addon)
    if status and not outcome.failed:
        outcome += failure(f"{addon}: Odoo ended with status {status} (log: {log})")
    return outcome


def _command(source: Source, name: str, tags: list[str], port: int) -> list[str]:
    return odoo.command(
        source,
        *("server", "-d", name, "--stop-after-init", f"--test-tags={','.join(tags)}"),
        *(f"--http-port={port}", "--max-cron-threads=0", f"--screenshots={config.LOGS / 'screenshots'}"),
    )


def _is_imported(path: Path) -> bool:
    """Whether Odoo sees a file of tests."""
    imports = config.ROOT / path.parent / "__init__.py"
    return imports.exists() and bool(re.search(rf"\b{path.stem}\b", imports.read_text()))


def drop_abandoned(prefix: str = PREFIX) -> None:
    """Drop databases of runs that were killed, named `<prefix><process>_...`."""
    for name in postgres.databases(prefix):
        process = name.removeprefix(prefix).split("_")[0]
        if process.isdigit() and not Path("/proc", process).exists():
            database.drop(name)
