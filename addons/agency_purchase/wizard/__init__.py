# Before the windows that take it.
from . import agency_price_pricing

# isort: split
from . import (
    agency_price_answer,
    agency_price_choice,
    agency_price_remind,
    agency_price_run_on,
    agency_supplier_order,
    agency_supplier_refusal,
    base_partner_merge,
)
