from . import (
    account_move_line,
    agency_bpf,
    agency_bpf_calculation,
    agency_bpf_checks,
    agency_bpf_counting,
    agency_bpf_document,
    agency_bpf_entry,
    agency_bpf_filing,
    agency_bpf_line,
    agency_bpf_money,
    agency_bpf_omission,
    agency_bpf_row,
    agency_bpf_sheet,
    agency_bpf_todo,
    agency_course,
    agency_nsf,
    agency_trainee,
    agency_trainer,
    agency_training_funding,
    agency_training_registration,
    agency_training_session,
    agency_training_session_cost,
    ir_actions_report,
    product_template,
    res_company,
    res_partner,
)

# isort: split
# After what is filed, and how it is written.
from . import agency_bpf_rectification
