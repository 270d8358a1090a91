"""What a record of vtiger becomes: the values of `create()`, and what is done besides."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..vtiger.model import Record

# The models that the modules of vtiger become.
RES_MODELS = {
    "Accounts": "res.partner",
    "Contacts": "res.partner",
    "Vendors": "res.partner",
    "Services": "product.template",
    "Products": "product.template",
    "Potentials": "crm.lead",
    "Leads": "crm.lead",
    "Quotes": "sale.order",
    "SalesOrder": "sale.order",
    "Invoice": "account.move",
    "PurchaseOrder": "mail.message",
    "ModComments": "mail.message",
    "Calendar": "mail.message",
    "Emails": "mail.message",
    "Documents": "agency.document",
}


@dataclass(slots=True)
class Prepared:
    """A record as Odoo is to have it."""

    vals: dict[str, Any]
    # Name by which other records of vtiger name it, and what tells it from others of that name.
    name: str | None = None
    hints: dict[str, Any] = field(default_factory=dict)
    created: datetime | None = None
    modified: datetime | None = None
    # What it becomes, where that is not what others of its module become.
    model: str = ""
    # Of a document, what no field takes: HTML.
    note: str | None = None
    # Of a message: the partner of its author.
    author: Any = None
    # Of an event or a task, whether it is done, or is past though nobody said that it was.
    is_done: bool = True
    is_past: bool = False
    # Of an invoice: where it stands, what was paid and when, whether it is to touch no account.
    status: str = ""
    payment: tuple[float, date] | None = None
    is_for_memory: bool = False
    # Of a recurring order: where it began in vtiger (ISO), and the periods that no invoice stands for.
    start: str = ""
    periods: list[date] = field(default_factory=list)


@dataclass(slots=True)
class Written:
    """A record of vtiger, what was prepared of it, and the record of Odoo that it became."""

    record: Record
    prepared: Prepared
    target: Any
