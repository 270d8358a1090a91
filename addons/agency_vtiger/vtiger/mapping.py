"""From rows to records: recognises the module, reads cells by the tables, groups the rows of a document."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from .columns import COLUMNS, DOCUMENTS, REQUIRED, Column, normalize
from .dates import find_orders, parse_date, parse_moment
from .model import Record, Ref, Value
from .picklists import PICKLISTS
from .problems import FileProblem, Issue
from .reader import CsvFile, Row
from .settings import Settings
from .totals import Item, Sums, make_lines

SEPARATOR = " |##| "
MISSING = object()
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,12})?")
_RATE = re.compile(r"(?:tva|vat|taxe?)\s*(?:de\s*)?(\d{1,2}(?:[.,]\d{1,2})?)\s*%?")
# Cells that say nothing, in a column kept as a note.
_NOTHING = {"", "0", "0.0", "0.00", "0.000", "0.00000000", "--", "0000-00-00"}

# Without these the record makes no sense: refused. Other cells that can't be read are left out, and said.
ESSENTIAL = {
    "key", "name", "status", "stage", "date", "total", "item_quantity", "item_price", "item_discount_amount",
    "item_discount_percent", "tax_1", "tax_2", "tax_3", "discount_percent", "discount_amount", "charges",
    "adjustment", "price", "received",
}  # fmt: skip


@dataclass(slots=True)
class Source:
    """A file whose module is known; `columns` are those of its headers, None for one that no table knows."""

    file: CsvFile
    module: str
    language: str
    columns: list[Column | None]

    @property
    def unknown(self) -> list[str]:
        """Headers that no table knows: their values go to the notes."""
        return [header for header, column in zip(self.file.headers, self.columns, strict=True) if column is None]

    def dates(self) -> Iterator[str]:
        """The dates of the file, to find their order out."""
        places = [i for i, column in enumerate(self.columns) if column and column.kind in ("date", "moment")]
        for row in self.file.rows():
            if not row.error:
                yield from (row.cells[i] for i in places)


def recognize(file: CsvFile, settings: Settings | None = None) -> Source:
    """Find the module and the language by the headers.

    :raise FileProblem: if no module of vtiger has these columns
    """
    best: tuple[int, str, list[Column | None], int] | None = None
    for module in COLUMNS:
        columns, french = _bind(file.headers, module, settings or Settings())
        targets = {column.target for column in columns if column}
        known = sum(column is not None for column in columns)
        if targets >= REQUIRED[module] and (best is None or known > best[0]):
            best = (known, module, columns, french)
    if best is None:
        raise FileProblem("unknown_module", file.name, headers=", ".join(file.headers[:6]))
    known, module, columns, french = best
    return Source(file, module, "fr" if french * 5 > known else "en", columns)


def find_date_orders(sources: Iterable[Source]) -> list[str]:
    """The orders of dates that all these files agree with, see `dates.find_orders()`."""
    return find_orders({text.split(" ")[0] for source in sources for text in source.dates()})


def read_records(source: Source, settings: Settings, order: str) -> Iterator[Record | Issue]:
    """The records of a file, and an issue for each row that makes none.

    A record whose `issues` have one refused is not to be imported, whatever else it holds.
    """
    return _Mapper(source, settings, order).records()


def _bind(headers: list[str], module: str, settings: Settings) -> tuple[list[Column | None], int]:
    """The column of each header, and how many are French. Of two headers alike, each takes its own column."""
    own = settings.columns.get(module, {})
    by_target = {column.target: column for column in COLUMNS[module] if column.target}
    table: dict[str, list[Column]] = {}
    for column in COLUMNS[module]:
        for header in column.headers:
            table.setdefault(normalize(header), []).append(column)
    bound: list[Column | None] = []
    taken: set[str] = set()
    french = 0
    for header in headers:
        name = normalize(header)
        if name in own:
            known = by_target.get(own[name])
            column = known or Column((header,), own[name], "text")
        else:
            free = [column for column in table.get(name, []) if column.target not in taken or not column.target]
            column = free[0] if free else None
            french += column is not None and bool(column.target) and name != normalize(column.headers[0])
        if column is None and module in (*DOCUMENTS, "Services") and (found := _RATE.fullmatch(name)):
            column = Column((header,), f"rate_{found[1].replace(',', '.')}", "number")
        if column and column.target:
            taken.add(column.target)
        bound.append(column)
    return bound, french


class _Mapper:
    def __init__(self, source: Source, settings: Settings, order: str) -> None:
        self.source, self.settings, self.order = source, settings, order
        self.module, self.name = source.module, source.file.name
        self.key_place = next(i for i, column in enumerate(source.columns) if column and column.target == "key")
        self.item_places = {
            i
            for i, column in enumerate(source.columns)
            if column and column.target.startswith(("item_", "tax_", "rate_"))
        }
        if self.module == "Services":
            self.item_places = set()

    def records(self) -> Iterator[Record | Issue]:
        if self.module in DOCUMENTS:
            yield from self._documents()
        else:
            yield from self._rows()

    def _rows(self) -> Iterator[Record | Issue]:
        seen: dict[str, int] = {}
        for row in self.source.file.rows():
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

    def _documents(self) -> Iterator[Record | Issue]:
        """Rows of one number are one document, wherever they stand; one bad row refuses it whole."""
        counts: Counter[str] = Counter()
        bad: list[Row] = []
        for row in self.source.file.rows():
            if row.error:
                bad.append(row)
            elif key := row.cells[self.key_place].strip():
                counts[key] += 1
        spoiled: dict[str, Row] = {}
        for row in bad:
            yield self._issue(row.error, row.line)
            spoiled |= {cell.strip(): row for cell in row.cells if cell.strip() in counts}
        waiting: dict[str, list[Row]] = {}
        for row in self.source.file.rows():
            if row.error:
                continue
            key = row.cells[self.key_place].strip()
            if not key:
                yield self._issue("no_key", row.line)
                continue
            rows = waiting.setdefault(key, [])
            rows.append(row)
            if len(rows) == counts[key]:
                del waiting[key]
                record = self._record(rows, key)
                if key in spoiled:
                    record.issues.append(self._issue("row_missing", rows[0].line, record=key, row=spoiled[key].line))
                yield record

    def _issue(self, code: str, line: int, column: str = "", severity: str = "refused", **values: object) -> Issue:
        record = str(values.pop("record", ""))
        return Issue(code, severity, self.module, self.name, line, column, record, values)

    def _record(self, rows: list[Row], key: str) -> Record:
        record = Record(self.module, key, self.name, rows[0].line)
        for place, column in enumerate(self.source.columns):
            if place not in self.item_places:
                self._read_cell(record, place, column, rows[0])
        if not record.values.get("name", True):
            record.issues.append(self._issue("no_name", record.line, record=key))
        if self.module in DOCUMENTS:
            self._read_lines(record, rows)
        return record

    def _read_cell(self, record: Record, place: int, column: Column | None, row: Row) -> None:
        text = row.cells[place].strip()
        header = self.source.file.headers[place]
        if column is None or not column.target:
            if (column is None or column.kind == "note") and text not in _NOTHING:
                record.notes.append((header, _undo_entities(text)))
            return
        value = self._read(column, text)
        if value is MISSING:
            is_essential = column.target in ESSENTIAL
            code = "bad_" + column.kind.split(":")[0] if text else "empty_pick"
            record.issues.append(
                self._issue(
                    code,
                    row.line,
                    header,
                    "refused" if is_essential else "warning",
                    record=record.key,
                    value=text[:80],
                    target=column.target,
                )
            )
            if text:
                record.notes.append((header, text))
        elif isinstance(value, Ref):
            record.refs[column.target] = value
        elif value is not None:
            record.values[column.target] = value

    def _read(self, column: Column, text: str) -> Value | Ref | object:
        """The value of a cell, None when it is empty, MISSING when it can't be read."""
        kind, _colon, what = column.kind.partition(":")
        if self.source.file.syntax == 6:
            text = _restore_quote(text)
        match kind:
            case "text" | "owner":
                return text if text else "" if column.target == "name" else None
            case "html":
                return _undo_entities(text) or None
            case "bool":
                return normalize(text) in ("1", "true", "yes", "oui", "on", "vrai")
            case "number":
                return read_number(text) if text else None
            case "list":
                return [part.strip() for part in text.split(SEPARATOR.strip()) if part.strip()]
            case "date" | "moment" if text in _NOTHING:
                return None
            case "date":
                return parse_date(text, self.order) or MISSING
            case "moment":
                return parse_moment(text, self.order, self.settings.zone) or MISSING
            case "ref":
                _module, separator, name = text.partition("::::")
                name = (name if separator else text).strip()
                return Ref(what, name) if name else None
            case "pick":
                return self._pick(what, text) if text else MISSING if column.target in ESSENTIAL else None
        raise ValueError(column.kind)

    def _pick(self, name: str, text: str) -> str | object:
        bare = normalize(text)
        own = self.settings.picklists.get(name, {})
        return own.get(bare) or PICKLISTS[name].get(bare, MISSING)

    def _read_lines(self, record: Record, rows: list[Row]) -> None:
        items = []
        for row in rows:
            cells = Record(self.module, record.key, self.name, row.line)
            for place in self.item_places:
                self._read_cell(cells, place, self.source.columns[place], row)
            record.issues += cells.issues
            if not cells.refs.get("item_name") and not cells.values.get("item_price"):
                continue  # a document without lines has one row without an item
            values = cells.values
            items.append(
                Item(
                    quantity=values.get("item_quantity", Decimal(0)),
                    price=values.get("item_price", Decimal(0)),
                    discount_percent=values.get("item_discount_percent", Decimal(0)),
                    discount_amount=values.get("item_discount_amount", Decimal(0)),
                    # vtiger adds the rates of a line up (FORMAT.md 1.4): for Odoo they are one.
                    taxes=(sum(rates),) if (rates := list(read_rates(values))) else (),
                    service=cells.refs.get("item_name"),
                    text=values.get("item_comment", ""),
                )
            )
        values = record.values
        record.total = values.get("total")
        if record.total is None:
            record.issues.append(self._issue("no_total", record.line, record=record.key))
        if any(issue.severity == "refused" for issue in record.issues):
            return
        sums = Sums(
            total=record.total,
            is_individual=normalize(values.get("mode", "")) in ("individual", "individuel", "individuelle"),
            **{
                name: values.get(name, Decimal(0))
                for name in ("discount_percent", "discount_amount", "charges", "adjustment")
            },
        )
        record.lines, record.causes = make_lines(items, sums)


def read_number(text: str) -> Decimal | object:
    """The number; a spreadsheet may have made `1 234,50` of `1234.50`. MISSING when it is none."""
    bare = re.sub(r"[\s\u202f\u00a0€%]", "", text)
    if "," in bare and "." not in bare:
        bare = bare.replace(",", ".")
    return Decimal(bare) if _NUMBER.fullmatch(bare) else MISSING


def read_rates(values: dict) -> Iterator[Decimal]:
    """The rates above zero of the tax columns of a row."""
    for target, value in values.items():
        if target.startswith(("tax_", "rate_")) and value:
            yield value.normalize()


def read_step(text: str, settings: Settings) -> str | None:
    """The next step named by « Etape suivante » or Next Step, None when no table knows it."""
    bare = normalize(text)
    own = settings.picklists.get("step", {}).get(bare) or PICKLISTS["step"].get(bare)
    # The agency's own name, or its subcontractor's, ends the label.
    return own or ("quote_internal" if re.match(r"1 ?- ?chiffrage", bare) else None)


def _restore_quote(text: str) -> str:
    """6.x trims the quotes that end a value: the one that closes `Librairie "Le Chat botté` is put back."""
    if text.count('"') % 2 == 0 or text[-1] == '"':
        return text
    before, _quote, after = text.rpartition('"')
    return f'{text}"' if (not before or before[-1].isspace() or before[-1] in ":(") and after[:1].strip() else text


def _undo_entities(text: str) -> str:
    return html.unescape(text).replace("\x00", "")
