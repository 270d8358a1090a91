from . import agency_training_closing, agency_training_correction, agency_training_reopening, agency_training_sending

# isort: split
from . import sale_make_invoice_payers
