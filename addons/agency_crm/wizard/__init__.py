from . import agency_invoice_never_paid, agency_make_recurring, agency_quote_reject
