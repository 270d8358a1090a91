from . import (
    account_move_send_wizard,
    agency_document_choice,
    agency_document_mailing,
    agency_document_transfer,
    mail_compose_message,
)
