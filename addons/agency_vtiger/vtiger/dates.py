"""Dates of vtiger: in the order the exporting user chose, found out across all files."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

# Order of a date -> positions of year, month and day.
ORDERS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
# vtiger writes years in full; a spreadsheet may have cut them: none of its records is of the next century.
CENTURY_ENDS = 49
_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})", re.ASCII)
# What vtiger shows of a date that is none, in each order.
_ZEROS = re.compile(r"0{1,4}[-/.]0{1,2}[-/.]0{1,4}([ T]0{1,2}:00(:00)?)?")
# `14:30:00`, `02:30 PM`, `14h30`.
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:h](\d{2})?)?(?::(\d{2})(?:\.\d+)?)?\s*(?:([ap])\.?\s?m\.?)?", re.ASCII | re.IGNORECASE
)
NOON = 12


def is_no_date(text: str) -> bool:
    """Whether the text is a date of zeros, which says that there is none."""
    return bool(_ZEROS.fullmatch(text.strip()))


@lru_cache(maxsize=65536)
def parse_date(text: str, order: str) -> date | None:
    """The date, None when the text is none in this order. Zeros (`0000-00-00`) are no date either.

    One that begins with its year is read so whatever the order.
    """
    parts = _DATE.fullmatch(re.split(r"[ T]", text.strip())[0])
    if not parts:
        return None
    if len(parts[1]) == 4:
        order = "ymd"
    year, month, day = (parts[place + 1] for place in ORDERS[order])
    if len(year) == 2 and order != "ymd":
        year = ("20" if int(year) <= CENTURY_ENDS else "19") + year
    if len(year) != 4:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_moment(text: str, order: str, zone: str) -> datetime | None:
    """The moment, in UTC and naive as Odoo keeps them; `zone` is the clock that the export shows."""
    day = parse_date(text, order)
    if day is None:
        return None
    clock = _parse_clock(*re.split(r"[\sT]+", text.strip(), maxsplit=1)[1:])
    if clock is None:
        return None
    try:
        moment = datetime(day.year, day.month, day.day, *clock, tzinfo=ZoneInfo(zone))
        return moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _parse_clock(text: str = "12:00:00") -> tuple[int, int, int] | None:
    """Hour, minute and second; None when the text is no time of the day. Twelve hours have their half behind them."""
    parts = _CLOCK.fullmatch(text.strip())
    if not parts:
        return None
    hour, minute, second = (int(part or 0) for part in parts.groups()[:3])
    if half := parts[4]:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if half.lower() == "p" else 0)
    return hour, minute, second


def find_orders(texts: Iterable[str]) -> list[str]:
    """The orders in which most of these texts are dates, best first; two of one merit are both given.

    One order: it is sure. Two: the user has to say. None: there is no date at all.
    """
    distinct = {text for text in texts if text.strip() and not is_no_date(text)}
    begin_with_year = {text for text in distinct if parse_date(text, "ymd")}
    score = {order: sum(parse_date(text, order) is not None for text in distinct - begin_with_year) for order in ORDERS}
    best = max(score.values())
    if best:
        # Those that begin with their year are read whatever the order: they say nothing of the others.
        return [order for order, count in score.items() if count == best]
    return ["ymd"] if begin_with_year else []
