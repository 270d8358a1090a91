"""`make lint`: the style of the code, and the types of the plain Python (pyproject.toml says which)."""

import subprocess

from tools.agency import config, manual, overrides
from tools.agency.console import locked, say
from tools.agency.machine import python_env, system
from tools.agency.odoo import odoo

FOLDERS = ("addons", "tools", "data", "tests")


def main(_arguments: list[str]) -> int:
    """Check the style; print what is to report."""
    folders = prepare()
    addons = [str(config.ADDONS / name) for name in odoo.manifests()]
    checks = [["ruff", "check", *folders], ["ruff", "format", "--check", *folders], ["mypy"]]
    if addons:
        checks.append(["pylint", f"--rcfile={config.ROOT / '.pylintrc'}", *addons])
    failed = [command[0] for command in checks if call(*command)]
    if not overrides.is_up_to_date():
        say(f"{overrides.PAGE.relative_to(config.ROOT)} is not up to date: `make format` makes it anew")
        failed.append("overrides")
    if not manual.is_up_to_date():
        say(f"{manual.PDF.relative_to(config.ROOT)} is not of the manual's pages: `make format` makes it anew")
        failed.append("manual")
    say("lint: " + (f"something to report ({', '.join(failed)})" if failed else "nothing to report"))
    return 1 if failed else 0


def prepare() -> list[str]:
    with locked():
        system.ensure_packages(system.LINT_NEEDS)
        python_env.ensure(python_env.DEV_FILES)
    return [folder for folder in FOLDERS if (config.ROOT / folder).exists()]


def call(program: str, *arguments: str) -> int:
    return subprocess.call([config.VENV / "bin" / program, *arguments], cwd=config.ROOT)
