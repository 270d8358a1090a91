from . import (
    account_move_send_wizard,
    agency_invoice_never_paid,
    agency_make_recurring,
    agency_monthly_report,
    agency_quote_reject,
    mail_compose_message,
    sale_make_invoice_advance,
)
