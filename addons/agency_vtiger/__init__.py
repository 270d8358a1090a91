from . import context_keys, models, wizard
from .hooks import uninstall_hook
