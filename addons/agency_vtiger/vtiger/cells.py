"""Reads the cells of a file by the kind of their column: text, numbers, dates, references, values of lists."""

import re
from collections.abc import Iterator

from .binding import Source
from .columns import Column
from .dates import is_no_date, parse_date, parse_moment
from .labels import normalize, undo_entities
from .markup import read_markup
from .model import Ref, Value
from .numbers import MISSING, are_points_thousands, comma_of, is_pointed, is_unsure, read_number
from .picklists import PICKLISTS
from .settings import Settings

SEPARATOR = " |##| "
# Cells that say nothing, in a column kept as a note.
NOTHING = {"", "0", "0.0", "0.00", "0.000", "0.00000000", "--", "0000-00-00"}
# What editors of the web may have written.
LONG_TEXTS = {"description", "terms"}
# A box of vtiger, and of those who type in spreadsheets.
TICKED = {"1", "true", "vrai", "yes", "y", "oui", "o", "on", "x", "✓", "✔", "☑", "coche", "checked"}
NOT_TICKED = {"", "0", "false", "faux", "no", "n", "non", "off", "-", "--", "☐"}

# Without these the record makes no sense: refused. Other cells that can't be read are left out, and said.
ESSENTIAL = {
    "key", "name", "status", "stage", "date", "total", "item_quantity", "item_price", "item_discount_amount",
    "item_discount_percent", "tax_1", "tax_2", "tax_3", "discount_percent", "discount_amount", "charges",
    "charge_tax", "adjustment", "price", "received",
}  # fmt: skip


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing."""
    return text in NOTHING or is_no_date(text)


class CellReader:
    """The cells of one file.

    :param order: order of its dates, see `dates.ORDERS`
    """

    def __init__(self, source: Source, settings: Settings, order: str) -> None:
        self.source, self.settings = source, settings
        self.order = source.date_order or order
        self._comma: str | None = None
        # Target -> whether points part the thousands of its column.
        self._points: dict[str, bool] = {}

    def read_cell(self, column: Column, text: str) -> Value | Ref | object:
        """The value of a cell, None when it is empty, MISSING when it can't be read."""
        kind, _colon, what = column.kind.partition(":")
        if self.source.file.syntax == 6:
            text = restore_quote(text)
        match kind:
            case "text" | "owner" | "html":
                return _read_text(column, undo_entities(text))
            case "markup":
                return _read_markup(text)
            case "bool":
                return _read_checkbox(text)
            case "number":
                return self._number(column, text) if text else None
            case "list":
                return [part.strip() for part in undo_entities(text).split(SEPARATOR.strip()) if part.strip()]
            case "date" | "moment" if is_nothing(text):
                return None
            case "date":
                return parse_date(text, self.order) or MISSING
            case "moment":
                return parse_moment(text, self.order, self.settings.zone) or MISSING
            case "ref" | "anyref":
                return _make_ref(what, undo_entities(text))
            case "pick":
                return self._pick(what, text) if text else MISSING if column.target in ESSENTIAL else None
        raise ValueError(column.kind)

    def _pick(self, name: str, text: str) -> str | object:
        bare = normalize(text)
        own = self.settings.picklists.get(name, {})
        return own.get(bare) or PICKLISTS[name].get(bare, MISSING)

    def _number(self, column: Column, text: str) -> Value | object:
        """A number; what its lone comma or point parts is what the other numbers of the file, or its column, tell."""
        if is_pointed(text) and self._has_points(column.target):
            return read_number(text.replace(".", ""))
        if not is_unsure(text):
            return read_number(text)
        if self._comma is None:
            self._comma = "decimal" if self.source.file.delimiter == ";" else comma_of(list(self._numbers()))
        return read_number(text, self._comma)

    def _has_points(self, target: str) -> bool:
        if target not in self._points:
            place = self.source.place(target)
            rows = (row.cells[place] for row in self.source.file.rows() if place is not None and not row.error)
            self._points[target] = are_points_thousands(rows)
        return self._points[target]

    def _numbers(self) -> Iterator[str]:
        places = [i for i, column in enumerate(self.source.columns) if column and column.kind == "number"]
        for row in self.source.file.rows():
            if not row.error:
                yield from (row.cells[i] for i in places if "," in row.cells[i])


def _read_checkbox(text: str) -> bool | object:
    """Whether a box is ticked; MISSING for a word that is neither yes nor no."""
    bare = re.sub(r"[.,]0+$", "", normalize(text))
    return True if bare in TICKED else False if bare in NOT_TICKED else MISSING


def _make_ref(expected: str, text: str) -> Ref | None:
    """What a cell names, with its module before it or alone; "" expects any module, which is said then.

    A line names a service or a product.
    """
    before, separator, after = text.partition("::::")
    name, module = (after.strip(), before.strip()) if separator else (before.strip(), "")
    if expected and (expected, module) != ("Services", "Products"):
        module = expected
    return Ref(module, name) if name and module else None


def _read_text(column: Column, text: str) -> str | None:
    """The words of a cell; a name that is empty is known to be."""
    if column.kind == "html" or column.target in LONG_TEXTS:
        text = undo_entities(read_markup(text))
    return text or ("" if column.target == "name" else None)


def _read_markup(text: str) -> str | None:
    """HTML, kept as it was written or as the web shows it: `&lt;p&gt;` is a paragraph then."""
    return (undo_entities(text) if "&lt;" in text and "<" not in text else text) or None


def restore_quote(text: str) -> str:
    """6.x trims the quotes that end a value: the one that closes `Librairie "Le Chat botté` is put back."""
    if text.count('"') % 2 == 0 or text[-1] == '"':
        return text
    before, _quote, after = text.rpartition('"')
    return f'{text}"' if (not before or before[-1].isspace() or before[-1] in ":(") and after[:1].strip() else text


def key_shape(text: str) -> str:
    """`QUO12` and `QUO3` are numbers of one kind: `AAA9`."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]", "A", text.strip()))
