"""Sheets of an Excel workbook, as the rows of a CSV file: what a spreadsheet made of an export of vtiger."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl import load_workbook

from .problems import FileProblem
from .rows import Row

# XML packs a hundred times at most; a bomb, a thousand.
MAX_PACKING = 200
MAX_ROWS = 1_000_000


@dataclass(slots=True)
class Sheet:
    """A sheet with a header, read as text."""

    name: str
    headers: list[str]
    table: list[Row] = field(default_factory=list)


def is_workbook(archive: zipfile.ZipFile) -> bool:
    return "xl/workbook.xml" in archive.namelist()


def read_sheets(name: str, data: bytes, max_bytes: int) -> Iterator[Sheet]:
    """The sheets that hold something.

    :raise FileProblem: when the workbook is damaged, or more than `max_bytes` unpacked
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            budget = min(max_bytes, max(2**22, len(data) * MAX_PACKING))
            if sum(info.file_size for info in archive.infolist()) > budget:
                raise FileProblem("zip_bomb", name, max=budget // 2**20)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except FileProblem:
        raise
    except Exception as error:  # whatever a damaged workbook makes openpyxl raise
        raise FileProblem("bad_xlsx", name) from error
    for sheet in book.worksheets:
        try:
            found = _read_sheet(name if len(book.worksheets) == 1 else f"{name}: {sheet.title}", sheet)
        except Exception as error:
            raise FileProblem("bad_xlsx", name) from error
        if found:
            yield found


def _read_sheet(name: str, sheet) -> Sheet | None:
    rows = ((line, [_text(cell) for cell in cells]) for line, cells in enumerate(sheet.iter_rows(values_only=True), 1))
    filled = ((line, cells) for line, cells in rows if line <= MAX_ROWS and any(cells))
    head = next(filled, None)
    if head is None:
        return None
    headers = head[1]
    while headers and not headers[-1].strip():
        headers.pop()
    width = len(headers)
    table = [Row(line, (cells + [""] * width)[:width]) for line, cells in filled]
    return Sheet(name, headers, table)


def _text(value: object) -> str:
    """A cell as vtiger would have written it; dates year first, which no order of dates changes."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case datetime():
            return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
        case date() | time():
            return value.isoformat()
        case float():
            return format(Decimal(repr(value)).normalize(), "f")
    return str(value)
