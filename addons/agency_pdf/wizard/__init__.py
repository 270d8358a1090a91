from . import agency_identity, sale_make_invoice_advance
