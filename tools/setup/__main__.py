"""The command line of the tools; `main` knows it alone."""

import errno
import os
import sys

from . import config, odoo, postgres
from .console import SetupError

USAGE = """The project's commands:

  run       set up what is missing, then serve the agency
  stop      stop the database server that `run` leaves on
  reset     make the agency's database anew (downloads are kept)
  backup    write the agency's database and files in .agency/backups (it may be in use)
  restore   make the database of a backup: `make restore FILE=....zip`; the one that was there is kept
  update    update the add-ons in the agency's database, whatever their versions
  test      run every test; `make test ONLY=agency_crm`: one add-on's, `ONLY=journeys`: those of tests/journeys
  test-odoo run Odoo's own tests without the add-ons and with them; nothing may fail only with them (an hour);
            `make test-odoo ONLY=crm`, `ONLY=crm:TestCRMLead`: some of them
  lint      check the style of the code
  format    put the code in that style
  bench     run the measurements of tests/bench, write docs/benchmarks.md; `make bench ONLY=pdf`: one of them
  odoo ...  Odoo's own command line (bin/odoo)
"""


def main(arguments: list[str]) -> int:
    """Run one command, return its exit status."""
    command, rest = (arguments or ["help"])[0], arguments[1:]
    match command:
        case "odoo":
            source = odoo.prepare()
            line = odoo.command(source, *rest)
            os.execve(line[0], line, odoo.environment(source))  # noqa: S606 - Odoo in the place of this process
        case "run" | "reset":
            from . import serve

            return serve.reset() if command == "reset" else serve.run()
        case "backup" | "restore":
            from . import backup

            return backup.backup() if command == "backup" else backup.restore(rest[0] if rest else None)
        case "stop":
            postgres.stop()
        case "update":
            from . import database

            source = odoo.prepare()
            database.update(source, config.DATABASE, everything=True)
        case "test":
            from . import test_run

            return test_run.run(rest[0] if rest else None)
        case "test-odoo":
            from . import test_odoo

            return test_odoo.run(rest[0] if rest else None)
        case "bench":
            from . import bench

            return bench.run(rest[0] if rest else None)
        case "lint" | "format":
            from . import checks

            return getattr(checks, command)()
        case "help" | "-h" | "--help":
            print(USAGE)
        case _:
            raise SetupError(f"there is no command {command}; `make help` lists them")
    return 0


def explain_system_error(error: OSError) -> str:
    """The one line for an error of the machine."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full ({error.filename or config.HOME}): free some space and run it again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT):
        return f"cannot use {error.filename} ({error.strerror}): make it yours, or set AGENCY_HOME to a folder of yours"
    return f"{error.strerror}: {error.filename}"


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    except SetupError as error:
        status = f"agency: error: {error}"
    except OSError as error:
        status = f"agency: error: {explain_system_error(error)}"
    except KeyboardInterrupt:
        status = "agency: interrupted"
    sys.exit(status)
