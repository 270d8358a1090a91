"""Reads vtiger's CSV exports, of 6.x, 7.x and 8.x, and what became of them in a spreadsheet.

Nothing of a file is ever executed, or written to the disk: files of a ZIP are read in memory, under limits, and their
paths are only words. A file that is cut, or can't be read for sure, is refused as a whole with its reason.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .encodings import decode
from .problems import FileProblem
from .rows import CHUNK, Row, bare_quote_rows, escaped_rows, standard_rows
from .storage import is_stored, member_path
from .xlsx import Sheet, is_workbook, read_sheets

MAX_FILES = 100
MAX_FILE_BYTES = 512 * 2**20
MAX_TOTAL_BYTES = 1024 * 2**20
# CSV packs ten to twenty times; a bomb, a thousand times.
MAX_PACKING = 200
MAX_CELL = 1_000_000
MAX_COLUMNS = 1_000
# So many rows that end in an empty cell tell that the last one does too.
MIN_ROWS_ALIKE = 3
# The csv module's own limit is for the whole process: wide enough for our message to come instead of its error.
csv.field_size_limit(max(csv.field_size_limit(), 64 * 2**20))

READ = (".csv", ".txt", ".xlsx", ".zip")
# What people give instead of an export: said, not taken for text.
OTHERS = (".xls", ".ods", ".pdf", ".doc", ".docx", ".odt", ".rar", ".7z", ".gz", ".sql", ".json", ".xml", ".html")


@dataclass(slots=True)
class CsvFile:
    """A CSV file, or a sheet of a workbook, its way of writing found out. `rows()` reads it anew at each call."""

    name: str
    data: bytes
    encoding: str = ""
    # What it was read as, where its accents are to be looked at.
    read_as: str = ""
    delimiter: str = ","
    # 8 (and 7.4, spreadsheets): quotes doubled. 6: not, all cells quoted, rows end in CRLF.
    syntax: int = 8
    headers: list[str] = field(default_factory=list)
    line_break: str = "\r\n"
    # A first line `sep=;` is for spreadsheets alone.
    has_separator_line: bool = False
    # A text holds `\"`, which PHP leaves as it is.
    has_escapes: bool = False
    # Line of the last row, when nothing ends it: it may have been cut.
    open_line: int = 0
    # Whether what follows that row's last sign may be missing: it is refused.
    is_open_row_unsure: bool = False
    sheet: Sheet | None = None

    def rows(self) -> Iterator[Row]:
        """The rows under the header; those that can't be used carry their error.

        :raise FileProblem: if the file is cut
        """
        width = len(self.headers)
        rows = self.sheet.table if self.sheet else self._rows()
        rows = iter(rows)
        if not self.sheet:
            next(rows, None)
        for row in rows:
            if not any(row.cells):
                continue
            while self.syntax != 6 and len(row.cells) > width and not row.cells[-1].strip():
                row.cells.pop()
            if len(row.cells) != width:
                row.error = "cell_count"
            elif any(len(cell) > MAX_CELL for cell in row.cells):
                row.error = "cell_too_long"
            elif self.is_open_row_unsure and row.line == self.open_line:
                row.error = "open_row"
            else:
                row.cells = [cell.replace("\x00", "") for cell in row.cells]
            yield row

    def _text(self) -> io.TextIOWrapper:
        text = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")
        if self.has_separator_line:
            text.readline()
        return text

    def _rows(self) -> Iterator[Row]:
        """All rows, the header's too, numbered as in the file."""
        text = self._text()
        if self.syntax == 6:
            rows = bare_quote_rows(text, self.delimiter, self.line_break)
        elif self.has_escapes and self.headers:
            rows = escaped_rows(text, self.delimiter, len(self.headers))
        else:
            rows = standard_rows(text, self.delimiter)
        try:
            for row in rows:
                row.line += self.has_separator_line
                yield row
        except csv.Error as error:
            line = getattr(error, "line", 1) + self.has_separator_line
            raise FileProblem("unbalanced_quote", self.name, line=line) from error


def read_sources(
    sources: Iterable[Path | tuple[str, bytes]], but: Path | None = None
) -> Iterator[CsvFile | FileProblem]:
    """The CSV files of folders, files and ZIP archives, each one opened or with its problem.

    A source is a path, or the name and the content of a file that was uploaded; `but` is the file of a folder that is
    none, the report of an import before.
    """
    files = total = 0
    for name, data in _contents(sources, but):
        if isinstance(data, FileProblem):
            yield data
            continue
        files, total = files + 1, total + len(data)
        if files > MAX_FILES:
            yield FileProblem("too_many_files", name, max=MAX_FILES)
            return
        if total > MAX_TOTAL_BYTES:
            yield FileProblem("too_big", name, max=MAX_TOTAL_BYTES // 2**20)
            return
        try:
            yield from _open(name, data)
        except FileProblem as problem:
            yield problem


def _open(name: str, data: bytes) -> Iterator[CsvFile | FileProblem]:
    if not _is_archive(data):
        yield open_csv(name, data)
        return
    for sheet in read_sheets(name, data, MAX_FILE_BYTES):
        headers = [_clean_header(cell) for cell in sheet.headers]
        if len(headers) < 2 or len(headers) > MAX_COLUMNS:
            yield FileProblem("no_header", sheet.name)
        else:
            yield CsvFile(sheet.name, b"", headers=headers, sheet=sheet)


def open_csv(name: str, data: bytes) -> CsvFile:
    """Find out how a file is written, and check that it is whole.

    :raise FileProblem: if it is empty, cut, no text, or has no header
    """
    if not data.strip():
        raise FileProblem("empty", name)
    data, encoding, read_as = decode(name, data)
    file = CsvFile(name, data, encoding, read_as)
    head = _first_line(file)
    if found := re.fullmatch(r'"?sep=(.)"?\s*', head):
        file.has_separator_line, file.delimiter = True, found[1]
        head = _first_line(file)
    else:
        file.delimiter = _find_delimiter(head)
    file.line_break = "\r\n" if head.endswith("\r\n") else "\n"
    if _is_legacy_header(head, file.delimiter) and not _reads_as_csv(file):
        file.syntax = 6
    header = next(file._rows(), None)
    file.headers = [_clean_header(cell) for cell in header.cells] if header else []
    while file.headers and not file.headers[-1]:
        file.headers.pop()
    is_ended = _ends_in_line_break(file)
    if is_ended and (len(file.headers) < 2 or len(file.headers) > MAX_COLUMNS):
        raise FileProblem("no_header", name)
    if file.syntax == 8 and '\\"'.encode(file.encoding.removesuffix("-sig")) in data and not _reads_as_csv(file):
        file.has_escapes = True
    _check_end(file, is_ended)
    return file


def _check_end(file: CsvFile, is_ended: bool) -> None:
    """A cut at the very end is found before anything is imported; a last row that is whole only wants its line break.

    Its last cell, when it is empty, may have been cut off, unless that of all others is empty too.

    :raise FileProblem: if it was cut
    """
    last, count, is_filled = None, 0, False
    try:
        for row in file.rows():
            is_filled = is_filled or bool(last and last.cells[-1])
            last, count = row, count + 1
    except FileProblem as problem:
        raise problem if is_ended else FileProblem("cut", file.name) from problem
    if is_ended:
        return
    if last is None or last.error or len(file.headers) < 2 or _is_half_address(last.cells[-1]):
        raise FileProblem("cut", file.name)
    file.open_line = last.line
    file.is_open_row_unsure = not last.cells[-1] and (is_filled or count < MIN_ROWS_ALIKE)


def _is_half_address(text: str) -> bool:
    """`marie@exam` is no mail address yet, nor is `http://www.ex` one of a site."""
    return bool(re.search(r"@[^.\s]*$|://[^.\s]*$", text))


def _contents(
    sources: Iterable[Path | tuple[str, bytes]], but: Path | None
) -> Iterator[tuple[str, bytes | FileProblem]]:
    for source in sources:
        if isinstance(source, tuple):
            yield from _unpack(_base_name(source[0]), source[1])
            continue
        for path in sorted(source.iterdir()) if source.is_dir() else [source]:
            is_named = path == source and path.is_file()
            if not is_named and (path.suffix.lower() not in READ or not path.is_file()) or _is_same(path, but):
                continue
            if path.stat().st_size > MAX_FILE_BYTES:
                yield path.name, FileProblem("too_big", path.name, max=MAX_FILE_BYTES // 2**20)
            else:
                yield from _unpack(path.name, path.read_bytes())


def _is_same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _is_archive(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _unpack(name: str, data: bytes) -> Iterator[tuple[str, bytes | FileProblem]]:
    if not _is_archive(data):
        if (suffix := PurePosixPath(name).suffix.lower()) in OTHERS:
            yield name, FileProblem("not_csv", name, suffix=suffix)
            return
        yield name, data if len(data) <= MAX_FILE_BYTES else FileProblem("too_big", name, max=MAX_FILE_BYTES // 2**20)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if is_workbook(archive):
                yield name, data
                return
            members = [info for info in archive.infolist() if _is_csv_member(info)]
            if not members:
                found = ", ".join(
                    _base_name(str(member_path(info))) for info in archive.infolist()[:5] if not info.is_dir()
                )
                yield name, FileProblem("no_csv", name, found=found or "-")
                return
            if len(members) > MAX_FILES:
                yield name, FileProblem("too_many_files", name, max=MAX_FILES)
                return
            budget = min(MAX_TOTAL_BYTES, max(2**20, len(data) * MAX_PACKING))
            for info in members:
                inner = _base_name(str(member_path(info)))
                with archive.open(info) as member:
                    # What the archive says of sizes may be a lie: count what comes out.
                    content = _read_at_most(member, min(budget, MAX_FILE_BYTES))
                if content is None:
                    yield inner, FileProblem("zip_bomb", inner, max=budget // 2**20)
                    return
                budget -= len(content)
                yield inner, content
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        yield name, FileProblem("bad_zip", name)


def _is_csv_member(info: zipfile.ZipInfo) -> bool:
    path = member_path(info)
    is_export = path.suffix.lower() in (".csv", ".xlsx") and not is_stored(path)
    return is_export and not info.is_dir() and "__MACOSX" not in path.parts


def _read_at_most(stream: BinaryIO, limit: int) -> bytes | None:
    content = stream.read(limit + 1)
    return None if len(content) > limit else content


def _base_name(name: str) -> str:
    """The last part of a path, from any system, without what a terminal or a page could take for more than text."""
    base = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in base if char.isprintable())[:120] or "?"


def _first_line(file: CsvFile) -> str:
    return file._text().readline(CHUNK)


def _find_delimiter(head: str) -> str:
    bare = re.sub(r'"[^"]*"', "", head)
    return max((",", ";", "\t", "|"), key=bare.count)


def _is_legacy_header(head: str, delimiter: str) -> bool:
    return (
        head.startswith('"')
        and head.rstrip("\r\n").endswith('"')
        and head[-1:] == "\n"
        and (f'"{delimiter} "' in head or head.count('"') == 2)
    )


def _reads_as_csv(file: CsvFile) -> bool:
    """Whether all rows are standard CSV of the header's width: 7.4 is, 6.x only when no cell holds a quote."""
    try:
        rows = file._rows()
        width = len(next(rows).cells)
        return all(len(row.cells) in (0, width) for row in rows)
    except FileProblem:
        return False


def _ends_in_line_break(file: CsvFile) -> bool:
    tail = file.data[-4:].decode("latin-1")
    return tail.rstrip("\x00")[-1:] in ("\n", "\r")


def _clean_header(text: str) -> str:
    return " ".join(text.replace("\x00", "").replace("\ufeff", "").split())
