# isort: off
# Before the models that inherit from them.
from . import agency_document_gestures, agency_mail_weight_mixin

# isort: on
from . import (
    account_move,
    agency_document,
    agency_document_folder,
    agency_document_job,
    agency_document_names,
    agency_document_outdated,
    agency_document_template,
    agency_document_template_body,
    agency_document_template_files,
    agency_document_template_palette,
    agency_document_template_places,
    agency_document_version,
    agency_pdf_document,
    ir_actions_report,
    ir_attachment,
    ir_binary,
    sale_order,
)
