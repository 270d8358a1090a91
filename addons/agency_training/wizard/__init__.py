from . import agency_training_reopening
