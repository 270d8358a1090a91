# ruff: noqa: I001 - mixins come first, and the partial invoice completes the dialog of invoices.
from . import agency_manager_wizard_mixin
from . import (
    account_move_reversal,
    account_move_send_wizard,
    agency_choose_companies,
    agency_invoice_never_paid,
    agency_make_recurring,
    agency_monthly_report,
    agency_monthly_report_sheet,
    agency_new_request,
    agency_numbering,
    agency_quote_postpone,
    agency_quote_reject,
    agency_today_postpone,
    agency_what_now,
    base_partner_merge,
    crm_lead_lost,
    mail_activity_schedule,
    mail_compose_message,
    sale_make_invoice_advance,
    sale_make_invoice_kind,
    agency_partial_invoice,
)
