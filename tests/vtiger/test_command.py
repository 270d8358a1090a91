"""`bin/odoo vtiger_import`: what it says, and how it ends."""

import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import moving
import pytest
from exports import write_8

from tools.agency import config, testing
from tools.agency.odoo import odoo

ACCOUNTS = [["Organization Number", "Organization Name", "Created Time"], ["ACC1", "Dupont", "01-02-2020 10:00:00"]]


@pytest.fixture(scope="module")
def ready() -> Iterator[str]:
    with moving.database_with_importer(f"vtiger_command_{os.getpid()}") as name:
        yield name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return moving.write(tmp_path / "export", [("Accounts.csv", write_8(ACCOUNTS))])


def accounts(name: str) -> int:
    return int(testing.sql(name, "SELECT count(*) FROM res_partner WHERE name = 'Dupont'"))


def test_dates_that_can_be_read_two_ways_are_asked_for(ready: str, folder: Path) -> None:
    said = moving.run(ready, folder, status=1)
    assert "--date-order dmy|mdy" in said
    assert not accounts(ready)


def test_a_dry_run_reports_and_leaves_nothing(ready: str, folder: Path) -> None:
    said = moving.run(ready, folder, "--date-order", "mdy", "--dry-run")
    assert "Essai à blanc : rien n'a été importé." in said
    assert moving.counts(folder / "report.csv") == {"Comptes": {"Lus": 1, "Créés": 1}}
    assert not accounts(ready)


def test_nothing_to_read_is_said(ready: str, tmp_path: Path) -> None:
    folder = moving.write(
        tmp_path / "export", [("notes.csv", b"a,b\n1,2\n"), ("Quotes.csv", b"Subject,Quote"), ("x.zip", b"PK\x03\x04")]
    )
    said = moving.run(ready, folder, status=1)
    for words in (
        "Aucun module de vtiger n'a ces colonnes",
        "Quotes.csv Le fichier ne finit pas",
        "L'archive est abîmée",
    ):
        assert words in said


def test_a_folder_and_a_database_that_are_not_there(folder: Path, ready: str) -> None:
    assert "does not exist" in moving.run(ready, folder / "nowhere", status=2)
    said = moving.run("vtiger_nowhere", folder, status=2)
    assert "the database vtiger_nowhere cannot be opened" in said and "Traceback" not in said


def test_a_mapping_file_that_is_wrong(ready: str, folder: Path) -> None:
    mapping = folder / "mapping.toml"
    mapping.write_text("[picklists.quote]\na = 'b'\n")
    assert "mapping.toml: Le fichier de correspondance donne « b »" in moving.run(
        ready, folder, "--date-order", "dmy", "--mapping", str(mapping), status=1
    )


def test_a_terminal_shows_the_progress(ready: str, folder: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        moving.command(ready, folder, "--date-order", "dmy", "--dry-run"),
        env=odoo.environment(testing.prepare()),
        cwd=config.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 1024):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    assert process.wait() == 0
    assert b"[########################################] 1/1" in shown


def test_the_status_tells_a_refused_file_and_figures_to_decide(ready: str, folder: Path) -> None:
    moving.write(folder, [("Quotes.csv", b"Subject,Quote")])
    said = moving.run(ready, folder, "--date-order", "dmy", "--dry-run", status=1)
    assert "Fichiers refusés (1) : Quotes.csv" in said
    head = "Quote Number,Subject,Quote Stage,Total,Tax Type,Item Name,Quantity,Selling Price,VAT,Organization Name"
    row = "Q1,Site,Sent,999,group,Services::::A,1,100,20,Accounts::::Dupont"
    moving.write(folder, [("Quotes.csv", f"{head}\n{row}\n".encode())])
    said = moving.run(ready, folder, "--date-order", "dmy", "--dry-run", status=1)
    assert "Documents dont les chiffres ne sont pas ceux de vtiger, à décider : 1" in said


def test_the_status_tells_that_all_records_of_a_kind_were_refused(ready: str, folder: Path) -> None:
    rows = [["Contact Id", "First Name", "Last Name"], ["", "Marie", "Martin"], ["", "Luc", "Ferry"]]
    moving.write(folder, [("Contacts.csv", write_8(rows))])
    said = moving.run(ready, folder, "--date-order", "dmy", "--dry-run", status=1)
    assert "Contacts : tous refusés (2)" in said
    # One of them refused is counted, and stops nothing.
    moving.write(folder, [("Contacts.csv", write_8([*rows, ["CON3", "Zoé", "Weiss"]]))])
    said = moving.run(ready, folder, "--date-order", "dmy", "--dry-run")
    assert moving.counts(folder / "report.csv")["Contacts"] == {"Lus": 3, "Créés": 1, "Refusés": 2}
