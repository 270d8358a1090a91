from . import agency_training_correction, agency_training_reopening
