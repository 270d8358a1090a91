from . import context_keys, models
