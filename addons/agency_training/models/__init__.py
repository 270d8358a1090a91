# Before the models that take it.
from . import agency_training_signature

# isort: split
from . import (
    account_chart_template,
    account_move,
    account_move_line,
    account_tax,
    agency_course,
    agency_document_template,
    agency_legal_text,
    agency_pdf_document,
    agency_trainee,
    agency_trainer,
    agency_training_delivery,
    agency_training_registration,
    agency_training_session,
    agency_training_slot,
    ir_actions_report,
    product_template,
    res_company,
    sale_order,
    sale_order_course,
    sale_order_document,
    sale_order_session,
)

# isort: split
# After the models that they extend.
from . import (
    agency_training_attendance,
    agency_training_papers,
    agency_training_session_attendance,
    agency_training_slot_sheet,
)

# isort: split
from . import agency_training_convocation, agency_training_session_todo

# isort: split
from . import agency_training_link, agency_training_signing_screen, agency_training_slot_signature

# isort: split
from . import agency_training_sheet

# isort: split
from . import agency_training_sheet_closed

# isort: split
from . import agency_training_slot_cancelled

# isort: split
from . import agency_training_closing, agency_training_privacy, agency_training_sheet_printed

# isort: split
from . import agency_training_activity, agency_training_connection

# isort: split
# After all papers.
from . import (
    agency_course_programme,
    agency_training_certificate,
    agency_training_end_papers,
    agency_training_subcontract,
    mail_mail,
    sale_order_agreement,
    sale_order_portal,
    sale_order_programme,
)

# isort: split
from . import agency_training_handout

# isort: split
# After what a session asks of its people.
from . import agency_training_convocation_delay

# isort: split
# After all that a trainer is kept from.
from . import agency_training_trainer_account

# isort: split
# Who pays, after all that is paid.
from . import account_move_payers, agency_training_funding, sale_order_line_payers, sale_order_payers

# isort: split
from . import (
    agency_training_payers_todo,
    agency_training_session_amended,
    agency_training_session_grid,
    agency_training_session_money,
    sale_order_deposit,
    sale_order_session_document,
    sale_order_session_todo,
)
