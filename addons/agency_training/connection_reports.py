"""Connection reports of Teams, Zoom and Meet: who was connected, and for how many minutes (TRAINING T31)."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 10_000
# A day: more is no half-day.
MOST_MINUTES = 24 * 60

# What the columns are called, in English and in French.
NAME_RE = re.compile(r"^(full )?name\b|^participant|^nom( complet)?( \(|$)|^nom et prenom")
FIRST_RE = re.compile(r"^first name|^prenom")
LAST_RE = re.compile(r"^last name|^nom de famille")
EMAIL_RE = re.compile(r"mail|^courriel")
DURATION_RE = re.compile(r"duration|^duree|^time in (call|meeting)|^temps")
UNITS_RE = re.compile(r"(\d+)\s*(h|m|s)")
CLOCK_RE = re.compile(r"(\d+):(\d\d)(?::(\d\d))?")


class NotAReport(ValueError):
    """The file is no connection report that is known."""


@dataclass(frozen=True)
class Connection:
    """How long somebody was connected.

    :param names: the ways their name may be written, see `get_name_key`
    :param email: in lower case, or nothing
    :param seconds: of one connection
    """

    names: frozenset[str]
    email: str
    seconds: int


def get_name_key(text: str) -> str:
    """Return a name without accents, case, order of its words nor what is between brackets."""
    text = re.sub(r"\(.*?\)|\[.*?\]", " ", text or "")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(sorted(re.findall(r"[a-z0-9]+", plain)))


def parse_seconds(text: str, is_in_minutes: bool = True) -> int:
    """Return how long a duration is: « 1h 2m 3s », « 1 h 2 min », « 1:02:03 », « 62 »; 0 where it says nothing.

    :param is_in_minutes: what a bare number counts
    """
    text = (text or "").strip().lower()
    if match := CLOCK_RE.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    if units := UNITS_RE.findall(text):
        return sum(int(number) * {"h": 3600, "m": 60, "s": 1}[unit] for number, unit in units)
    number = re.fullmatch(r"(\d{1,6})(?:[.,]\d+)?", text)
    return int(number[1]) * (60 if is_in_minutes else 1) if number else 0


def decode(content: bytes) -> str:
    """Return the text of a file: Teams writes UTF-16, the others UTF-8, Excel what it likes.

    :raise NotAReport: if it is no text
    """
    if len(content) > MOST_BYTES:
        raise NotAReport
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotAReport


def read_connections(content: bytes) -> list[Connection]:
    """Return the connections that a report lists, one each; the same person may come several times.

    :raise NotAReport: if no line of the file says who and how long
    """
    lines = decode(content).splitlines()
    for number, line in enumerate(lines[:200]):
        delimiter = max("\t;,", key=line.count)
        columns = next(csv.reader([line], delimiter=delimiter), [])
        found = _find_columns(columns)
        if found:
            return list(_read_rows(lines[number + 1 : number + 1 + MOST_ROWS], delimiter, found, columns))
    raise NotAReport


def _find_columns(columns: list[str]) -> dict[str, int]:
    """Return where name, e-mail and duration are; nothing where these are no titles of columns."""
    places: dict[str, int] = {}
    for place, title in enumerate(columns):
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().strip().lower()
        for kind, pattern in (
            ("first", FIRST_RE),
            ("last", LAST_RE),
            ("name", NAME_RE),
            ("email", EMAIL_RE),
            ("duration", DURATION_RE),
        ):
            if pattern.search(plain):
                places.setdefault(kind, place)
                break
    is_named = "name" in places or "first" in places or "email" in places
    return places if is_named and "duration" in places else {}


def _read_rows(lines: list[str], delimiter: str, places: dict[str, int], columns: list[str]):
    is_in_minutes = "sec" not in columns[places["duration"]].lower()
    try:
        for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter):
            # The next part of a report of Teams begins after an empty line.
            if not any(row):
                return
            cells = {kind: row[place].strip() if place < len(row) else "" for kind, place in places.items()}
            seconds = parse_seconds(cells["duration"], is_in_minutes)
            whole = " ".join(filter(None, [cells.get("first"), cells.get("last")]))
            names = frozenset(filter(None, map(get_name_key, [cells.get("name", ""), whole])))
            if 0 < seconds <= MOST_MINUTES * 60 and (names or cells.get("email")):
                yield Connection(names, cells.get("email", "").lower(), seconds)
    except csv.Error as error:
        raise NotAReport from error
