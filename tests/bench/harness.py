"""What the measurements share: other add-ons to compare with, and the table of results.

A measurement is a file `bench_<subject>.py` whose `main()` measures ours and its reference in one run, in turn, so that
what else the machine does weighs on both, and ends in

    return report("subject", [Row("seconds a quote / stock", ours, reference, aim=1.15)])

`report` prints the rows, keeps them in `.agency/bench/results.jsonl`, where `make bench` reads them
for docs/benchmarks.md, and returns 1 when an aim is missed. The aim is the highest ratio allowed, or the highest
value of what was measured when there is no reference.
"""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from tools.agency import config, testing
from tools.agency.odoo import odoo
from tools.agency.odoo import source as odoo_source

FOLDER = config.HOME / "bench"
RESULTS = FOLDER / "results.jsonl"


@dataclass
class Row:
    """One measure. Without an aim it is there to be seen only."""

    name: str
    ours: float
    reference: float | None = None
    aim: float | None = None
    detail: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        return self.ours / self.reference if self.reference else None

    @property
    def is_met(self) -> bool | None:
        """Whether the ratio (or what was measured, when there is nothing to compare with) is at most the aim."""
        if self.aim is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.aim


def report(bench: str, rows: Sequence[Row]) -> int:
    """Print the rows as a table and keep them; return 1 when an aim is missed."""
    print(f"| {bench} | ours | reference | ratio | aim | met | |\n| --- | ---: | ---: | ---: | ---: | --- | --- |")
    words = {True: "met", False: "not met", None: "-"}
    for row in rows:
        numbers = [f"{row.ours:.4g} {row.unit}", _number(row.reference, row.unit), _number(row.ratio), _number(row.aim)]
        print(f"| {row.name} | {' | '.join(numbers)} | {words[row.is_met]} | {row.detail} |", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    run = {"bench": bench, "on": datetime.now().isoformat(timespec="seconds"), "load": os.getloadavg()[0]}
    with RESULTS.open("a") as results:
        for row in rows:
            line = {**run, **asdict(row), "ratio": row.ratio, "met": row.is_met}
            results.write(json.dumps(line, ensure_ascii=False) + "\n")
    return int(any(row.is_met is False for row in rows))


def _number(value: float | None, unit: str = "") -> str:
    return "-" if value is None else f"{value:.4g} {unit}".strip()


def install_wheel(requirement: str) -> Path:
    """Install another publisher's add-on in a folder of its own; return the folder to add to the add-ons' path."""
    folder = FOLDER / requirement.replace("==", "-")
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        options = ("--quiet", "--no-deps", "--target", unfinished)
        command = [config.VENV_PYTHON, "-m", "pip", "install", *options, requirement]
        subprocess.run(command, check=True)
        unfinished.rename(folder)
    return folder / "odoo" / "addons"


def measure_in_turn(bench: str, fill: str, measure: str, rounds: int) -> dict[str, list[dict]]:
    """Fill a database with the add-ons (`ours`) and one without (`stock`) alike, and measure both in turn.

    Each round is a process of its own; what `measure` prints last is its answer, in JSON.
    """
    databases = {"ours": f"bench_{bench}", "stock": f"bench_{bench}_stock"}
    found: dict[str, list[dict]] = {side: [] for side in databases}
    testing.prepare()
    try:
        for side, database in databases.items():
            testing.create_database(database, with_addons=side == "ours")
            run_odoo("shell", database, script=fill)
            testing.sql(database, "ANALYZE")
        for _round in range(rounds):
            for side, database in databases.items():
                answer = run_odoo("shell", database, script=measure)
                found[side].append(json.loads(answer.strip().splitlines()[-1]))
                print(f"{side}: {json.dumps(found[side][-1])}", flush=True)
    finally:
        for database in databases.values():
            testing.drop_database(database)
    return found


def run_odoo(command: str, database: str, *options: str, script: str = "", addons: Sequence[Path] = ()) -> str:
    """Run one of Odoo's commands with other add-ons in its path, return what it printed."""
    source = odoo_source.get()
    path = ",".join([*source.addons, str(config.ADDONS), *map(str, addons)])
    quiet = ("--no-http", "--max-cron-threads=0", "--log-level=warn", "--smtp=127.0.0.1", "--smtp-port=9")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{database}.log").open("a") as log:
        result = subprocess.run(
            odoo.command(source, command, "-d", database, f"--addons-path={path}", *quiet, *options),
            input=script,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=odoo.environment(source),
            cwd=config.ROOT,
        )
    if result.returncode:
        raise RuntimeError(f"odoo {command} failed in {database}: see {log.name}")
    return result.stdout
