"""The command line of the tools; `main` knows it alone."""

import errno
import importlib
import sys

from . import config
from .console import SetupError

# Command, what it does, and its file in commands/.
COMMANDS = {
    "run": ("set up what is missing, then serve the agency", "run"),
    "stop": ("stop the database server that `run` leaves on", "stop"),
    "reset": ("make the agency's database anew (downloads are kept)", "reset"),
    "backup": ("write the agency's database and files in .agency/backups (it may be in use)", "backup"),
    "restore": (
        "make the database of a backup: `make restore FILE=....zip`; the one that was there is kept",
        "restore",
    ),
    "update": ("update the add-ons in the agency's database, whatever their versions", "update"),
    "test": (
        "run every test; `make test ONLY=agency_crm`: one add-on's, `ONLY=agency_crm:TestNextStep` or\n"
        "            `ONLY=agency_crm:TestNextStep.test_name`: some of them, `ONLY=journeys`: those of tests/journeys",
        "test",
    ),
    "test-odoo": (
        "run Odoo's own tests without the add-ons and with them; nothing may fail only with them (an hour);\n"
        "            `make test-odoo ONLY=crm`, `ONLY=crm:TestCRMLead`: some of them",
        "odoo_tests",
    ),
    "lint": ("check the style of the code, and the types of the plain Python", "lint"),
    "format": ("put the code in that style", "format"),
    "bench": (
        "run the measurements of tests/bench, write docs/benchmarks.md; `make bench ONLY=pdf`: one of them",
        "bench",
    ),
    "odoo ...": ("Odoo's own command line (bin/odoo)", "odoo"),
}


def main(arguments: list[str]) -> int:
    """Run one command, return its exit status."""
    command, rest = (arguments or ["help"])[0], arguments[1:]
    if command in ("help", "-h", "--help"):
        print(
            "The project's commands:\n", *(f"  {name:<9} {says}" for name, (says, _file) in COMMANDS.items()), sep="\n"
        )
        return 0
    files = {name.split()[0]: file for name, (_says, file) in COMMANDS.items()}
    if command not in files:
        raise SetupError(f"there is no command {command}; `make help` lists them")
    # Only the one that is asked for: `bin/odoo` starts at once.
    return importlib.import_module(f"{__package__}.commands.{files[command]}").main(rest)


def explain_system_error(error: OSError) -> str:
    """The one line for an error of the machine."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full ({error.filename or config.HOME}): free some space and run it again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT):
        return f"cannot use {error.filename} ({error.strerror}): make it yours, or set AGENCY_HOME to a folder of yours"
    return f"{error.strerror}: {error.filename}"


if __name__ == "__main__":
    status: int | str
    try:
        status = main(sys.argv[1:])
    except SetupError as error:
        status = f"agency: error: {error}"
    except OSError as error:
        status = f"agency: error: {explain_system_error(error)}"
    except KeyboardInterrupt:
        status = "agency: interrupted"
    sys.exit(status)
