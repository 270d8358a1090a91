"""`make bench`: run the measurements of tests/bench one after the other, then one table of them all.

A measurement is a file `tests/bench/bench_<subject>.py` that ends in `harness.report()`, which keeps its rows in
`.agency/bench/results.jsonl`. The table is printed and written in docs/benchmarks.md, where the rows of a
measurement that did not run this time stay as they were.
"""

import json
import re
import subprocess
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, say, step
from tools.agency.odoo import odoo

FOLDER = config.ROOT / "tests" / "bench"
RESULTS = config.HOME / "bench" / "results.jsonl"
DOCUMENT = config.ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- written by `make bench` -->", "<!-- end -->"
HEADER = (
    "| measure | what | ours | reference | ratio | aim | met | on |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | --- | --- |"
)
MET = {True: "met", False: "**missed**", None: ""}


def main(arguments: list[str]) -> int:
    """Run all measurements, or the one ONLY names; 1 when one fails or misses an aim."""
    only = arguments[0] if arguments else None
    scripts = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
    if only and only not in scripts:
        raise SetupError(f"ONLY={only}: there are {', '.join(scripts) or 'no measurements yet'}")
    source = odoo.prepare_tests()
    environment = {**odoo.environment(source), "PYTHONPATH": str(config.ROOT)}
    rows: dict[str, list[str]] = {}
    status = 0
    for name, script in scripts.items():
        if only in (None, name):
            kept = _size(RESULTS)
            with step(f"Measuring {name}"):
                failed = subprocess.call([config.VENV_PYTHON, script], cwd=config.ROOT, env=environment)
            lines = RESULTS.read_text()[kept:].splitlines() if RESULTS.exists() else []
            rows[name] = [table_row(name, json.loads(line)) for line in lines]
            if not rows[name]:
                say(f"{name}: it measured nothing (status {failed})")
            status = max(status, int(bool(failed)), int(not rows[name]))
    table = write_table(DOCUMENT, {name: found for name, found in rows.items() if found})
    print(f"\n{table}", flush=True)
    return status


def table_row(name: str, row: dict) -> str:
    """One line of the table; a measure without a reference has its aim on what was measured."""
    what = row["name"] + (f" ({row['detail']})" if row["detail"] else "")
    numbers = (
        _number(row["ours"], row["unit"]),
        _number(row["reference"], row["unit"]),
        _number(row["ratio"]),
        _number(row["aim"], "" if row["ratio"] else row["unit"]),
    )
    cells = [name, what.replace("|", "/"), *numbers, MET[row["met"]], row["on"][:10]]
    return f"| {' | '.join(cells)} |"


def write_table(document: Path, rows: dict[str, list[str]]) -> str:
    """Replace the rows of these measurements in the document's table; return the whole table."""
    text = document.read_text()
    found = re.search(rf"{re.escape(BEGIN)}\n(.*?){re.escape(END)}", text, re.DOTALL)
    if not found:
        raise SetupError(f"{document}: the lines {BEGIN} and {END} must be there, around the table")
    kept: dict[str, list[str]] = {}
    for line in found[1].splitlines():
        name = line.split("|")[1].strip() if line.count("|") > 2 else ""
        if name and name != "measure" and not set(name) <= set("-: "):
            kept.setdefault(name, []).append(line)
    lines = [line for _name, group in sorted({**kept, **rows}.items()) for line in group]
    table = "\n".join([HEADER, *lines])
    document.write_text(text[: found.start()] + f"{BEGIN}\n{table}\n{END}" + text[found.end() :])
    return table


def _number(value: float | None, unit: str = "") -> str:
    return "" if value is None else f"{value:.4g} {unit}".strip()


def _size(path: Path) -> int:
    return len(path.read_text()) if path.exists() else 0
