"""Quotes and sales orders of vtiger: devis, and recurring orders."""

import re

from odoo import fields

from .documents import prepare_document
from .html import paragraphs_html
from .telling import tell
from .under_way import find_periods

FREQUENCY_MONTHS = {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12, "4": 4}
QUOTE_STATES = {
    "draft": {"state": "draft"},
    "sent": {"state": "sent"},
    "accepted": {"state": "sale"},
    "settled": {"state": "sale", "is_settled_before": True},
    "rejected": {"state": "cancel"},
    "postponed": {"state": "sent", "quote_answer": "postponed"},
    "no_answer": {"state": "sent", "quote_answer": "no_answer"},
}


def prepare_quote(lookups, record, lines):
    """Prepare a quote, where it stands."""
    prepared = _prepare_order(lookups, record, lines)
    vals, status = prepared.vals, record.values["status"]
    vals |= {"quote_answer": False, "is_settled_before": False, **QUOTE_STATES[status]}
    vals["validity_date"] = record.values.get("valid_until") or False
    if status == "sent":
        vals["last_sent_date"] = record.values.get("modified") or vals["date_order"]
    elif vals["state"] != "draft":
        # What was answered was sent first: vtiger does not say when.
        vals["last_sent_date"] = vals["date_order"]
    return prepared


def prepare_sales_order(lookups, record, lines):
    """Prepare an order, recurring where it recurs in vtiger."""
    values = record.values
    lookups.resolver.find(record, "quote")
    if quote := record.refs.get("quote"):
        record.notes.append((lookups.env._("Quote"), quote.name))
    prepared = _prepare_order(lookups, record, lines)
    prepared.vals["state"] = values.get("status") or "sale"
    frequency = values.get("frequency") if values.get("recurring") else None
    start = values.get("next_date") or values.get("start")
    if values.get("recurring") and not (frequency in FREQUENCY_MONTHS and start):
        tell(record, "not_recurring", frequency=frequency or "", start=str(start or ""))
        frequency = None
    if frequency:
        _set_recurrence(lookups, record, prepared, frequency, start)
        prepared.vals |= _prepare_payment_term(lookups, record)
    else:
        prepared.vals["is_settled_before"] = values.get("subject") in lookups.invoiced_orders
    return prepared


def _prepare_order(lookups, record, lines):
    prepared, values = prepare_document(lookups, record), record.values
    prepared.vals |= {
        "name": record.key,
        "user_id": lookups.get_owner_id(record),
        "date_order": values.get("created") or fields.Datetime.now(),
        "subject": values.get("subject"),
        "note": paragraphs_html(values.get("description"), values.get("terms")),
        "order_line": lines.prepare(record, "sale.order"),
    }
    return prepared


def _set_recurrence(lookups, record, prepared, frequency, next_start):
    """Set the calendar of a recurring order: its next start is never in the past."""
    values = record.values
    first, end = values.get("start") or next_start, values.get("end")
    months, day = FREQUENCY_MONTHS[frequency], first.day
    invoiced = lookups.invoiced_orders.get(values.get("subject"), [])
    due, doubtful = find_periods(next_start, months, day, end, invoiced, lookups.today)
    prepared.start = next_start.isoformat()
    # vtiger never invoices an order without an end (FORMAT.md 3.1).
    prepared.periods = doubtful if end else []
    prepared.vals |= {
        "billing_frequency": "other" if frequency == "4" else frequency,
        "billing_months": months,
        "next_invoice_date": due,
        "billing_day": day,
        "recurrence_end_date": end or False,
        "recurrence_status": _find_recurrence_status(record, end, due),
    }


def _find_recurrence_status(record, end, due):
    if not end:
        tell(record, "no_end", "note")
        return "paused"
    return "stopped" if end < due else "running"


def _prepare_payment_term(lookups, record):
    """When the invoices to come are due; what Odoo has no term for is kept in the notes."""
    text = record.values.get("payment_duration")
    if not text:
        return {}
    days = re.search(r"\d+", text)
    if not (term := days and lookups.get_term_id(int(days[0]))):
        record.notes.append((lookups.headers.get("payment_duration", "Payment Duration"), text))
        return {}
    return {"payment_term_id": term}
