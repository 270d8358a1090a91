"""The reader and the mapping of agency_vtiger are plain Python: no database here."""

import sys

from tools.agency import config

sys.path.insert(0, str(config.ADDONS / "agency_vtiger"))
