"""From rows to records: recognises the module, groups the rows of a document, gathers what each record says."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from .binding import Source, recognize_headers
from .cells import ESSENTIAL, CellReader, is_nothing, key_shape
from .columns import GROUPED, HISTORY, IDENTITY_OF_HISTORY, Column, normalize
from .dates import find_orders, parse_date
from .labels import undo_entities
from .model import Record, Ref
from .numbers import MISSING, read_number
from .picklists import PICKLISTS
from .problems import Issue
from .reader import CsvFile, Row
from .settings import Settings
from .settle import settle
from .totals import Item, Sums, make_lines

__all__ = ["find_date_orders", "read_number", "read_rates", "read_records", "read_step", "recognize"]

INDIVIDUAL = ("individual", "individuel", "individuelle", "particulier", "ligne a ligne", "par ligne", "par article")
GROUP = ("group", "groupe", "groupee", "groupes", "groupees", "global", "globale")
# An hour behind a day; vtiger shows the first of the day for what has none.
_CLOCK = re.compile(r"[\sT](?!0?0:00(?::00)?$)\d")
# Rows of one number that differ in these are two documents.
IDENTITY = ("account", "contact", "subject")


def recognize(file: CsvFile, settings: Settings | None = None) -> Source:
    """Find the module, the language and the columns of a file.

    :raise FileProblem: if no module of vtiger has these columns, or a label may be two of them
    """
    settings = settings or Settings()
    source = settle(recognize_headers(file, settings), settings, read_records)
    texts = {re.split("[ T]", text)[0] for text in source.dates() if not is_nothing(text)}
    orders = find_orders(texts)
    if len(orders) == 1 and all(parse_date(text, orders[0]) for text in texts):
        source.date_order = orders[0]
    return source


def find_date_orders(sources: Iterable[Source]) -> list[str]:
    """The orders of dates that all these files agree with, see `dates.find_orders()`."""
    return find_orders({re.split("[ T]", text)[0] for source in sources for text in source.dates()})


def read_records(source: Source, settings: Settings, order: str) -> Iterator[Record | Issue]:
    """The records of a file, and an issue for each row that makes none.

    A record whose `issues` have one refused is not to be imported, whatever else it holds.
    """
    return _Mapper(source, settings, order).records()


class _Mapper:
    def __init__(self, source: Source, settings: Settings, order: str) -> None:
        self.source = source
        self.cells = CellReader(source, settings, order)
        self.module, self.name = source.module, source.file.name
        self.has_key = self.module not in HISTORY
        self.key_place = source.place("key") or 0
        self.item_places = {
            i
            for i, column in enumerate(source.columns)
            if column and (column.target.startswith(("item_", "rate_")) or column.target in ("tax_1", "tax_2", "tax_3"))
        }
        if self.module not in GROUPED:
            self.item_places = set()
        places = (source.place(target) for target in IDENTITY_OF_HISTORY.get(self.module, IDENTITY))
        self.identity_places = [place for place in places if place is not None]
        self.start_place, self.clock_place = source.place("start"), source.place("clock")
        self.shapes: Counter[str] | None = None

    def records(self) -> Iterator[Record | Issue]:
        if self.module in GROUPED:
            yield from self._documents()
        else:
            yield from self._single_rows()

    # === ROWS === #

    def _rows(self) -> Iterator[Row]:
        """The rows of the file; those whose last empty cells a spreadsheet trimmed have them back."""
        held: Row | None = None
        for row in self.source.file.rows():
            is_trimmed = self._is_trimmed(row)
            if held:
                if row.error and not is_trimmed:
                    held.error = "cell_count"  # what follows is its rest: it was broken, not trimmed
                yield held
                held = None
            if is_trimmed:
                row.error = ""
                row.cells += [""] * (len(self.source.columns) - len(row.cells))
                held = row
            else:
                yield row
        if held:
            yield held

    def _is_trimmed(self, row: Row) -> bool:
        """Whether a short row begins as the others do, with a number of their kind."""
        if (
            not self.has_key
            or row.error != "cell_count"
            or self.source.file.syntax == 6
            or not self.key_place < len(row.cells)
        ):
            return False
        if len(row.cells) > len(self.source.columns):
            return False
        if self.shapes is None:
            rows = self.source.file.rows()
            self.shapes = Counter(key_shape(r.cells[self.key_place]) for r in rows if self.key_place < len(r.cells))
            self.shapes.pop("", None)
        usual = self.shapes.most_common(1)
        return bool(usual) and key_shape(row.cells[self.key_place]) == usual[0][0]

    def _single_rows(self) -> Iterator[Record | Issue]:
        if not self.has_key:
            yield from self._history()
            return
        seen: dict[str, int] = {}
        for row in self._rows():
            if row.error:
                yield self._issue(row.error, row.line)
                continue
            key = row.cells[self.key_place].strip()
            if not key:
                yield self._issue("no_key", row.line)
            elif key in seen:
                yield self._issue("key_twice", row.line, record=key, first=seen[key])
            else:
                seen[key] = row.line
                yield self._record([row], key)

    def _history(self) -> Iterator[Record | Issue]:
        """Rows that have no number: what they are of and when they were made is theirs, whatever becomes of them."""
        wholes: set[str] = set()
        alike: Counter[str] = Counter()
        for row in self._rows():
            if row.error:
                yield self._issue(row.error, row.line)
                continue
            whole = _fingerprint([row])
            if whole in wholes:
                continue  # word for word the same
            wholes.add(whole)
            self._add_clock(row)
            identity = self._identity(row)
            key = _hash("\x1f".join(identity)) if all(identity) else whole
            alike[key] += 1
            record = self._record([row], key if alike[key] == 1 else f"{key}-{alike[key]}")
            record.raw = whole
            if self.start_place is not None and not _CLOCK.search(row.cells[self.start_place]):
                record.values["is_whole_day"] = True
            yield record

    def _add_clock(self, row: Row) -> None:
        """Some versions have the hour in a column of its own."""
        if self.start_place is None or self.clock_place is None:
            return
        day, clock = row.cells[self.start_place].strip(), row.cells[self.clock_place].strip()
        if clock and day and not re.search(r"[ T]", day):
            row.cells[self.start_place] = f"{day} {clock}"

    def _documents(self) -> Iterator[Record | Issue]:
        """Rows of one number and one customer are one document, wherever they stand; one bad row refuses it whole."""
        counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
        bad: list[Row] = []
        for row in self._rows():
            if row.error:
                bad.append(row)
            elif key := row.cells[self.key_place].strip():
                counts[key, self._identity(row)] += 1
        names = self._name_apart(counts)
        keys = {key for key, _identity in counts}
        spoiled: dict[str, Row] = {}
        for row in bad:
            yield self._issue(row.error, row.line)
            spoiled |= {cell.strip(): row for cell in row.cells if cell.strip() in keys}
        waiting: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
        for row in self._rows():
            if row.error:
                continue
            key = row.cells[self.key_place].strip()
            if not key:
                yield self._issue("no_key", row.line)
                continue
            whole = key, self._identity(row)
            rows = waiting.setdefault(whole, [])
            rows.append(row)
            if len(rows) == counts[whole]:
                yield self._document(waiting.pop(whole), names[whole], spoiled.get(key))

    def _identity(self, row: Row) -> tuple[str, ...]:
        return tuple(normalize(row.cells[place]) for place in self.identity_places)

    def _name_apart(self, counts: Iterable[tuple[str, tuple[str, ...]]]) -> dict[tuple[str, tuple[str, ...]], str]:
        """A number for each document: the second of one number has (2) behind it."""
        seen: Counter[str] = Counter()
        names = {}
        for key, identity in counts:
            seen[key] += 1
            names[key, identity] = key if seen[key] == 1 else f"{key} ({seen[key]})"
        return names

    def _document(self, rows: list[Row], key: str, spoiled: Row | None) -> Record:
        record = self._record(rows, key)
        number = rows[0].cells[self.key_place].strip()
        if key != number:
            record.issues.append(self._issue("key_shared", record.line, "", "warning", record=key, number=number))
        if spoiled:
            record.issues.append(self._issue("row_missing", record.line, record=key, row=spoiled.line))
        return record

    def _issue(self, code: str, line: int, column: str = "", severity: str = "refused", **values: object) -> Issue:
        record = str(values.pop("record", ""))
        return Issue(code, severity, self.module, self.name, line, column, record, values)

    # === RECORDS === #

    def _record(self, rows: list[Row], key: str) -> Record:
        record = Record(self.module, key, self.name, rows[0].line)
        record.raw = _fingerprint(rows)
        for place, column in enumerate(self.source.columns):
            if place not in self.item_places:
                self._read_cell(record, place, column, rows[0])
        if not record.values.get("name", True) and not record.values.get("first_name"):
            record.issues.append(self._issue("no_name", record.line, record=key))
        if self.module in GROUPED:
            self._read_lines(record, rows)
        return record

    def _read_cell(self, record: Record, place: int, column: Column | None, row: Row) -> None:
        text = row.cells[place].strip()
        header = self.source.file.headers[place]
        if column is None or not column.target:
            if (column is None or column.kind == "note") and not is_nothing(text):
                record.notes.append((header, undo_entities(text)))
            return
        value = self.cells.read_cell(column, text)
        if value is MISSING:
            severity = "refused" if column.target in ESSENTIAL else "warning"
            code = "bad_" + column.kind.split(":")[0] if text else "empty_pick"
            values = {"record": record.key, "value": text[:80], "target": column.target, "kind": column.kind}
            record.issues.append(self._issue(code, row.line, header, severity, **values))
            if text:
                record.notes.append((header, text))
        elif isinstance(value, Ref):
            record.refs[column.target] = value
        elif value is not None:
            record.values[column.target] = value

    def _read_lines(self, record: Record, rows: list[Row]) -> None:
        items = [item for row in rows if (item := self._read_item(record, row))]
        values = record.values
        record.total = values.get("total")
        if record.total is None:
            record.issues.append(self._issue("no_total", record.line, record=record.key))
        if any(issue.severity == "refused" for issue in record.issues):
            return
        names = ("discount_percent", "discount_amount", "charges", "charge_tax", "adjustment")
        mode = normalize(values.get("mode", ""))
        sums = Sums(
            total=record.total,
            is_individual=mode in INDIVIDUAL,
            is_mode_told=mode in INDIVIDUAL + GROUP,
            pre_tax=values.get("pre_tax"),
            **{name: values.get(name, Decimal(0)) for name in names},
        )
        record.pre_tax = sums.pre_tax
        record.lines, record.causes = make_lines(items, sums)

    def _read_item(self, record: Record, row: Row) -> Item | None:
        """A line; None for the one row of a document that has none."""
        cells = Record(self.module, record.key, self.name, row.line)
        for place in self.item_places:
            self._read_cell(cells, place, self.source.columns[place], row)
        record.issues += cells.issues
        values = cells.values
        if not (cells.refs.get("item_name") or values.get("item_price") or values.get("item_comment")):
            return None
        return Item(
            quantity=values.get("item_quantity", Decimal(0)),
            price=values.get("item_price", Decimal(0)),
            discount_percent=values.get("item_discount_percent", Decimal(0)),
            discount_amount=values.get("item_discount_amount", Decimal(0)),
            # vtiger adds the rates of a line up (FORMAT.md 1.4): for Odoo they are one.
            taxes=(sum(rates),) if (rates := list(read_rates(values))) else (),
            service=cells.refs.get("item_name"),
            text=values.get("item_comment", ""),
        )


def _fingerprint(rows: list[Row]) -> str:
    return _hash("\x1e".join("\x1f".join(row.cells) for row in rows))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:20]


def read_rates(values: dict) -> Iterator[Decimal]:
    """The rates above zero of the tax columns of a row."""
    for target, value in values.items():
        if (target.startswith("rate_") or target in ("tax_1", "tax_2", "tax_3")) and value:
            yield value.normalize()


def read_step(text: str, settings: Settings) -> str | None:
    """The next step named by « Etape suivante » or Next Step, None when no table knows it."""
    bare = normalize(text)
    known = settings.picklists.get("step", {}).get(bare) or PICKLISTS["step"].get(bare)
    # « 1 - Chiffrage », then the agency's own name; any other name is one of a step that nobody knows.
    if known or not (found := re.fullmatch(r"1-chiffrage (.{2,})", bare)):
        return known
    agency = normalize(settings.agency)
    is_own = not agency or re.fullmatch(rf"(.* )?{re.escape(found[1])}( .*)?", agency)
    return "quote_internal" if is_own else None
