"""Labels that stand for two fields: the values of the file say which; what they do not say is asked, never guessed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from .binding import Doubt, Source, assignments
from .columns import GROUPED, Column
from .model import Record
from .problems import FileProblem, Issue
from .reader import Row
from .settings import Settings

Reader = Callable[[Source, Settings, str], Iterator[Record | Issue]]

# Documents looked at to tell two discounts apart.
MAX_TRIED = 200


def settle(source: Source, settings: Settings, read: Reader) -> Source:
    """Settle the doubts of a source.

    :param read: reads the records of a source, `mapping.read_records`
    :raise FileProblem: when neither the place nor the values of a label say what it is
    """
    for doubt in source.doubts:
        columns = _choose(source, doubt, settings, read)
        if columns is None:
            names = ", ".join(column.target for column in doubt.columns)
            header = source.file.headers[doubt.places[0]]
            raise FileProblem("unsure_column", source.file.name, header=header, names=names, module=source.module)
        for place, column in zip(doubt.places, columns, strict=True):
            source.columns[place] = column
    return source


def _choose(source: Source, doubt: Doubt, settings: Settings, read: Reader) -> tuple[Column, ...] | None:
    likeliest = next(assignments(doubt))
    filled = [row for row in source.file.rows() if not row.error and _says_something(row, doubt)]
    if not filled:
        return likeliest
    kinds = {column.kind.partition(":")[0] for column in doubt.columns}
    if kinds == {"ref"}:
        return _by_reference(filled, doubt) or (likeliest if doubt.is_told else None)
    if kinds == {"number"} and source.module in GROUPED:
        return _by_totals(source, doubt, settings, read)
    return likeliest if doubt.is_told else None


def _says_something(row: Row, doubt: Doubt) -> bool:
    return any(row.cells[place].strip("0. ") for place in doubt.places)


def _by_reference(rows: list[Row], doubt: Doubt) -> tuple[Column, ...] | None:
    """`Accounts::::Dupont` says what it is."""
    for columns in assignments(doubt):
        pairs = list(zip(doubt.places, columns, strict=True))
        if all(
            not row.cells[place].strip() or row.cells[place].strip().startswith(f"{column.kind[4:]}::::")
            for row in rows
            for place, column in pairs
        ):
            return columns
    return None


def _by_totals(source: Source, doubt: Doubt, settings: Settings, read: Reader) -> tuple[Column, ...] | None:
    """The one way of reading that explains the most documents; that of the places when it does as well as any."""
    ways = list(assignments(doubt))
    missed = [_count_unexplained(source, doubt, columns, settings, read) for columns in ways]
    best = min(missed)
    if missed[0] == best and doubt.is_told:
        return ways[0]
    return ways[missed.index(best)] if missed.count(best) == 1 and best < max(missed) else None


def _count_unexplained(
    source: Source, doubt: Doubt, columns: tuple[Column, ...], settings: Settings, read: Reader
) -> int:
    tried = replace(source, columns=list(source.columns), doubts=[])
    for place, column in zip(doubt.places, columns, strict=True):
        tried.columns[place] = column
    found = 0
    for record in islice(read(tried, settings, "dmy"), MAX_TRIED):
        found += any(code == "unexplained" for code, _amount in getattr(record, "causes", ()))
    return found
