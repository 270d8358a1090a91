from . import (
    agency_invoice_never_paid,
    agency_make_recurring,
    agency_monthly_report,
    agency_quote_reject,
    sale_make_invoice_advance,
)
