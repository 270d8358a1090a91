"""Invoices of vtiger: with their own numbers, where they stand, what was paid of them."""

from decimal import Decimal

from odoo import fields

from ..vtiger.totals import is_unexplained
from .documents import prepare_document
from .html import paragraphs_html
from .telling import refuse, tell

# Where nothing is posted.
NOT_POSTED = ("draft", "cancel")


def prepare_invoice(lookups, record, lines, journal_id):
    """Prepare an invoice or a credit note.

    :param int journal_id: of the journal of the move
    """
    values = record.values
    is_credit = values["status"] == "credit" or record.total < 0
    if record.total < 0:
        _turn_to_credit(record)
    lookups.resolver.find(record, "order")
    if order := record.refs.get("order"):
        record.notes.append((lookups.env._("Recurring order"), order.name))
    prepared, day = prepare_document(lookups, record), _find_date(record)
    prepared.vals |= {
        "move_type": "out_refund" if is_credit else "out_invoice",
        "name": record.key,
        "ref": values.get("subject"),
        "journal_id": journal_id,
        "invoice_user_id": lookups.get_owner_id(record),
        "invoice_date": day,
        "date": day,
        "invoice_date_due": values.get("due_date") or day,
        "invoice_payment_term_id": False,
        "narration": paragraphs_html(values.get("description"), values.get("terms")),
        "invoice_line_ids": lines.prepare(record, "account.move"),
        **_prepare_creation(lookups, record),
    }
    prepared.status = values["status"]
    prepared.is_for_memory = _is_for_memory(lookups.settings, day)
    _settle(lookups, record, prepared, day)
    return prepared


def _settle(lookups, record, prepared, day):
    """Find what was paid; an invoice whose figures nothing explains, or that nobody may post any more, is told."""
    amount = _find_payment(record)
    if is_unexplained(record.causes) and prepared.status not in NOT_POSTED and not prepared.is_for_memory:
        # Posted, it would be a figure that nobody was sent: it waits for a person.
        tell(record, "to_decide", total=f"{record.total:.2f}")
        prepared.status = "draft"
    if prepared.status in NOT_POSTED:
        return
    if amount > 0:
        prepared.payment = float(amount), _find_payment_date(lookups, record, day)
    if not prepared.is_for_memory and (locks := lookups.company._get_lock_date_violations(day, purchase=False)):
        refuse(record, "locked", date=max(locks)[0].isoformat())


def _find_payment(record):
    values, status = record.values, record.values["status"]
    total, received = abs(round(record.total, 2)), abs(values.get("received", Decimal(0)))
    if status == "paid" or (status == "credit" and not values.get("balance")):
        return total
    return min(received, total)


def _find_payment_date(lookups, record, day):
    """vtiger keeps no date of payment: when it fell due, or was last changed if that was before."""
    values = record.values
    due = values.get("due_date") or day
    if values.get("modified"):
        due = min(due, values["modified"].date())
    return min(max(due, day), lookups.today)


def _find_date(record):
    day = record.values.get("date")
    if not day:
        # Typed without one in vtiger, which then prints the day of making.
        day = (record.values.get("created") or fields.Datetime.now()).date()
        tell(record, "no_date", "note", date=day.isoformat())
    return day


def _is_for_memory(settings, day):
    """Whether an invoice of this day is to touch no account."""
    until = settings.memory_until
    return settings.invoices == "memory" and (not until or day.isoformat() <= until)


def _prepare_creation(lookups, record):
    names, value = record.values.get("presta_types", []), record.values.get("creation_value", Decimal(0))
    types = lookups.env["agency.presta.type"].browse(lookups.get_type_ids(names))
    if value and not any(types.mapped("requires_creation_value")):
        tell(record, "creation_without_type", value=str(value))
        record.notes.append((lookups.env._("Creation value"), str(value)))
        value = Decimal(0)
    return {
        "presta_type_ids": [(6, 0, types.ids)],
        "has_own_presta_types": True,
        "creation_value": float(value),
        "has_own_creation_value": True,
    }


def _turn_to_credit(record):
    """Of an invoice below zero, the lines of a credit note: what was taken away is given back."""
    for line in record.lines:
        if line.quantity < 0:
            line.quantity = -line.quantity
        else:
            line.price = -line.price
