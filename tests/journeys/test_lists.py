"""The lists that a day starts with, on the sample agency: the manual's columns, and its words."""

import pytest
from pages import Desk
from pages_sales import DealForm

# Menu -> columns the manual names, and words that the sample agency surely shows there.
LISTS = {
    "Affaires": (
        {"Étape suivante", "Date étape suivante", "Échéance", "Contact"},
        {"2 - A rappeler", "4 - Facture acompte", "1 - Chiffrage C3L", "En retard"},
    ),
    "Devis": ({"Devis", "Sujet", "Contact", "Étape suivante"}, {"Créé le", "Envoyé", "Accepté"}),
    "Commandes client": ({"Sujet", "Fréquence", "Début"}, {"Mensuelle", "Trimestrielle", "Semestrielle", "Annuelle"}),
    "Factures": ({"Facture", "Client", "Affaire", "Échéance"}, {"Créé le", "Envoyé", "Soldé"}),
    "Comptes": ({"Compte", "Fournisseur", "Partenaire", "Média"}, {"Prospect", "Client", "Autre"}),
    "Contacts": ({"Contact", "Compte", "E-mail", "Téléphone"}, {"Isabelle Roussel"}),
    "Services": (set(), {"Création de logo"}),
    "Activités": (set(), set()),
    "Tâches": (set(), set()),
    "Documents": (set(), set()),
}

FILE_NAME = str.maketrans(" éâ", "-ea")


@pytest.mark.parametrize("menu", LISTS)
def test_list(manager: Desk, menu: str) -> None:
    columns, words = LISTS[menu]
    manager.open(menu)
    manager.shoot(f"liste-{menu.lower().translate(FILE_NAME)}")
    assert columns <= set(manager.columns())
    if words:
        manager.show_all()
    shown = " ".join(manager.rows())
    assert {word for word in words if word not in shown} == set()


def test_never_paid_invoices_are_out_of_the_list(user: Desk) -> None:
    user.open("Factures")
    assert "Ne sera jamais réglée" not in " ".join(user.rows())
    user.search("Marguerite")
    assert "Ne sera jamais réglée" in " ".join(user.rows())


def test_settled_quotes_are_out_of_the_list(user: Desk) -> None:
    user.open("Devis")
    assert "Réglé (total)" not in " ".join(user.rows())
    user.search("Livre des cinquante ans")
    assert "Réglé (total)" in " ".join(user.rows())


def test_a_user_sees_their_own_first_a_manager_everything(user: Desk, manager: Desk) -> None:
    for menu in ("Affaires", "Devis", "Commandes client", "Factures"):
        user.open(menu)
        assert user.rows() and all("Lucas Berthier" in row for row in user.rows()), menu
        manager.open(menu)
        assert any("Lucas Berthier" not in row for row in manager.rows()), menu


def test_a_deal_tells_its_story(user: Desk) -> None:
    user.open("Affaires")
    user.search("Boutique en ligne")
    deal = user.open_row("Boutique en ligne", DealForm)
    assert deal.phase() == "Facture d'acompte"
    assert deal.next_step() == "5 - Facture solde"
    for why in ("un devis a été envoyé", "un devis a été accepté", "la facture d'acompte a été envoyée"):
        assert f"Affaire mise à jour : {why}." in deal.chatter()
    user.shoot("affaire-en-cours")
