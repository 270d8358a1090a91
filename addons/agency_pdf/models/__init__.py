# isort: off
# Before the models that inherit from it.
from . import agency_kept_file_mixin, agency_pdf_document

# isort: on
from . import (
    account_chart_template,
    account_move,
    account_move_deductions,
    account_move_issued,
    account_move_mail,
    account_move_references,
    account_move_send,
    account_tax,
    agency_first_day,
    agency_invoice_chase,
    agency_legal_text,
    agency_pdf_blocks,
    agency_pdf_drawing,
    agency_signed_document,
    ir_actions_report,
    ir_attachment,
    mail_template,
    product_template,
    res_company,
    res_company_documents,
    res_company_identity,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
    sale_order_mail_links,
    sale_order_mail_words,
    sale_order_signature,
    sale_order_viewed,
)
