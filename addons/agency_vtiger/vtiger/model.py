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
    # What explains that Odoo's total is made to be vtiger's: codes and amounts.
    causes: list[tuple[str, Decimal]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
