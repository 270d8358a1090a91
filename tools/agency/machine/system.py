"""Debian packages the project needs from the machine: found missing, installed or named."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, is_root, run, step
from tools.agency.machine import postgres_programs


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _has_venv() -> bool:
    """Whether this Python can make a virtual environment with pip in it."""
    return subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0


def _has_font(name: str) -> bool:
    """Whether there is a font with such a file, as 'DejaVuSans.*'."""
    return any(Path("/usr/share/fonts").glob(f"**/{name}"))


def chromium() -> str | None:
    """Path of the browser that tests drive."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


RUN_NEEDS: dict[str, Callable[[], object]] = {
    "python3-venv": _has_venv,
    "postgresql": postgres_programs.find_programs,
    # weasyprint
    "libpango-1.0-0": lambda: _has_library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": lambda: _has_library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": lambda: _has_library("libharfbuzz-subset.so.0"),
    # wkhtmltopdf
    "libxrender1": lambda: _has_library("libXrender.so.1"),
    "libxext6": lambda: _has_library("libXext.so.6"),
    "libfontconfig1": lambda: _has_library("libfontconfig.so.1"),
    "libfreetype6": lambda: _has_library("libfreetype.so.6"),
    # the type of an uploaded file, the text and the fonts of a PDF
    "libmagic1": lambda: _has_library("libmagic.so.1"),
    "poppler-utils": lambda: shutil.which("pdftotext"),
    "fonts-liberation": lambda: _has_font("Liberation*Sans-Regular.*"),
    # the signs that agencies write: ✓ ★ ☎ ✉ ☑
    "fonts-dejavu-core": lambda: _has_font("DejaVuSans.*"),
}
TEST_NEEDS: dict[str, Callable[[], object]] = {**RUN_NEEDS, "chromium": chromium}
LINT_NEEDS: dict[str, Callable[[], object]] = {"python3-venv": _has_venv}


def ensure_packages(needs: dict[str, Callable[[], object]]) -> None:
    """Install with apt what is missing, when root; else say the exact command."""
    missing = [package for package, is_there in needs.items() if not is_there()]
    if not missing:
        return
    names = " ".join(missing)
    if not shutil.which("apt-get"):
        raise SetupError(f"missing, and there is no apt here to install them: {names} (Debian's names)")
    if not is_root():
        raise SetupError(f"packages are missing; run: sudo apt-get install --no-install-recommends {names}")
    with step(f"Installing {names}"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt_get = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
        run([*apt_get, "update"], "could not read Debian's package lists", env=env, network=True)
        install = [*apt_get, "install", "--no-install-recommends", *missing]
        run(install, f"could not install {names}", env=env, network=True)
    if still := [package for package in missing if not needs[package]()]:
        raise SetupError(f"installed, yet not usable: {' '.join(still)} (see {config.LOGS / 'setup.log'})")


def ensure_disk_space(gigabytes: float) -> None:
    """Stop before a download that cannot fit."""
    config.HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(config.HOME).free / 1e9
    if free < gigabytes:
        raise SetupError(
            f"not enough disk space in {config.HOME}: {free:.1f} GB free, {gigabytes:g} GB needed; "
            "free some, or set AGENCY_HOME to a folder on another disk"
        )
