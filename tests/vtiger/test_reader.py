"""Files of every vtiger, and those that something happened to."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from exports import needs_real, read_real, write_6, write_7, write_8, write_xlsx, zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from vtiger import reader
from vtiger.columns import MODULES
from vtiger.problems import FileProblem
from vtiger.reader import open_csv, read_sources

HEADER = ["Organization Number", "Organization Name", "Description"]
ROWS = [HEADER, ["ACC1", 'Restaurant "Le Petit Navire"', "deux\nlignes, virgule"], ["ACC2", "Œuvre & Cie", ""]]


def cells(data, name="a.csv"):
    return [row.cells for row in open_csv(name, data).rows()]


def problem(data, name="a.csv"):
    with pytest.raises(FileProblem) as caught:
        open_csv(name, data)
    return caught.value.code


@pytest.mark.parametrize("write", [write_6, write_7, write_8])
def test_each_version_is_read_back(write):
    file = open_csv("a.csv", write(ROWS))
    assert file.headers == HEADER
    got = [row.cells for row in file.rows()]
    expected = ROWS[1:] if write is not write_6 else [["ACC1", 'Restaurant "Le Petit Navire', ROWS[1][2]], ROWS[2]]
    assert got == expected


@needs_real
@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("write", [write_6, write_7, write_8])
def test_the_real_export_is_read_back_from_each_version(write, module):
    rows = read_real(module)
    expected = [[cell.strip('"') for cell in row] if write is write_6 else row for row in rows[1:]]
    assert cells(write(rows)) == expected


def test_a_row_knows_its_line():
    lines = [row.line for row in open_csv("a.csv", write_8(ROWS)).rows()]
    assert lines == [2, 4]
    assert [row.line for row in open_csv("a.csv", write_6(ROWS)).rows()] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding):
    assert cells(write_8(ROWS).decode().encode(encoding)) == ROWS[1:]


def test_what_is_no_text_is_refused():
    assert problem(write_8(ROWS) + b"\x81\x8d\x00\x01\x9d\n") == "encoding"


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_encodings_of_spreadsheets_that_are_not_of_windows(encoding):
    rows = [HEADER, ["ACC1", "Café de l'Été", "à côté, déjà vu"], ["ACC2", "Crêperie", "ça & là"]]
    file = open_csv("a.csv", write_8(rows).decode().encode(encoding))
    assert [row.cells for row in file.rows()] == rows[1:] and file.read_as


def test_signs_of_windows_are_not_taken_for_letters_of_others():
    rows = [HEADER, ["ACC1", "“Bonjour”", "• un – deux"], ["ACC2", "ÉCOLE", "l’été… 5 €"]]
    for part in (rows[:2], [HEADER, rows[2]], rows):
        file = open_csv("a.csv", write_8(part).decode().encode("cp1252"))
        assert [row.cells for row in file.rows()] == part[1:] and not file.read_as


def test_a_file_of_two_encodings_is_read_and_told():
    """Parts of two files put together: neither encoding reads both."""
    data = write_8(ROWS[:2]) + "ACC2,Œuvre & Cie,été\n".encode("cp1252")
    for start in (b"", b"\xef\xbb\xbf"):
        file = open_csv("a.csv", start + data.replace(b"virgule", "été, virgule".encode()))
        first, second = (row.cells for row in file.rows())
        assert "été, virgule" in first[2] and second == ["ACC2", "Œuvre & Cie", "été"] and file.read_as


def test_accents_written_twice_as_utf_8_are_themselves_again():
    rows = [HEADER, ["ACC1", "Été à Évreux", "l’œuvre – 5 €"]]
    file = open_csv("a.csv", _as_windows_reads(write_8(rows)).encode())
    assert [row.cells for row in file.rows()] == rows[1:] and file.read_as
    # One cell so written is what somebody typed.
    file = open_csv("a.csv", write_8([HEADER, ["ACC1", "Ã©", "été"]]))
    assert [row.cells for row in file.rows()] == [["ACC1", "Ã©", "été"]] and not file.read_as


def _as_windows_reads(data):
    """UTF-8 as a spreadsheet shows it that takes it for its own."""
    return "".join(bytes([byte]).decode("cp1252") if byte not in NO_SIGNS else chr(byte) for byte in data)


NO_SIGNS = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def test_semicolons_of_a_spreadsheet():
    assert cells(write_8(ROWS, delimiter=";")) == ROWS[1:]


def test_a_file_cut_in_a_cell_or_in_a_row_is_refused():
    whole = write_8(ROWS)
    assert problem(whole[: whole.index(b"virgule")]) == "cut"
    assert problem(whole[: whole.index(b"lignes")]) == "unbalanced_quote"
    assert problem(write_6(ROWS)[:-5]) == "cut"


def test_a_file_without_a_last_line_break_is_read_and_the_row_named():
    whole = write_8([HEADER, ["ACC1", "Dupont", "bon client"], ["ACC2", "Martin", "à voir"]])
    file = open_csv("a.csv", whole.rstrip(b"\n"))
    assert [row.cells[2] for row in file.rows()] == ["bon client", "à voir"] and file.open_line == 3
    empty = open_csv("a.csv", write_8([HEADER, ["ACC1", "Dupont", "bon client"], ["ACC2", "Martin", ""]])[:-1])
    assert [row.error for row in empty.rows()] == ["", "open_row"]


def test_a_quote_behind_a_backslash_is_read_where_one_way_gives_all_cells():
    data = b'Organization Number,Organization Name,Description\nACC1,"dit \\"le grand\\" ici",x\nACC2,"fin\\",y\n'
    assert cells(data) == [["ACC1", 'dit \\"le grand\\" ici', "x"], ["ACC2", "fin\\", "y"]]
    data = ",".join(HEADER).encode() + b'\nACC1,"a\\","b\\","c"\nACC2,"un \\"mot\\"",y\n'
    assert [row.error for row in open_csv("a.csv", data).rows()] == ["cell_count", ""], "two ways: not guessed"


def test_a_line_sep_is_for_the_spreadsheet():
    file = open_csv("a.csv", b"sep=;\r\n" + write_8(ROWS, delimiter=";"))
    assert file.headers == HEADER and [(row.line, row.cells[0]) for row in file.rows()] == [(3, "ACC1"), (5, "ACC2")]


def test_6_saved_again_with_lf():
    rows = [HEADER, ["ACC1", 'un "mot" ici', "deux\nlignes"], ["ACC2", "Dupont", ""]]
    data = write_6(rows).replace(b"\r\n", b"\n")
    assert cells(data) == rows[1:]
    assert [row.line for row in open_csv("a.csv", data).rows()] == [2, 4]


def test_a_workbook_is_read_as_its_csv():
    day = datetime(2026, 2, 13, 10, 30)
    data = write_xlsx([HEADER, ["ACC1", 73282932000074, day], [None, None, None], ["ACC2", 1200.5, date(2026, 2, 1)]])
    (file,) = read_sources([("Comptes.xlsx", data)])
    assert file.headers == HEADER
    assert [(row.line, row.cells) for row in file.rows()] == [
        (2, ["ACC1", "73282932000074", "2026-02-13 10:30:00"]), (4, ["ACC2", "1200.5", "2026-02-01"])
    ]  # fmt: skip
    assert [file.headers for file in read_sources([("a.zip", zipped({"Comptes.xlsx": data}))])] == [HEADER]


def test_numbers_of_a_workbook_are_what_it_shows():
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(["ACC1", 0.2, 0.1 + 0.2])
    book.active.append(["ACC2", 0.055, 1e-17])
    book.active["B2"].number_format, book.active["B3"].number_format = "0%", "0.00%"
    (file,) = read_sources([("a.xlsx", saved(book))])
    assert [row.cells for row in file.rows()] == [["ACC1", "20", "0.3"], ["ACC2", "5.5", "0"]]


def test_a_sheet_that_is_no_export_stops_no_other():
    book = openpyxl.Workbook()
    book.active.append(["Lisez-moi"])
    book.create_sheet("Comptes").append(HEADER)
    problem, file = read_sources([("a.xlsx", saved(book))])
    assert problem.code == "no_header" and file.headers == HEADER


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_what_is_no_export_is_said():
    found = [
        *read_sources([("a.xls", b"\xd0\xcf\x11\xe0")]),
        *read_sources([("a.zip", zipped({"photo.png": b"x"}))]),
        *read_sources([("a.xlsx", zipped({"xl/workbook.xml": b"<x/>"}))]),
    ]
    assert [problem.code for problem in found] == ["not_csv", "no_csv", "bad_xlsx"]
    assert found[1].values == {"found": "photo.png"}


def test_an_empty_file_and_one_that_is_no_csv():
    assert problem(b"") == "empty"
    assert problem(b"\n \n") == "empty"
    assert problem(b"hello\n") == "no_header"


def test_a_row_of_6_that_cannot_be_split_for_sure_is_refused_alone():
    data = write_6([HEADER, ["ACC1", 'du "pain","du vin"', ""], ["ACC2", 'un "mot" là', ""]])
    errors = [row.error for row in open_csv("a.csv", data).rows()]
    assert errors == ["cell_count", ""]


def test_a_cell_of_ten_megabytes_refuses_its_row_alone():
    data = write_8([HEADER, ["ACC1", "x" * 10_000_000, ""], ["ACC2", "y", ""]])
    assert [row.error for row in open_csv("a.csv", data).rows()] == ["cell_too_long", ""]


def test_formulas_are_only_text():
    assert cells(write_8([HEADER, ["ACC1", "=cmd|' /C calc'!A0", ""]]))[0][1] == "=cmd|' /C calc'!A0"


def test_a_zip_is_read_and_its_paths_are_only_names():
    archive = zipped({"../../etc/passwd.csv": write_8(ROWS), "c:\\x\\b.csv": write_8(ROWS), "photo.png": b"x"})
    names = [file.name for file in read_sources([("export.zip", archive)])]
    assert names == ["passwd.csv", "b.csv"]


def test_a_zip_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_PACKING", 10)
    (found,) = read_sources([("bomb.zip", zipped({"a.csv": b"0" * 3 * 2**20}))])
    assert isinstance(found, FileProblem) and found.code == "zip_bomb"


def test_a_real_zip_bomb_is_refused_and_not_unpacked():
    archive = zipped({"Accounts.csv": b"0" * 64 * 2**20})
    assert len(archive) < 2**17
    (found,) = read_sources([("bomb.zip", archive)])
    assert isinstance(found, FileProblem) and found.code == "zip_bomb"


def test_a_zip_in_a_zip_is_not_opened():
    inner = zipped({"Accounts.csv": write_8(ROWS)})
    assert [file.name for file in read_sources([("a.zip", zipped({"b.zip": inner, "c.csv": write_8(ROWS)}))])] == [
        "c.csv"
    ]


def test_too_many_files_are_refused():
    found = list(read_sources([("many.zip", zipped({f"{n}.csv": write_8(ROWS) for n in range(reader.MAX_FILES + 1)}))]))
    assert [file.code for file in found] == ["too_many_files"]


def test_a_zip_that_lies_about_its_sizes_is_refused():
    archive = bytearray(zipped({"a.csv": write_8(ROWS)}))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        start = opened.start_dir
    archive[start + 24 : start + 28] = (5).to_bytes(4, "little")
    found = list(read_sources([("lie.zip", bytes(archive))]))
    assert all(isinstance(file, FileProblem) for file in found)


def test_a_broken_zip_does_not_stop_the_others():
    broken, whole = read_sources([("a.zip", b"PK\x03\x04nonsense"), ("b.csv", write_8(ROWS))])
    assert broken.code == "bad_zip" and whole.headers == HEADER


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_bytes_come_they_are_read_or_refused(data):
    for file in read_sources([("any.csv", data), ("any.zip", b"PK\x03\x04" + data)]):
        if not isinstance(file, FileProblem):
            assert all(row.error or len(row.cells) == len(file.headers) for row in file.rows())


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\ufeff"), max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=6), st.sampled_from([write_7, write_8]))
def test_whatever_is_written_by_7_and_8_is_read_back(rows, write):
    rows = [[f"K{i}", *row[1:]] for i, row in enumerate(rows)]
    assert cells(write([HEADER, *rows])) == rows


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=6))
def test_whatever_is_written_by_6_is_read_back_or_its_row_refused(rows):
    rows = [[f"K{i}", *row] for i, row in enumerate(rows)]
    rows.append(["K", 'a "quoted" word', ""])  # makes it a file that only 6.x writes
    read = list(open_csv("a.csv", write_6([HEADER, *rows])).rows())
    for row, expected in zip(read, rows, strict=True):
        joined = '","'.join(cell.strip('"') for cell in expected)
        assert row.error or '","'.join(row.cells) == joined


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200))
def test_a_file_cut_anywhere_is_never_read_as_whole_rows_that_differ(size):
    whole = write_8(ROWS)
    try:
        got = cells(whole[:size])
    except FileProblem:
        return
    assert got == ROWS[1 : 1 + len(got)] or any(row.error for row in open_csv("a.csv", whole[:size]).rows())
