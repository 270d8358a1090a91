"""How `make bench` writes its table."""

from pathlib import Path

import pytest

from tools.agency.commands.bench import BEGIN, END, table_row, write_table
from tools.agency.console import SetupError

ROW = {"name": "seconds a quote", "detail": "", "unit": "s", "on": "2026-11-24T10:00:00"}


def row(**values: object) -> str:
    return table_row("quote", {**ROW, "reference": None, "ratio": None, "aim": None, "met": None, **values})


def test_row_says_whether_the_aim_is_met() -> None:
    assert row(ours=1.0, reference=2.0, ratio=0.5, aim=0.4, met=False) == (
        "| quote | seconds a quote | 1 s | 2 s | 0.5 | 0.4 | **missed** | 2026-11-24 |"
    )
    assert row(ours=1.0, aim=2.0, met=True) == "| quote | seconds a quote | 1 s |  |  | 2 s | met | 2026-11-24 |"
    assert row(ours=1.0) == "| quote | seconds a quote | 1 s |  |  |  |  | 2026-11-24 |"


def test_rows_that_did_not_run_stay(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(f"Before\n{BEGIN}\n{END}\nAfter\n")
    write_table(document, {"b": ["| b | old |"], "a": ["| a | kept |"]})
    write_table(document, {"b": ["| b | new |", "| b | more |"]})
    lines = document.read_text().splitlines()
    assert lines[0] == "Before" and lines[-1] == "After"
    assert lines[4:-2] == ["| a | kept |", "| b | new |", "| b | more |"]


def test_document_without_a_place_for_the_table_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("No table\n")
    with pytest.raises(SetupError):
        write_table(document, {})
