"""Where things are: every folder, port and name that an environment variable can move."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path


def _from_environment(name: str, default: str, pattern: str, expected: str) -> str:
    """Value of an environment variable, or the end with one line when it makes no sense."""
    value = os.environ.get(name) or default
    if not re.fullmatch(pattern, value):
        sys.exit(f"agency: error: {name}={value}: {expected} is expected")
    return value


def _port_from_environment(name: str, default: str = "0") -> int:
    """A port chosen by an environment variable; 0 is for none."""
    return int(_from_environment(name, default, r"\d{1,5}", "a port number"))


ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
SAMPLE_LOADER = ROOT / "data" / "load_sample.py"
SIGN_IN = ROOT / "data" / "SIGN_IN.txt"

HOME = Path(os.environ.get("AGENCY_HOME") or ROOT / ".agency").absolute()
LOGS = HOME / "logs"
OUTBOX = HOME / "outbox"
VENV = HOME / "venv"
VENV_PYTHON = VENV / "bin" / "python"
BIN = HOME / "bin"
ODOO_CONF = HOME / "odoo.conf"
DATA_DIR = HOME / "data"

DATABASE = _from_environment("AGENCY_DB", "agency", r"[a-z][a-z0-9_-]*", "a name in small letters, digits, _ and -")
# Whether a database that is made has the sample agency; without, it is an agency's own, on its first day.
WITH_SAMPLE = _from_environment("AGENCY_SAMPLE", "yes", "yes|no", "yes or no") == "yes"
PORT = _port_from_environment("AGENCY_PORT", "8069")
PG_PORT = _port_from_environment("AGENCY_PG_PORT")
# How many tests run side by side: as many as there are cores, and two at least, since each waits now and then.
JOBS = int(_from_environment("AGENCY_JOBS", str(max(2, min(os.cpu_count() or 2, 8))), r"[1-9]\d?", "a number of jobs"))
ODOO_SERIES = (19, 0)
ODOO_HOME = os.environ.get("ODOO_HOME")

# Add-ons that a database has only when it is asked for: the import is uninstalled when the move is done, and not every
# agency buys from others what it sells.
OPTIONAL_ADDONS = {"agency_purchase", "agency_training_survey", "agency_vtiger"}
# What the add-ons stand on, besides whatever their manifests name.
ODOO_MODULES = (
    "crm",
    "sale_management",
    "sale_crm",
    "sale_pdf_quote_builder",
    "account",
    "l10n_fr_account",
    "contacts",
    "calendar",
)
# A shop beside an agency: what an Odoo that lives may have, besides what these depend on.
SHOP_MODULES = (
    *("account_debit_note", "calendar", "contacts", "crm", "crm_livechat", "delivery"),
    *("event", "event_booth_sale", "event_crm", "event_crm_sale", "event_sale", "event_sms", "fleet"),
    *("hr", "hr_expense", "hr_holidays", "hr_recruitment", "hr_skills", "hr_timesheet"),
    *("im_livechat", "l10n_fr_account", "link_tracker", "loyalty", "maintenance"),
    *("mass_mailing", "mass_mailing_crm", "mass_mailing_event", "mass_mailing_sale", "mass_mailing_sms"),
    *("partnership", "point_of_sale", "pos_sale", "product_matrix", "project", "project_todo"),
    *("purchase", "purchase_requisition", "purchase_stock", "repair"),
    *("sale_crm", "sale_expense", "sale_loyalty", "sale_management", "sale_margin", "sale_pdf_quote_builder"),
    *("sale_product_matrix", "sale_project", "sale_purchase", "sale_service", "sale_sms", "sale_stock"),
    *("sale_timesheet", "snailmail_account", "stock", "stock_account", "stock_picking_batch", "survey", "survey_crm"),
    *("website", "website_blog", "website_crm", "website_event_sale", "website_forum", "website_sale"),
    *("website_sale_loyalty", "website_sale_stock", "website_sale_wishlist", "website_slides"),
)


def make_home_private() -> None:
    """Keep mails, logs and files of the agency from the other users of this machine."""
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    HOME.chmod(0o700)


def private_file(path: Path, make_content: Callable[[], str]) -> str:
    """Content of a file that only its owner reads, made on first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(make_content())
    return path.read_text().strip()
