"""Which of the machine's apt sources are taken for the Debian archive, and which Odoo is accepted."""

from pathlib import Path

import pytest

from tools.agency.console import SetupError
from tools.agency.odoo import source as odoo_source

ONE_LINE = """
# deb http://mirror.example/debian stable main
deb cdrom:[Debian]/ bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/debian.gpg] http://mirror.example/debian bookworm main contrib
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/debian-security bookworm-security main
deb [signed-by=/etc/vendor.gpg] https://vendor.example/apt stable main
"""
DEB822 = """\
Types: deb
# http://mirror.example/archive/debian/20250520T000000Z
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc
 -----END PGP PUBLIC KEY BLOCK-----

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://other.example/debian
Suites: bookworm
Components: main

Types: deb
URIs: https://vendor.example/node_20.x
Suites: nodistro
Components: main
"""


def entries(folder: Path) -> list[dict[str, str]]:
    return list(odoo_source.debian_entries(folder))


def test_reads_one_line_sources(tmp_path: Path) -> None:
    (tmp_path / "sources.list").write_text(ONE_LINE)
    expected = {"URIs": "http://mirror.example/debian", "Signed-By": "/usr/share/keyrings/debian.gpg"}
    assert entries(tmp_path) == [expected]


def test_reads_deb822_sources_and_their_embedded_keys(tmp_path: Path) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list.d" / "debian.sources").write_text(DEB822)
    (entry,) = entries(tmp_path)
    assert entry["URIs"] == "http://mirror.example/debian"
    assert entry["Signed-By"].startswith("-----BEGIN") and "\n .\n" in entry["Signed-By"]


@pytest.mark.parametrize(
    "uri",
    ["mirror+file:/etc/apt/mirrors/debian.list", "http://mirror.example/archive/debian/20250520T000000Z"],
)
def test_reads_mirror_lists_and_snapshots(tmp_path: Path, uri: str) -> None:
    (tmp_path / "sources.list").write_text(f"deb {uri} trixie main\n")
    assert entries(tmp_path) == [{"URIs": uri}]


def test_finds_nothing_without_sources(tmp_path: Path) -> None:
    assert entries(tmp_path) == []


def make_odoo(folder: Path, version: str) -> None:
    (folder / "odoo").mkdir()
    (folder / "odoo-bin").touch()
    (folder / "odoo" / "release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")


def test_accepts_odoo_19_in_odoo_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_odoo(tmp_path, "19, 0")
    monkeypatch.setattr(odoo_source.config, "ODOO_HOME", str(tmp_path))
    assert odoo_source.get().script == str(tmp_path / "odoo-bin")


def test_refuses_another_odoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_odoo(tmp_path, "18, 0")
    monkeypatch.setattr(odoo_source.config, "ODOO_HOME", str(tmp_path))
    with pytest.raises(SetupError, match=r"Odoo 19\.0 is needed, and .* is Odoo 18\.0"):
        odoo_source.get()


def test_refuses_a_folder_without_odoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odoo_source.config, "ODOO_HOME", str(tmp_path))
    with pytest.raises(SetupError, match="there is no Odoo in"):
        odoo_source.get()
