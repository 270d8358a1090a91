"""The virtual environment Odoo runs in, and the wkhtmltopdf that comes with it."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, run, step

RUN_FILES = ("requirements.txt",)
DEV_FILES = ("requirements.txt", "requirements-dev.txt")


def ensure(files: tuple[str, ...] = RUN_FILES) -> None:
    """Install the pinned packages, unless they are there already."""
    wanted = fingerprint(files)
    stamp = config.VENV / "installed"
    installed = stamp.read_text().split() if stamp.exists() else []
    if wanted in installed and config.VENV_PYTHON.exists():
        return
    if not installed or fingerprint(RUN_FILES) not in installed:
        # Another Python, other pins, or an attempt that was interrupted: from scratch.
        shutil.rmtree(config.VENV, ignore_errors=True)
        with step(f"Creating a virtual environment (Python {sys.version.split()[0]})"):
            run([sys.executable, "-m", "venv", config.VENV], "could not create the virtual environment")
    with step(f"Installing Python packages ({files[-1]})"):
        pip: list[str | Path] = [config.VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        requirements = [word for file in files for word in ("-r", config.ROOT / file)]
        run([*pip, *requirements], "could not install the Python packages", env=_environment(), network=True)
    stamp.write_text("\n".join({wanted, fingerprint(RUN_FILES)}))


def fingerprint(files: tuple[str, ...] = RUN_FILES) -> str:
    """Changes with the Python and with the pins."""
    text = sys.version + "".join((config.ROOT / file).read_text() for file in files)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def ensure_wkhtmltopdf() -> None:
    """Put the packaged wkhtmltopdf (with patched Qt) where Odoo finds it, and see that it runs."""
    link = config.BIN / "wkhtmltopdf"
    if link.exists():
        return
    program = config.VENV / "bin" / "wkhtmltopdf-pack"
    if not program.exists():
        system = shutil.which("wkhtmltopdf")
        if not system:
            raise SetupError("there is no wkhtmltopdf for this machine's processor: install the package wkhtmltopdf")
        program = Path(system)
    result = subprocess.run([program, "--version"], capture_output=True, text=True)
    if result.returncode:
        said = (result.stderr or result.stdout).strip().splitlines()[-1:]
        raise SetupError(f"wkhtmltopdf does not run, install the library it misses: {' '.join(said)}")
    config.BIN.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(program, config.BIN))
