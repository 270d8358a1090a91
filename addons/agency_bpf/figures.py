"""From what counts to the figures of the form, without a database: which entries are in a row, and what they make.

An entry is a dict: `kind`, then `amount` and `source` of money, `hours` of people, what says where they count.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from .const import ENTRUSTED_IN, ENTRUSTED_OUT


@dataclass
class Figure:
    """What a row says: `exact` is the sum of its entries, `amount` and `hours` what is written on the form."""

    entries: list = field(default_factory=list)
    amount: int = 0
    persons: int = 0
    hours: int = 0
    exact: float = 0.0
    nsf: int = 0


def round_together(exact: list[float]) -> list[int]:
    """Round so that the parts sum to the rounded whole: frames that share their hours share their total.

    :return: integers, each at less than one of its part
    """
    parts = [int(value // 1) for value in exact]
    left = round_half_up(sum(exact)) - sum(parts)
    by_rest = sorted(range(len(exact)), key=lambda one: (-(exact[one] % 1), one))
    for one in by_rest[: max(left, 0)]:
        parts[one] += 1
    return parts


def round_half_up(value: float) -> int:
    """Round to the nearest, halves away from zero, as the form does: not to the even one as Python."""
    cents = round(abs(value), 6)
    return int(cents + 0.5) * (1 if value >= 0 else -1)


def is_of(key: str, entry: dict, ranks: dict) -> bool:
    """Return whether an entry counts in the row of this key; sums are made of rows, not of entries.

    :param dict ranks: speciality to its rank by hours, from 1
    """
    name, _separator, value = key.partition(":")
    if entry["kind"] == "money":
        return name == "source" and entry["source"] == value
    if entry["kind"] == "purchase":
        return name == "purchases"
    if entry["kind"] == "trainer":
        return (name == "trainers" and entry["is_inside"] == (value == "inside")) or (
            name == "salaries" and entry["is_inside"] and bool(entry["amount"])
        )
    if entry["direction"] == ENTRUSTED_IN:
        return name == "in"
    if name == "nsf":
        rank = ranks.get(entry["nsf"])
        return bool(rank) and (rank > 5 if value == "others" else rank == int(value))
    return (
        (name == "type" and entry["trainee_type"] == value)
        or (name == "objective" and entry["objective"] == value)
        or (name == "out" and entry["direction"] == ENTRUSTED_OUT)
    )


def rank_specialities(entries: list[dict]) -> dict:
    """Return the rank of each speciality by hours, then persons, then code (F-4)."""
    hours: dict = defaultdict(lambda: [0.0, 0])
    for entry in entries:
        if entry["kind"] == "trainee" and entry["direction"] != ENTRUSTED_IN and entry["nsf"]:
            hours[entry["nsf"]][0] += entry["hours"]
            hours[entry["nsf"]][1] += 1
    ordered = sorted(hours, key=lambda nsf: (-round(hours[nsf][0], 6), -hours[nsf][1], nsf))
    return {nsf: rank for rank, nsf in enumerate(ordered, 1)}


def get_figures(rows: list[dict], entries: list[dict], income: float) -> dict[str, Figure]:
    """Return the figure of each row, by code.

    :param list rows: dicts of `code`, `frame`, `unit` and `key`, in the form's order
    :param float income: all that the company sold in the year, of which C is a share
    """
    ranks = rank_specialities(entries)
    figures = {}
    for row in rows:
        if row["key"].startswith(("sum:", "share:")):
            continue
        figures[row["code"]] = figure = Figure([one for one in entries if is_of(row["key"], one, ranks)])
        figure.persons = len(figure.entries) if row["unit"] == "people" else 0
        figure.exact = sum(one["hours" if row["unit"] == "people" else "amount"] for one in figure.entries)
        if row["unit"] == "money":
            figure.amount = round_half_up(figure.exact)
        if row["key"].startswith("nsf:") and not row["key"].endswith("others") and figure.entries:
            figure.nsf = figure.entries[0]["nsf"]
    _round_hours(rows, figures)
    for row in rows:
        if row["key"].startswith("sum:"):
            figures[row["code"]] = add([figures[code] for code in _parts(row, rows)])
    for row in rows:
        if row["key"].startswith("share:"):
            whole = figures[row["key"].partition(":")[2]]
            figures[row["code"]] = Figure(amount=get_share(whole.exact, income))
    return figures


def _parts(row: dict, rows: list[dict]) -> list[str]:
    """Return the codes of the rows that a sum is made of, sums of sums down to their parts."""
    sums = {one["code"]: one for one in rows if one["key"].startswith("sum:")}
    return [
        part
        for code in row["key"].removeprefix("sum:").split(",")
        for part in (_parts(sums[code], rows) if code in sums else [code])
    ]


def add(figures: list[Figure]) -> Figure:
    """Return what these figures make together, as they are written."""
    whole = Figure()
    for figure in figures:
        whole.entries += figure.entries
        for name in ("amount", "persons", "hours", "exact"):
            setattr(whole, name, getattr(whole, name) + getattr(figure, name))
    return whole


def get_share(part: float, income: float) -> int:
    """Return the share of the turnover in percent: at least 1 where there is activity (notice), never above 100."""
    if part <= 0:
        return 0
    return min(100, max(1, round_half_up(100 * part / income))) if income > 0 else 100


def _round_hours(rows: list[dict], figures: dict[str, Figure]) -> None:
    by_frame = defaultdict(list)
    for row in rows:
        if row["unit"] == "people" and row["code"] in figures:
            by_frame[row["frame"]].append(figures[row["code"]])
    for frame in by_frame.values():
        for figure, hours in zip(frame, round_together([one.exact for one in frame]), strict=True):
            figure.hours = hours
