"""Which column each header of a file is: by the tables, by its place; labels that two fields share are doubts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations

from .columns import COLUMNS, DOCUMENTS, HISTORY, LABELS, NEEDED, PRICED, Column
from .labels import normalize
from .problems import FileProblem
from .reader import CsvFile
from .settings import Settings

# A header that says its rate, as « TVA 5,5 % »: a tax that the agency named.
_RATE = re.compile(r"(?:t\.?v\.?a\.?|vat|taxe?)\s*(?:de|a)?\s*(\d{1,2}(?:[.,]\d{1,2})?)\s*%?")
_TAXES = ("tax_", "rate_")
# Of these an unknown one may change what a document comes to, or where it is sent.
_MONEY = re.compile(r"\b(t\.?v\.?a|taxe?s?|vat|prix|price|montant|amount|remise|discount|reduction|rabais|escompte"
                    r"|total|frais|charges?|ht|ttc|h\.t|t\.t\.c)\b")  # fmt: skip
# A header of what vtiger numbers its records by, and one of its numbers.
_NUMBER = re.compile(r"\b(no|number|numero|num)\b\.?|n°")
_IS_NUMBER = re.compile(r"[^\W\d]{2,}-?\d+")
_PLACE = re.compile(r"\b(adresse|address|rue|street|ville|city|code postal|postal code|zip|pays|country|cp)\b")


@dataclass(slots=True)
class Doubt:
    """Headers of one label that stands for several fields: their places, and the columns they may be."""

    places: list[int]
    columns: list[Column]
    # Whether the place of the headers tells which is which.
    is_told: bool = False


@dataclass(slots=True)
class Source:
    """A file whose module is known; `columns` are those of its headers, None for one that no table knows."""

    file: CsvFile
    module: str
    language: str
    columns: list[Column | None]
    doubts: list[Doubt] = field(default_factory=list)
    # Order of its dates when the file alone tells it: a spreadsheet may have written one of them anew.
    date_order: str = ""

    @property
    def unknown(self) -> list[str]:
        """Headers that no table knows: their values go to the notes."""
        pairs = zip(self.file.headers, self.columns, strict=True)
        return [header for header, column in pairs if column is None and header]

    @property
    def unknown_that_count(self) -> list[str]:
        """Unknown headers that look like money, a tax or an address, and say something."""
        names = zip(self.file.headers, self.columns, strict=True)
        places = [i for i, (name, column) in enumerate(names) if column is None and is_counting(self.module, name)]
        filled = {i for row in self.file.rows() if not row.error for i in places if row.cells[i].strip("0., -")}
        return [self.file.headers[i] for i in places if i in filled]

    def place(self, target: str) -> int | None:
        """Where a field is; None when the file has it not."""
        return next((i for i, column in enumerate(self.columns) if column and column.target == target), None)

    def dates(self) -> Iterator[str]:
        """The dates of the file, to find their order out."""
        places = [i for i, column in enumerate(self.columns) if column and column.kind in ("date", "moment")]
        for row in self.file.rows():
            if not row.error:
                yield from (row.cells[i] for i in places)


def is_counting(module: str, header: str) -> bool:
    """Whether a header looks like money, a tax or an address: without it figures or addresses are others."""
    return bool(find_counting_word(module, normalize(header)))


def find_counting_word(module: str, name: str) -> str:
    """The word by which a bare header looks like money, a tax or an address; "" when it has none."""
    found = (module in PRICED and _MONEY.search(name)) or _PLACE.search(name)
    return found[0].replace(".", "") if found else ""


def is_rate(module: str, name: str) -> re.Match | None:
    """Whether a header, bare, is a tax that says its rate."""
    return _RATE.fullmatch(name) if module in PRICED else None


def recognize_headers(file: CsvFile, settings: Settings) -> Source:
    """Find the module and the language by the headers; labels that two fields share are doubts of the source.

    :raise FileProblem: if no module of vtiger has these columns
    """
    best: tuple[int, Source] | None = None
    for module in COLUMNS:
        binder = _Binder(file.headers, module, settings)
        targets = {column.target for column in binder.columns if column}
        known = sum(column is not None for column in binder.columns)
        if module in HISTORY and _has_own_number(file, binder):
            continue  # contracts, projects: what was said and done has none
        if targets >= NEEDED[module] and (best is None or known > best[0]):
            language = "fr" if binder.french * 5 > known else "en"
            best = known, Source(file, module, language, binder.columns, binder.doubts)
    if best is None:
        raise FileProblem(_why_unknown(file.headers, settings), file.name, headers=", ".join(file.headers[:6]))
    return best[1]


def _has_own_number(file: CsvFile, binder: "_Binder") -> bool:
    """Whether a column that a module does not know has numbers of vtiger's, as `SERCON12`."""
    names = zip(file.headers, binder.columns, strict=True)
    places = [i for i, (name, column) in enumerate(names) if column is None and _NUMBER.search(normalize(name))]
    rows = [row.cells for row in file.rows() if not row.error] if places else []
    return any(all(_IS_NUMBER.fullmatch(cells[place].strip()) for cells in rows) for place in places)


def _why_unknown(headers: list[str], settings: Settings) -> str:
    """5.x exported documents without their lines: that is not the same as a file of no module."""
    for module in DOCUMENTS:
        targets = {column.target for column in _Binder(headers, module, settings).columns if column}
        if targets >= NEEDED[module] - {"item_quantity", "item_price"}:
            return "no_items"
    return "unknown_module"


def assignments(doubt: Doubt) -> Iterator[tuple[Column, ...]]:
    """The ways to give the columns of a doubt to its headers: the likeliest first."""
    count = len(doubt.places)
    yield from permutations(doubt.columns, count) if count <= len(doubt.columns) else ()


class _Binder:
    """Gives the headers of a file their columns in one module."""

    def __init__(self, headers: list[str], module: str, settings: Settings) -> None:
        self.module = module
        self.columns: list[Column | None] = [None] * len(headers)
        self.doubts: list[Doubt] = []
        self.french = 0
        self.taken: set[str] = set()
        own = settings.columns.get(module, {})
        names = [normalize(header) for header in headers]
        unsure: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            found = LABELS[module].get(name, [])
            if name in own:
                self._bind(place, self._chosen(place, headers[place], own[name]))
            elif len(found) > 1:
                unsure.setdefault(name, []).append(place)
            elif found:
                self._bind(place, found[0], name)
            elif rate := self._rate(headers[place], name):
                self._bind(place, rate)
        for name, places in unsure.items():
            self._settle(name, places)

    def _chosen(self, place: int, header: str, target: str) -> Column:
        if target in ("tax_1", "tax_2", "tax_3"):
            # One more tax: its rate counts beside those of the columns that vtiger has.
            return Column((header,), f"rate_of_{place}", "number")
        known = {column.target: column for column in COLUMNS[self.module] if column.target}
        if target in ("note", "drop"):
            return Column((header,), "", target)
        return known.get(target) or Column((header,), target, "text")

    def _rate(self, header: str, name: str) -> Column | None:
        if found := is_rate(self.module, name):
            return Column((header,), f"rate_{found[1].replace(',', '.')}", "number")
        return None

    def _bind(self, place: int, column: Column, name: str = "") -> None:
        """Give a header its column, unless another has it: the same label twice is known once."""
        if column.target and column.target in self.taken:
            return
        self.taken.add(column.target)
        self.columns[place] = column
        self.french += bool(name and column.target and name != normalize(column.headers[0]))

    def _settle(self, name: str, places: list[int]) -> None:
        """Headers of one label: what is left of its columns, in the order in which vtiger exports them."""
        free = [column for column in LABELS[self.module][name] if column.target not in self.taken]
        needed = [column for column in free if column.target in NEEDED[self.module]]
        if len(places) == 1 and len(needed) == 1:
            free = needed
        doubt = Doubt(places[: len(free)], free)
        if len(free) > 1:
            self._look_at_places(doubt)
            self.doubts.append(doubt)
        for place, column in zip(doubt.places, doubt.columns, strict=False):
            self._bind(place, column, name)

    def _look_at_places(self, doubt: Doubt) -> None:
        """As many headers as columns stand in vtiger's order; one alone is of the item when before its taxes."""
        doubt.is_told = len(doubt.places) == len(doubt.columns)
        bound = [(i, column.target) for i, column in enumerate(self.columns) if column]
        taxes = [i for i, target in bound if target.startswith(_TAXES)]
        items = [i for i, target in bound if target in ("item_name", "item_quantity", "item_price", "item_comment")]
        of_item = [column for column in doubt.columns if column.target.startswith("item_")]
        if doubt.is_told or not (taxes and items and of_item):
            return
        others = [column for column in doubt.columns if column not in of_item]
        is_before = max(items) < doubt.places[0] < min(taxes)
        doubt.columns = of_item + others if is_before else others + of_item
        doubt.is_told = is_before or doubt.places[0] > max(taxes)
