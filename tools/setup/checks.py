"""`make lint` and `make format`."""

import subprocess

from . import config, odoo, python_env, system
from .console import locked, say

FOLDERS = ("addons", "tools", "data", "tests")


def lint() -> int:
    """Check the style; print what is to report."""
    folders = _prepare()
    addons = [str(config.ADDONS / name) for name in odoo.manifests()]
    checks = [["ruff", "check", *folders], ["ruff", "format", "--check", *folders]]
    if addons:
        checks.append(["pylint", f"--rcfile={config.ROOT / '.pylintrc'}", *addons])
    failed = [command[0] for command in checks if _run(*command)]
    say("lint: " + (f"something to report ({', '.join(failed)})" if failed else "nothing to report"))
    return 1 if failed else 0


def format() -> int:
    """Put the code in the project's style."""
    folders = _prepare()
    return _run("ruff", "check", "--fix", *folders) or _run("ruff", "format", *folders)


def _prepare() -> list[str]:
    with locked():
        system.ensure_packages(system.LINT_NEEDS)
        python_env.ensure(python_env.DEV_FILES)
    return [folder for folder in FOLDERS if (config.ROOT / folder).exists()]


def _run(program: str, *arguments: str) -> int:
    return subprocess.call([config.VENV / "bin" / program, *arguments], cwd=config.ROOT)
