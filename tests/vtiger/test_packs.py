"""The real export under the headers of each French pack, in each syntax, saved by spreadsheets: it says the same."""

import csv
import re
from functools import cache

import pytest
from exports import REAL, needs_real, read_real, write_6, write_7, write_8, write_xlsx
from vtiger.columns import COLUMNS, MODULES
from vtiger.labels import normalize
from vtiger.mapping import find_date_orders, read_records, recognize
from vtiger.reader import read_sources
from vtiger.settings import Settings

TABLE = REAL.parent / "french-labels.csv"
# Each pack, by its word in the table, and the syntax of its version.
PACKS = {
    "6.0": write_6, "6.2": write_6, "6.5": write_6, "7.0": write_7, "7.4": write_7, "8.2": write_8, "RC6.0": write_6,
    "ABO2013(6.0)": write_6, "ABO2014(6.4)": write_6, "ABO2018(8.0)": write_8, "Shadok2.4(6.1-7.1)": write_7,
    "chadyred(6.1)": write_6,
}  # fmt: skip


@cache
def labels() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == "field"]


def is_of(pack: str, versions: str) -> bool:
    """`6.x` holds 6.2; a pack of somebody's is only itself."""
    return any(word == pack or (word.endswith(".x") and pack.startswith(word[:-1])) for word in versions.split(";"))


def french_of(pack: str, module: str) -> dict[str, str]:
    """What a pack calls the headers of 8.2's English export; those that it does not know stay English."""
    words = {(row["module"], normalize(row["english_label"])): row["french_label"]
             for row in labels() if is_of(pack, row["versions"])}  # fmt: skip
    same = {}
    for column in COLUMNS[module]:
        # Versions have other English words for one field: the first that the pack has is its label.
        known = [words[module, normalize(word)] for word in column.headers if (module, normalize(word)) in words]
        same |= {normalize(word): known[0] for word in column.headers if known and column.target}
    return same


def in_pack(pack: str, module: str, rows: list[list[str]]) -> list[list[str]]:
    same = french_of(pack, module)
    return [[same.get(normalize(header), header) for header in rows[0]], *rows[1:]]


def read(name: str, data: bytes):
    (file,) = read_sources([(name, data)])
    source = recognize(file)
    (order,) = find_date_orders([source])
    return source, list(read_records(source, Settings(), order))


@cache
def expected(module: str):
    return read(f"{module}.csv", (REAL / f"{module}.csv").read_bytes())[1]


def untrimmed(values):
    """6.x loses the quotes around a whole value for good."""
    return {name: value.strip('"') if isinstance(value, str) else value for name, value in values.items()}


def assert_is_the_same(module, records):
    assert len(records) == len(expected(module)) > 0
    for mine, theirs in zip(records, expected(module), strict=True):
        assert not [issue for issue in mine.issues if issue.severity != "note"], mine.issues
        assert mine.key == theirs.key and untrimmed(mine.values) == untrimmed(theirs.values)
        assert (mine.refs, mine.total) == (theirs.refs, theirs.total)
        assert (mine.lines, mine.causes, mine.pre_tax) == (theirs.lines, theirs.causes, theirs.pre_tax)


@needs_real
@pytest.mark.skipif(not TABLE.is_file(), reason="the table of labels is not here")
@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("pack", PACKS)
def test_the_headers_of_each_pack_in_its_syntax(pack, module):
    source, records = read(f"{module}.csv", PACKS[pack](in_pack(pack, module, read_real(module))))
    assert source.module == module and not source.unknown_that_count
    assert_is_the_same(module, records)


def as_a_spreadsheet(rows):
    """French numbers and dates, where cells are nothing but that."""

    def save(cell):
        if re.fullmatch(r"-?\d+\.\d+", cell):
            return cell.replace(".", ",")
        return re.sub(r"^(\d\d)-(\d\d)-(\d{4})(?= |$)", r"\1/\2/\3", cell)

    return [rows[0], *([save(cell) for cell in row] for row in rows[1:])]


@needs_real
@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_saved_again_by_a_french_spreadsheet(module, encoding):
    text = write_8(as_a_spreadsheet(read_real(module)), ";", "\r\n").decode()
    data = text.encode(encoding, errors="replace")
    if encoding == "cp1252" and data.decode(encoding) != text:
        pytest.skip("it has signs that the encoding has not")
    assert_is_the_same(module, read(f"{module}.csv", data)[1])


@needs_real
@pytest.mark.parametrize("module", MODULES)
def test_the_workbook_of_it(module):
    assert_is_the_same(module, read(f"{module}.xlsx", write_xlsx(read_real(module)))[1])
