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
    clock = re.split(r"[ T]", text.strip())[1:2] or ["12:00:00"]
    try:
        hour, minute, second = ([int(part) for part in clock[0].split(":")] + [0, 0])[:3]
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(zone))
        return moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def find_orders(texts: Iterable[str]) -> list[str]:
    """The orders in which most of these texts are dates, best first; two of one merit are both given.

    One order: it is sure. Two: the user has to say. None: there is no date at all.
    """
    distinct = {text for text in texts if text.strip()}
    begin_with_year = {text for text in distinct if parse_date(text, "ymd")}
    score = {order: sum(parse_date(text, order) is not None for text in distinct - begin_with_year) for order in ORDERS}
    score["ymd"] += len(begin_with_year)
    best = max(score.values())
    return [order for order, count in score.items() if best and count == best]
