"""What the system refuses, and how it says so on the screen."""

from pages import Desk
from pages_sales import DealForm, QuoteForm

MENUS = [
    "À faire",
    "Affaires",
    "Devis",
    "Commandes client",
    "Factures",
    "Fournisseurs",
    "Comptes",
    "Contacts",
    "Services",
    "Formations",
    "Activités",
    "Tâches",
    "Documents",
    "Rapports",
]


def test_step_the_stage_forbids(user: Desk) -> None:
    user.open("Affaires")
    user.search("Guide touristique")
    deal = user.open_row("Guide touristique", DealForm)
    assert deal.phase() == "Offre envoyée"
    # The screen offers only what the stage allows ...
    assert deal.options("next_step_id") == ["2 - A rappeler"]
    # ... and the server refuses the rest, naming what is allowed.
    _result, message = user.call("crm.lead", "write", [deal.record_id()], {"next_step_id": step(user, "5 - Facture")})
    assert "« 5 - Facture solde »" in message
    assert "« Offre envoyée »" in message
    assert "2 - A rappeler" in message


def test_open_step_without_a_date(user: Desk) -> None:
    user.open("Affaires")
    user.search("Guide touristique")
    deal = user.open_row("Guide touristique", DealForm)
    deal.clear_date("next_step_date")
    deal.save()
    assert user.message() == "Champs obligatoires manquants"
    assert deal.flags("next_step_date")
    deal.discard()
    assert deal.next_step_date()
    _result, message = user.call("crm.lead", "write", [deal.record_id()], {"next_step_date": False})
    assert "2 - A rappeler" in message
    assert "date" in message


def test_rejecting_a_settled_quote(user: Desk) -> None:
    user.open("Devis")
    user.search("Livre des cinquante ans")
    user.select("Livre des cinquante ans")
    user.press("Rejeter")
    message = user.message()
    assert "est au statut « Réglé (total) » : ses factures sont soldées" in message
    assert "Faites plutôt un avoir sur ses factures." in message
    user.unselect()
    quote = user.open_row("Livre des cinquante ans", QuoteForm)
    assert quote.quote_status() == "Réglé (total)"
    assert not quote.offers("action_ask_reject_reason")


def test_a_user_does_not_configure(user: Desk) -> None:
    assert user.menus() == MENUS
    user.visit("settings")
    message = user.message()
    assert "Vous n'êtes pas autorisé à accéder aux enregistrements 'Paramètres de configuration'" in message
    # Names of steps and stages may be read, not changed.
    for action in ("agency_crm.agency_next_step_action", "crm.crm_stage_action"):
        user.visit(f"action-{action}")
        assert not user.can_create(), action
    for model in ("agency.next.step", "crm.stage"):
        _result, message = user.call(model, "create", [{"name": "Étape de trop"}])
        assert "Vous n'êtes pas autorisé à créer" in message


def test_a_manager_configures(manager: Desk) -> None:
    assert manager.menus() == [*MENUS, "Configuration"]


def step(user: Desk, name: str) -> int:
    """Return the id of a next step."""
    found, _message = user.call("agency.next.step", "search", [["name", "like", name]])
    return found[0]
