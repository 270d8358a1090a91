"""Moving in from vtiger by the wizard: what the export of a French 6.x becomes, seen on the screen."""

import csv
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pages import DealForm, Desk, QuoteForm
from pages_moving import open_import

from tools.setup import config, database, testing

sys.path.append(str(config.ROOT / "tests" / "vtiger"))
from exports import write_6, zipped

# An agency's export, read here as any CSV and given to the wizard as a 6.x wrote it.
EXPORT = Path(__file__).parent / "vtiger_export"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The sample agency with the add-on, on a server that runs its scheduled actions."""
    name = f"moving_{os.getpid()}"
    testing.create_database(name, with_sample=True)
    try:
        database.install(testing.prepare(), name, ["agency_vtiger"])
        with testing.start_server(name, max_cron_threads=1) as server:
            yield server.url
    finally:
        testing.drop_database(name)


@pytest.fixture
def manager(address: str, sign_in_at: Callable[[str, str], Desk]) -> Desk:
    return sign_in_at(address, "claire")


def archive() -> bytes:
    """The files as a 6.x wrote them, in one ZIP."""
    files = {path.name: path.read_text(encoding="utf-8").splitlines() for path in sorted(EXPORT.iterdir())}
    return zipped({name: write_6(list(csv.reader(lines))) for name, lines in files.items()})


def test_moving_in(manager: Desk) -> None:
    moving = open_import(manager)
    moving.give({"name": "export-vtiger.zip", "mimeType": "application/zip", "buffer": archive()})

    # What the files are, before anything is imported.
    moving.run("action_read")
    assert [row[:2] + row[3:5] for row in moving.rows("file_ids")] == [
        ["Comptes.csv", "Comptes", "4", "Région commerciale"],
        ["Contacts.csv", "Contacts", "4", ""],
        ["Services.csv", "Services", "3", ""],
        ["Affaires.csv", "Affaires", "5", ""],
        ["Devis.csv", "Devis", "4", ""],
        ["Factures.csv", "Factures", "1", ""],
    ]
    assert moving.value("date_order") == "Jour-mois-année"
    manager.shoot("70-reprise-fichiers")

    # A login that nobody has here is asked for, once.
    moving.tab("Utilisateurs")
    assert moving.rows("user_ids") == [["jdupont", ""], ["lucas", "Lucas Berthier"], ["nadia", "Nadia Kessler"]]
    moving.choose_user("jdupont", "Nadia Kessler")
    moving.save()

    # A dry run tells what an import would do, row by row.
    moving.run("action_dry_run")
    manager.shoot("71-reprise-en-cours")
    moving.wait_until_done()
    assert moving.state() == "Terminé"
    assert moving.messages()[0].startswith("C'était un essai à blanc : rien n'a été importé.")
    assert moving.messages()[1].startswith("Des fiches sont refusées")
    moving.tab("Rapport")
    manager.shoot("72-reprise-essai", full_page=True)
    expected = {"Comptes": (4, 4, 0), "Contacts": (4, 4, 0), "Services": (3, 3, 0), "Affaires": (5, 4, 1),
                "Devis": (4, 3, 1), "Factures": (1, 1, 0)}  # fmt: skip
    assert counts(moving.rows("count_ids")) == expected
    refusals = {
        ("Affaires", "AFF3", "Affaires.csv", "4", "Phase de vente"): "« Signé verbalement » est inconnu.",
        ("Devis", "DEV63", "Devis.csv", "6", "Quantité"): "« deux jours » n'est pas un nombre.",
    }
    check_refusals(moving.rows("issue_ids"), refusals)
    assert ["Laissé de côté", "Affaires", "AFF5"] in [row[:3] for row in moving.rows("issue_ids")]

    # The report as a file, to put right with a spreadsheet at hand.
    report = moving.download_report()
    lines = [[line[0], line[1], line[5], line[6], *line[2:5]] for line in report if len(line) == 7]
    check_refusals(lines, refusals)
    manager.open("Affaires")
    manager.search("Site de la librairie")
    assert not manager.rows()

    # For good: the same report, and the records.
    manager.page.go_back()
    moving.ready()
    moving.run("action_import")
    moving.wait_until_done()
    assert moving.messages()[0].startswith("La reprise est faite.")
    moving.tab("Rapport")
    assert counts(moving.rows("count_ids")) == expected
    manager.shoot("73-reprise-faite")
    moving.run("action_view_issues")
    manager.shoot("74-reprise-lignes")

    # A deal with its quotes.
    manager.open("Affaires")
    manager.search("Site de la librairie")
    deal = manager.open_row("Site de la librairie", DealForm)
    assert (deal.phase(), deal.next_step()) == ("Offre envoyée", "2 - A rappeler")
    assert "Marie Martin" in deal.contact()
    manager.shoot("75-affaire-reprise")
    deal.run("action_view_quotes")
    assert len(manager.rows()) == 2
    manager.shoot("76-ses-devis")
    quote = manager.open_row("DEV61", QuoteForm)
    assert (quote.number(), quote.quote_status()) == ("DEV61", "Envoyé")
    assert "3 960,00" in quote.totals()
    assert [line for line in quote.lines() if 'dites "vitrine", textes fournis' in line]
    manager.shoot("77-devis-repris")


def counts(rows: list[list[str]]) -> dict[str, tuple[int, int, int]]:
    """Read, created and refused, by module."""
    return {row[0]: (int(row[1]), int(row[2]), int(row[5])) for row in rows}


def check_refusals(lines: list[list[str]], refusals: dict[tuple[str, ...], str]) -> None:
    """Lines are severity, module, number, reason, file, line, column."""
    found = {(line[1], line[2], *line[4:7]): line[3] for line in lines if line[0] == "Refus"}
    assert found.keys() == refusals.keys()
    for place, reason in refusals.items():
        assert found[place].startswith(reason)
