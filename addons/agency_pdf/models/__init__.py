# isort: off
# Before the models that inherit from them.
from . import agency_document_gestures, agency_mail_weight_mixin, agency_pdf_document

# isort: on
from . import (
    account_move,
    account_move_send,
    account_tax,
    agency_document,
    agency_document_folder,
    agency_document_job,
    agency_document_template,
    agency_document_version,
    agency_legal_text,
    agency_signed_document,
    agency_trainee,
    ir_actions_report,
    ir_actions_report_signed,
    ir_attachment,
    ir_binary,
    mail_template,
    product_template,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
    sale_order_signature,
    sale_order_training,
)
