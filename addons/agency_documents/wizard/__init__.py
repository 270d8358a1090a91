from . import (
    account_move_send_wizard,
    agency_document_choice,
    agency_document_mailing,
    mail_compose_message,
)
