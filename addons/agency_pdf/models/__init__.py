# isort: off
from . import agency_pdf_document  # before the models that inherit from it

# isort: on
from . import (
    account_move,
    account_move_send,
    account_tax,
    agency_document_template,
    agency_legal_text,
    agency_trainee,
    ir_actions_report,
    mail_template,
    product_template,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
    sale_order_training,
)
