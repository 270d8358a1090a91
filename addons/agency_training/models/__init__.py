from . import (
    account_chart_template,
    account_move,
    account_tax,
    agency_document_template,
    agency_legal_text,
    agency_trainee,
    ir_actions_report,
    product_template,
    res_company,
    sale_order,
    sale_order_document,
)
