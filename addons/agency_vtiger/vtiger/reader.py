"""Reads vtiger's CSV exports, of 6.x, 7.x and 8.x, and what became of them in a spreadsheet.

Nothing of a file is ever executed, or written to the disk: files of a ZIP are read in memory, under limits, and their
paths are only words. A file that is cut, or can't be read for sure, is refused as a whole with its reason.
"""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .problems import FileProblem

MAX_FILES = 100
MAX_FILE_BYTES = 512 * 2**20
MAX_TOTAL_BYTES = 1024 * 2**20
# CSV packs ten to twenty times; a bomb, a thousand times.
MAX_PACKING = 200
MAX_CELL = 1_000_000
MAX_COLUMNS = 1_000
# The csv module's own limit is for the whole process: wide enough for our message to come instead of its error.
csv.field_size_limit(max(csv.field_size_limit(), 64 * 2**20))

CHUNK = 2**20


@dataclass(slots=True)
class Row:
    """One row: `line` is where it begins in the file, `error` says why it can't be used."""

    line: int
    cells: list[str]
    error: str = ""


@dataclass(slots=True)
class CsvFile:
    """A CSV file, its way of writing found out. `rows()` reads it anew at each call."""

    name: str
    data: bytes
    encoding: str = ""
    delimiter: str = ","
    # 8 (and 7.4, spreadsheets): quotes doubled. 6: not, all cells quoted, rows end in CRLF.
    syntax: int = 8
    headers: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """The rows under the header; those that can't be used carry their error.

        :raise FileProblem: if the file is cut
        """
        rows = self._rows_6() if self.syntax == 6 else self._rows_8()
        width = len(self.headers)
        next(rows, None)
        for row in rows:
            if not any(row.cells):
                continue
            if len(row.cells) != width:
                row.error = "cell_count"
            elif any(len(cell) > MAX_CELL for cell in row.cells):
                row.error = "cell_too_long"
            else:
                row.cells = [cell.replace("\x00", "") for cell in row.cells]
            yield row

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")

    def _rows_8(self) -> Iterator[Row]:
        text = self._text()
        line, above = 1, 0
        try:
            # The header of 7.4 has a space after its commas, its rows have none.
            header = csv.reader(text, delimiter=self.delimiter, strict=True, skipinitialspace=True)
            for cells in header:
                yield Row(line, cells)
                break
            above = header.line_num
            line = above + 1
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            for cells in reader:
                yield Row(line, cells)
                line = above + reader.line_num + 1
        except csv.Error as error:
            raise FileProblem("unbalanced_quote", self.name, line=line) from error

    def _rows_6(self) -> Iterator[Row]:
        """Rows end in CRLF, cells in `","`: quotes inside a cell are left as they were typed."""
        line, separator = 1, f'"{self.delimiter}"'
        for text in _split(self._text(), "\r\n"):
            if text:
                if len(text) < 2 or text[0] != '"' or text[-1] != '"':
                    yield Row(line, [text], "cell_count")
                else:
                    header = f'"{self.delimiter} "' if line == 1 else separator
                    yield Row(line, text[1:-1].split(header))
            line += 1 + text.count("\n")


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
            yield open_csv(name, data)
        except FileProblem as problem:
            yield problem


def open_csv(name: str, data: bytes) -> CsvFile:
    """Find out how a file is written, and check that it is whole.

    :raise FileProblem: if it is empty, cut, no text, or has no header
    """
    file = CsvFile(name, data)
    if not data.strip():
        raise FileProblem("empty", name)
    file.encoding = _find_encoding(name, data)
    head = _first_line(file)
    file.delimiter = _find_delimiter(head)
    if not _ends_in_line_break(file):
        raise FileProblem("cut", name)
    if _is_legacy_header(head, file.delimiter) and not _reads_as_csv(file):
        file.syntax = 6
    header = next(file._rows_6() if file.syntax == 6 else file._rows_8(), None)
    file.headers = [_clean_header(cell) for cell in header.cells] if header else []
    if len(file.headers) < 2 or len(file.headers) > MAX_COLUMNS or not any(file.headers):
        raise FileProblem("no_header", name)
    for _row in file.rows():  # a cut at the very end is found before anything is imported
        pass
    return file


def _contents(
    sources: Iterable[Path | tuple[str, bytes]], but: Path | None
) -> Iterator[tuple[str, bytes | FileProblem]]:
    for source in sources:
        if isinstance(source, tuple):
            yield from _unpack(_base_name(source[0]), source[1])
            continue
        for path in sorted(source.iterdir()) if source.is_dir() else [source]:
            if path.suffix.lower() not in (".csv", ".zip") or not path.is_file() or _is_same(path, but):
                continue
            if path.stat().st_size > MAX_FILE_BYTES:
                yield path.name, FileProblem("too_big", path.name, max=MAX_FILE_BYTES // 2**20)
            else:
                yield from _unpack(path.name, path.read_bytes())


def _is_same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _unpack(name: str, data: bytes) -> Iterator[tuple[str, bytes | FileProblem]]:
    if not data.startswith(b"PK\x03\x04") and not data.startswith(b"PK\x05\x06"):
        yield name, data if len(data) <= MAX_FILE_BYTES else FileProblem("too_big", name, max=MAX_FILE_BYTES // 2**20)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if _is_csv_member(info)]
            if len(members) > MAX_FILES:
                yield name, FileProblem("too_many_files", name, max=MAX_FILES)
                return
            budget = min(MAX_TOTAL_BYTES, max(2**20, len(data) * MAX_PACKING))
            for info in members:
                inner = _base_name(info.filename)
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
    path = PurePosixPath(info.filename.replace("\\", "/"))
    return not info.is_dir() and path.suffix.lower() == ".csv" and "__MACOSX" not in path.parts


def _read_at_most(stream: BinaryIO, limit: int) -> bytes | None:
    content = stream.read(limit + 1)
    return None if len(content) > limit else content


def _base_name(name: str) -> str:
    """The last part of a path, from any system, without what a terminal or a page could take for more than text."""
    base = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in base if char.isprintable())[:120] or "?"


def _find_encoding(name: str, data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif data[1:400:2].count(0) > len(data[1:400:2]) // 2:
        candidates = ["utf-16-le"]
    elif data[0:400:2].count(0) > len(data[0:400:2]) // 2:
        candidates = ["utf-16-be"]
    else:
        candidates = ["utf-8", "cp1252"]
    for encoding in candidates:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(data), CHUNK):
                decoder.decode(data[start : start + CHUNK])
            decoder.decode(b"", final=True)
        except UnicodeError:
            continue
        return encoding
    raise FileProblem("encoding", name)


def _first_line(file: CsvFile) -> str:
    return file._text().readline(CHUNK)


def _find_delimiter(head: str) -> str:
    bare = re.sub(r'"[^"]*"', "", head)
    return max((",", ";", "\t"), key=bare.count)


def _is_legacy_header(head: str, delimiter: str) -> bool:
    return head.startswith('"') and head.endswith('"\r\n') and (f'"{delimiter} "' in head or head.count('"') == 2)


def _reads_as_csv(file: CsvFile) -> bool:
    """Whether all rows are standard CSV of the header's width: 7.4 is, 6.x only when no cell holds a quote."""
    try:
        rows = file._rows_8()
        width = len(next(rows).cells)
        return all(len(row.cells) in (0, width) for row in rows)
    except FileProblem:
        return False


def _ends_in_line_break(file: CsvFile) -> bool:
    tail = file.data[-4:].decode("latin-1")
    return tail.rstrip("\x00")[-1:] in ("\n", "\r")


def _clean_header(text: str) -> str:
    return " ".join(text.replace("\x00", "").replace("\ufeff", "").split())


def _split(stream: io.TextIOWrapper, separator: str) -> Iterator[str]:
    rest = ""
    while chunk := stream.read(CHUNK):
        *parts, rest = (rest + chunk).split(separator)
        yield from parts
    if rest:
        yield rest
