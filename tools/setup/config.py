"""Where things are: every folder, port and name that an environment variable can move."""

import os
from collections.abc import Callable
from pathlib import Path

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

DATABASE = os.environ.get("AGENCY_DB") or "agency"
PORT = int(os.environ.get("AGENCY_PORT") or 8069)
ODOO_SERIES = (19, 0)
ODOO_HOME = os.environ.get("ODOO_HOME")

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


def private_file(name: str, make_content: Callable[[], str]) -> str:
    """Content of a file of HOME that only its owner reads, made on first use."""
    path = HOME / name
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(make_content())
    return path.read_text().strip()
