"""What the mapping makes of rows: records in the words of Odoo's fields, without Odoo."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from .problems import Issue

Value = str | bool | int | Decimal | date | datetime | None | list[str]


@dataclass(slots=True)
class Ref:
    """A record that vtiger names without its number."""

    module: str
    name: str


@dataclass(slots=True)
class Line:
    """A line of a document as Odoo will have it; `kind` is item, discount, charge, adjustment or rounding."""

    kind: str
    quantity: Decimal
    price: Decimal
    discount: Decimal = Decimal(0)
    taxes: tuple[Decimal, ...] = ()
    service: Ref | None = None
    text: str = ""


@dataclass(slots=True)
class Record:
    """One account, deal or document. `values` are fields of the module's table, `refs` its links."""

    module: str
    key: str
    file: str
    line: int
    values: dict[str, Value] = field(default_factory=dict)
    refs: dict[str, Ref] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    total: Decimal | None = None
    # Pre Tax Total, None when the export has it not.
    pre_tax: Decimal | None = None
    # What explains that Odoo's total is made to be vtiger's: codes and amounts.
    causes: list[tuple[str, Decimal]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    # Its cells as they are in the file, in short: what vtiger said, whatever is read in it.
    raw: str = ""
    # Links that name nothing found, or more than one: what an earlier import found stays.
    unresolved: set[str] = field(default_factory=set)
    # A service of a line was not found: it is looked for again.
    is_unresolved: bool = False
    # An earlier import brought it over.
    is_known: bool = False
