"""Services and products of vtiger: the catalogue."""

from decimal import Decimal

from ..vtiger.mapping import read_rates
from .html import notes_html
from .prepared import Prepared


def prepare_service(lookups, record):
    """Prepare a service product."""
    values = record.values
    types = lookups.get_type_ids(values.get("presta_types", []))
    # Not the reference of the service, which every new quote would print.
    record.notes.append((lookups.headers.get("key", "Service Number"), record.key))
    vals = {
        "name": values.get("name"),
        "type": "service",
        "list_price": values.get("price", Decimal(0)),
        "description_sale": values.get("description") or False,
        "taxes_id": [(6, 0, lookups.get_tax_ids(record, list(read_rates(values))[:1]))],
        "active": values.get("active", True),
        "sale_ok": True,
        "purchase_ok": False,
        "uom_id": lookups.get_unit_id(record),
        "presta_type_id": types[0] if types else False,
        "description": notes_html(lookups.env, record) or False,
    }
    return Prepared(vals, values.get("name"))


def prepare_product(lookups, record):
    """Prepare a thing that is sold: it has the taxes of goods, and what it costs."""
    record.notes.append((lookups.headers.get("key", "Product Number"), record.key))
    values = record.values
    types = lookups.get_type_ids(values.get("presta_types", []))
    taxes = lookups.get_tax_ids(record, list(read_rates(values))[:1], is_goods=True)
    vals = {
        "name": values.get("name"),
        "type": "consu",
        "list_price": values.get("price", Decimal(0)),
        "standard_price": values.get("cost", Decimal(0)),
        "description_sale": values.get("description") or False,
        "taxes_id": [(6, 0, taxes)],
        "active": values.get("active", True),
        "sale_ok": True,
        "uom_id": lookups.get_unit_id(record),
        "presta_type_id": types[0] if types else False,
        "description": notes_html(lookups.env, record) or False,
    }
    return Prepared(vals, values.get("name"))
