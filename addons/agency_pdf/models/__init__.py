# isort: off
from . import agency_pdf_document  # before the models that inherit from it
# isort: on
from . import (
    account_move,
    account_move_send,
    account_tax,
    agency_legal_text,
    ir_actions_report,
    mail_template,
    res_company,
    res_partner,
    sale_order,
    sale_order_line,
)
