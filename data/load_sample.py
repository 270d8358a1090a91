"""Load the sample agency: `bin/odoo shell -d agency < data/load_sample.py`.

The agency comes from vtiger: the export of `data/vtiger/` is brought over by the importer of the add-on
agency_vtiger, which is installed for that and uninstalled once the move is done. What vtiger has no word for, and
what the agency has won and invoiced in Odoo, is in the CSV files of `data/sample/` (see data/README.md); their days
count from the day of loading, -12 or +5. It goes through Odoo's own methods, in the order of real life, each thing
done by the user it is assigned to; then what can't be told to a method (creation dates, hours of the chatter) is set
back to its day. Nothing is mailed. A second run changes nothing.
"""

import os
import sys
import traceback
from pathlib import Path

from odoo.modules import get_module_path


def sample_folder() -> Path:
    """Return the folder `data/`: that of AGENCY_SAMPLE_DIR, else the one beside `addons/`."""
    if folder := os.environ.get("AGENCY_SAMPLE_DIR"):
        return Path(folder)
    return Path(get_module_path("agency_crm")).resolve().parents[1] / "data"


# This file is read from the standard input: its neighbours are found by the folder.
sys.path.insert(0, str(sample_folder()))
import sample_loader  # noqa: E402

try:
    sample_loader.load(env, sample_folder())
except Exception:
    traceback.print_exc()
    sys.stdout.flush()
    os._exit(1)
