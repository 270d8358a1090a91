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
# vtiger keeps eight; a spreadsheet has 0.30000000000000004.
DECIMALS = 10


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
    rows = ((line, [_text(cell) for cell in cells]) for line, cells in enumerate(sheet.iter_rows(), 1))
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


def _text(cell) -> str:
    """A cell as vtiger would have written it; dates year first, which no order of dates changes."""
    match cell.value:
        case None:
            return ""
        case bool(value):
            return "1" if value else "0"
        case datetime() as value:
            return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
        case date() | time() as value:
            return value.isoformat()
        case int() | float() as value if "%" in (cell.number_format or ""):
            # Shown as 20 %, kept as 0.2.
            return _decimal(Decimal(repr(value)) * 100)
        case float(value):
            return _decimal(Decimal(repr(value)))
    return str(cell.value)


def _decimal(number: Decimal) -> str:
    """A number without what the arithmetic of spreadsheets leaves far behind its point."""
    rounded = round(number, DECIMALS)
    return format(rounded.normalize() if rounded else Decimal(0), "f")
