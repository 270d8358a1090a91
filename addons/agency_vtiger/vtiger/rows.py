"""The ways in which vtiger, and spreadsheets after it, write rows (FORMAT.md 1.1): text to cells."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

CHUNK = 2**20
# Places in one row where `\"` may end a cell or be part of it: more is no row that can be told for sure.
MAX_UNSURE = 12


@dataclass(slots=True)
class Row:
    """One row: `line` is where it begins in the file, `error` says why it can't be used."""

    line: int
    cells: list[str]
    error: str = ""


def standard_rows(text: io.TextIOBase, delimiter: str) -> Iterator[Row]:
    """8.2, 7.4 and spreadsheets: quotes doubled.

    :raise csv.Error: where quotes are not closed; its `line` is where the row begins
    """
    line, above = 1, 0
    try:
        # The header of 7.4 has a space after its commas, its rows have none.
        header = csv.reader(text, delimiter=delimiter, strict=True, skipinitialspace=True)
        for cells in header:
            yield Row(line, cells)
            break
        above = header.line_num
        line = above + 1
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        for cells in reader:
            yield Row(line, cells)
            line = above + reader.line_num + 1
    except csv.Error as error:
        error.line = line  # type: ignore[attr-defined]
        raise


def bare_quote_rows(text: io.TextIOBase, delimiter: str, line_break: str) -> Iterator[Row]:
    """6.x: all cells quoted and parted by `","`, quotes inside left as they were typed.

    Rows end in CRLF, which no cell holds; saved again with LF, where a quote ends one row and begins the next.
    """
    line = 1
    for part in _split(text, "\r\n") if line_break == "\r\n" else _split_by_quotes(text):
        if part:
            if len(part) < 2 or part[0] != '"' or part[-1] != '"':
                yield Row(line, [part], "cell_count")
            else:
                yield Row(line, part[1:-1].split(f'"{delimiter} "' if line == 1 else f'"{delimiter}"'))
        line += 1 + part.count("\n")


def escaped_rows(text: io.TextIOBase, delimiter: str, width: int) -> Iterator[Row]:
    """8.2 where a text holds `\\"`, which PHP does not double: rows that come to the header's width in one way."""
    whole = text.read()
    place, line = 0, 1
    while place < len(whole):
        found: list[tuple[list[str], int]] = []
        for way in _ways(whole, place, delimiter, width, MAX_UNSURE):
            if way not in found:
                found.append(way)
            if len(found) > 1:
                break
        if len(found) == 1:
            cells, end = found[0]
            yield Row(line, cells)
        else:
            end = whole.find("\n", place) + 1 or len(whole)
            yield Row(line, [whole[place:end].rstrip("\r\n")], "cell_count")
        line += whole.count("\n", place, end)
        place = end


def _ways(text: str, place: int, delimiter: str, width: int, unsure: int) -> Iterator[tuple[list[str], int]]:
    """The ways to read a row of this width from here: its cells, and where the next one begins."""
    if width < 1:
        return
    for cell, end, left in _cells(text, place, delimiter, unsure):
        after = text[end : end + 1]
        if after == delimiter:
            for cells, stop in _ways(text, end + 1, delimiter, width - 1, left):
                yield [cell, *cells], stop
        elif width == 1:
            yield [cell], end + (2 if text.startswith("\r\n", end) else 1)


def _cells(text: str, place: int, delimiter: str, unsure: int) -> Iterator[tuple[str, int, int]]:
    """The cells that may begin here, and where each ends."""
    if text[place : place + 1] != '"':
        end = min(i if (i := text.find(mark, place)) >= 0 else len(text) for mark in (delimiter, "\n", "\r\n"))
        yield text[place:end], end, unsure
        return
    cell, start = "", place + 1
    while (quote := text.find('"', start)) >= 0:
        cell += text[start:quote]
        after, is_escaped = text[quote + 1 : quote + 2], text[quote - 1] == "\\"
        if after in (delimiter, "\n", "\r", ""):
            if not is_escaped:
                yield cell, quote + 1, unsure
                return
            if not unsure:
                return
            unsure -= 1
            yield cell, quote + 1, unsure
        elif after != '"' and not is_escaped:
            return
        cell += '"'
        start = quote + (1 if is_escaped or after != '"' else 2)


def _split(stream: io.TextIOBase, separator: str) -> Iterator[str]:
    rest = ""
    while chunk := stream.read(CHUNK):
        *parts, rest = (rest + chunk).split(separator)
        yield from parts
    if rest:
        yield rest


def _split_by_quotes(stream: io.TextIOBase) -> Iterator[str]:
    previous: str | None = None
    for part in _split(stream, '"\n"'):
        if previous is not None:
            yield previous + '"'
        previous = part if previous is None else '"' + part
    if previous is not None:
        yield previous.rstrip("\n")
