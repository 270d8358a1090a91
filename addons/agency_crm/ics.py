"""A calendar as RFC 5545 writes it. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Event:
    """What stands in a calendar: on a whole day, or from a moment (UTC) to another."""

    uid: str
    start: date | datetime
    title: str
    end: date | datetime | None = None
    details: str = ""
    place: str = ""


def write_calendar(name: str, events: Iterable[Event], now: datetime) -> bytes:
    """Return the file of a calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Agency CRM//FR",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
    ]
    for event in events:
        lines += _write_event(event, now)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _write_event(event: Event, now: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}",
        f"DTSTAMP:{_write_moment(now)}",
        f"SUMMARY:{escape(event.title)}",
    ]
    if isinstance(event.start, datetime):
        lines.append(f"DTSTART:{_write_moment(event.start)}")
        if isinstance(event.end, datetime):
            lines.append(f"DTEND:{_write_moment(event.end)}")
    else:
        # The end of whole days is the day after.
        end = (event.end or event.start) + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}", "TRANSP:TRANSPARENT"]
    lines += [
        f"{key}:{escape(text)}" for key, text in (("DESCRIPTION", event.details), ("LOCATION", event.place)) if text
    ]
    return [*lines, "END:VEVENT"]


def _write_moment(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """Return text as a value: no line of it begins another property."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def fold(line: str) -> bytes:
    """Return a line in pieces of 75 bytes at most, none within a character."""
    pieces, piece = [], b""
    for char in line:
        encoded = char.encode()
        if len(piece) + len(encoded) > 74:
            pieces.append(piece)
            piece = b""
        piece += encoded
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
