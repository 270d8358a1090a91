"""What the machine lacks: installed when root, named when not."""

import pytest

from tools.agency.console import SetupError
from tools.agency.machine import system

MISSING = {"poppler-utils": lambda: None, "postgresql": lambda: "/usr/lib/postgresql/15/bin", "chromium": lambda: None}


def test_without_root_says_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "is_root", lambda: False)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SetupError, match="sudo apt-get install --no-install-recommends poppler-utils chromium$"):
        system.ensure_packages(MISSING)


def test_without_apt_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda name: None)
    with pytest.raises(SetupError, match="no apt here to install them: poppler-utils chromium"):
        system.ensure_packages(MISSING)


def test_says_nothing_when_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "run", None)  # would fail if called
    system.ensure_packages({"postgresql": lambda: "/usr/lib/postgresql/15/bin"})
