# Before the models that take it.
from . import agency_supplier_document

# isort: split
from . import (
    account_move_deal,
    account_move_gap,
    account_move_matching,
    agency_margin_line,
    agency_price_consultation,
    agency_price_consultation_mail,
    agency_price_consultation_page,
    agency_price_consultation_page_content,
    agency_price_consultation_pdf,
    agency_price_item,
    agency_price_offer,
    agency_price_reminder,
    agency_price_request,
    agency_price_request_grid,
    agency_price_request_send,
    agency_price_request_sheet,
    agency_price_spec,
    agency_price_template,
    agency_print_characteristic,
    agency_supplier_line,
    crm_lead,
    crm_lead_margin,
    ir_actions_report,
    mail_message,
    purchase_order,
    res_company,
    res_config_settings,
    res_partner,
    res_users,
    sale_order,
    sale_order_line,
    sale_order_supplier_orders,
    sale_report,
)

# isort: split
# After the models that it extends.
from . import (
    agency_price_consultation_answer,
    agency_price_consultation_typed,
    agency_price_request_todo,
    agency_price_request_version,
    agency_price_request_working_day,
)

# isort: split
# Orders to suppliers: the mail after what it mails.
from . import purchase_order_deal, purchase_order_document, purchase_order_place, res_company_orders

# isort: split
from . import agency_supplier_paper, purchase_order_changes, purchase_order_mail, purchase_order_vigilance

# isort: split
from . import (
    agency_supplier_paper_page,
    agency_supplier_paper_refusal,
    res_company_pricing,
    sale_order_line_run_on,
    sale_order_options,
)

# isort: split
# After what it asks of « À faire ».
from . import agency_price_consultation_reminder
