"""Dates of vtiger: in the order the exporting user chose, found out across all files."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

# Order of a date -> positions of year, month and day.
ORDERS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}


@lru_cache(maxsize=65536)
def parse_date(text: str, order: str) -> date | None:
    """The date, None when the text is none in this order. Zeros (`0000-00-00`) are no date either."""
    parts = text.strip().split(" ")[0].replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month, day = (parts[place] for place in ORDERS[order])
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
    clock = text.strip().split(" ")[1:2] or ["12:00:00"]
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
    score = {order: sum(parse_date(text, order) is not None for text in distinct) for order in ORDERS}
    best = max(score.values())
    return [order for order, count in score.items() if best and count == best]
