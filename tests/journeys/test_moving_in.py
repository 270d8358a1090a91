"""Moving in from vtiger by the wizard: what the export of a French 6.x becomes, seen on the screen."""

import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pages import Desk
from pages_moving import open_import
from pages_sales import DealForm, QuoteForm
from playwright.sync_api import expect
from serving import serve_sample

from tools.agency import config

sys.path.append(str(config.ROOT / "tests" / "vtiger"))
from exports import write_6, zipped

# An agency's export, read here as any CSV and given to the wizard as a 6.x wrote it.
EXPORT = Path(__file__).parent / "vtiger_export"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample agency with the add-on, on a server that runs its scheduled actions."""
    with serve_sample("moving", tmp_path_factory.mktemp("mail"), "agency_vtiger", max_cron_threads=1) as agency:
        yield agency.url


@pytest.fixture
def manager(address: str, sign_in_at: Callable[[str, str], Desk]) -> Desk:
    return sign_in_at(address, "claire")


# What vtiger keeps of Documents and of the files of comments, as its `storage/` folder has them.
STORAGE = {
    "storage/2019/March/week2/12_plaquette_été.txt": b"La plaquette",
    "storage/2026/October/week3/88_maquette.txt": b"La maquette",
}


def archive() -> bytes:
    """The files as a 6.x wrote them, in one ZIP."""
    files = {path.name: path.read_text(encoding="utf-8").splitlines() for path in sorted(EXPORT.iterdir())}
    return zipped({name: write_6(list(csv.reader(lines))) for name, lines in files.items()})


def test_moving_in(manager: Desk) -> None:
    moving = open_import(manager)
    moving.give(
        {"name": "export-vtiger.zip", "mimeType": "application/zip", "buffer": archive()},
        {"name": "storage.zip", "mimeType": "application/zip", "buffer": zipped(STORAGE)},
    )

    # What the files are, before anything is imported.
    moving.run("action_read")
    moving.tab("Fichiers lus")
    assert [row[:2] + row[3:5] for row in moving.rows("file_ids")] == [
        ["Comptes.csv", "Comptes", "4", "Région commerciale, Ville du siège"],
        ["Contacts.csv", "Contacts", "4", ""],
        ["Services.csv", "Services", "3", ""],
        ["Affaires.csv", "Affaires", "5", ""],
        ["Devis.csv", "Devis", "4", "TVA du devis"],
        ["Factures.csv", "Factures", "1", ""],
        ["Commentaires.csv", "Commentaires", "2", ""],
        ["Documents.csv", "Documents", "1", ""],
    ]
    assert moving.value("date_order") == "Jour-mois-année"
    manager.shoot("70-reprise-fichiers")

    # The gate is red: a tax and a town nobody knows. Three columns are said, and it is green.
    assert "Ville du siège" in moving.messages()[0] and "TVA du devis" in moving.messages()[0]
    moving.tab("À nommer")
    manager.shoot("70-reprise-a-nommer")
    moving.choose_column("TVA du devis", "TVA")
    moving.choose_column("Ville du siège", "Ville facturation")
    moving.choose_column("Région commerciale", "Garder dans les notes")
    moving.save()
    manager.shoot("70-reprise-nommees")
    moving.run("action_read")
    assert moving.messages() == [
        "Rien ne s'oppose à la reprise : chaque fichier, chaque colonne de montant, de taxe ou d'adresse est connu."
    ]
    manager.shoot("70-reprise-feu-vert")

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
                "Devis": (4, 3, 1), "Factures": (1, 1, 0), "Commentaires": (2, 2, 0),
                "Documents": (1, 1, 0)}  # fmt: skip
    assert counts(moving.rows("count_ids")) == expected
    refusals = {
        ("Affaires", "AFF3", "Affaires.csv", "4", "Phase de vente"): "« Signé verbalement » est inconnu.",
        ("Devis", "DEV63", "Devis.csv", "6", "Quantité"): "« deux jours » n'est pas un nombre, ou peut en être deux",
    }
    reasons = {(what, module, which) for what, module, _count, _reason, which in moving.reasons()}
    assert {("Refus", "Affaires", "AFF3"), ("Refus", "Devis", "DEV63")} <= reasons
    assert ("Laissé de côté", "Affaires", "AFF5") in reasons
    moving.tab("Aperçu")
    manager.shoot("72-reprise-apercu", full_page=True)
    assert "Site de la librairie" in moving.field("samples").inner_text()

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

    # A deal with its quotes, what was said of it, and the file that came with it.
    manager.open("Affaires")
    manager.search("Site de la librairie")
    deal = manager.open_row("Site de la librairie", DealForm)
    assert (deal.phase(), deal.next_step()) == ("Offre envoyée", "2 - A rappeler")
    assert "Marie Martin" in deal.contact()
    expect(deal.root.locator(".o-mail-Message", has_text="deux pistes")).to_be_visible()
    told = deal.root.locator(".o-mail-Message", has_text="il rappelle lundi")
    expect(told).to_contain_text("Nadia Kessler")
    expect(told.locator(".o-mail-AttachmentList")).to_contain_text("maquette.txt")
    manager.shoot("75-affaire-reprise")
    deal.run("action_view_quotes")
    assert len(manager.rows()) == 2
    manager.shoot("76-ses-devis")
    quote = manager.open_row("DEV61", QuoteForm)
    assert (quote.number(), quote.quote_status()) == ("DEV61", "Envoyé")
    assert "3 960,00" in quote.totals()
    assert [line for line in quote.lines() if 'dites "vitrine", textes fournis' in line]
    manager.shoot("77-devis-repris")
    manager.open("Comptes")
    manager.search("Scierie du Donon")
    assert "Grandfontaine" in manager.rows()[0]


OTHERS = [
    ["Nom compte", "Compte N°", "Email", "Type", "Adresse facturation", "Ville du siège", "Billing Postal Code"],
    ["Menuiserie du Donon", "COM81", "atelier@menuiserie.example", "Customer", "Le Haut", "Schirmeck", "67130"],
    ["Les Trains du canal", "COM82", "bonjour@trains.example", "Prospect", "Quai Sud", "Toul", "54200"],
]


def test_undoing(manager: Desk) -> None:
    """What an import brought goes by one button, and what was named before is known."""
    moving = open_import(manager)
    files = {"Comptes.csv": write_6(OTHERS)}
    moving.give({"name": "encore.zip", "mimeType": "application/zip", "buffer": zipped(files)})
    moving.run("action_read")
    # The towns were named in the first journey, or nobody named them: then the gate is red.
    if not moving.messages()[0].startswith("Rien ne s'oppose à la reprise"):
        moving.tab("À nommer").choose_column("Ville du siège", "Ville facturation").save()
        moving.run("action_read")
    assert moving.messages()[0].startswith("Rien ne s'oppose à la reprise")
    moving.run("action_import")
    moving.wait_until_done()
    assert moving.messages()[0].startswith("La reprise est faite.")
    manager.shoot("78-reprise-a-annuler")
    moving.undo()
    manager.shoot("79-reprise-annulee")
    manager.open("Comptes")
    manager.search("Menuiserie du Donon")
    assert not manager.rows()


def counts(rows: list[list[str]]) -> dict[str, tuple[int, int, int]]:
    """Read, created and refused, by module."""
    return {row[0]: (int(row[1]), int(row[2]), int(row[5])) for row in rows}


def check_refusals(lines: list[list[str]], refusals: dict[tuple[str, ...], str]) -> None:
    """Lines are severity, module, number, reason, file, line, column."""
    found = {(line[1], line[2], *line[4:7]): line[3] for line in lines if line[0] == "Refus"}
    assert found.keys() == refusals.keys()
    for place, reason in refusals.items():
        assert found[place].startswith(reason)
