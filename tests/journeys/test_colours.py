"""The table of colours, cell by cell, as the browser shows it: the colour of the row, and the word beside it."""

import json
from collections.abc import Iterator

import pytest
from pages import Desk

from tools.agency import testing

# List -> colour -> (name of the record, word that its row shows)
COLOURS = {
    "Affaires": {
        "muted": [("couleur attente", "En attente")],
        "info": [("couleur chiffrage C3L", "1 - Chiffrage C3L"), ("couleur chiffrage ST", "1 - Chiffrage ST")],
        "success": [("couleur acompte", "4 - Facture acompte"), ("couleur solde", "5 - Facture solde")],
        "warning": [("couleur rappeler", "2 - A rappeler"), ("couleur retour", "3 - En attente de retour")],
        "danger": [("couleur en retard", "En retard")],
    },
    "Devis": {
        "muted": [("couleur cree", "Créé le")],
        "info": [("couleur envoye", "Envoyé")],
        "success": [("couleur accepte", "Accepté"), ("couleur regle", "Réglé (total)")],
        "warning": [("couleur reporte", "Reporté"), ("couleur sans reponse", "Sans réponse")],
        "danger": [("couleur rejete", "Rejeté")],
    },
    "Factures": {
        "muted": [("couleur facture cree", "Créé le")],
        "info": [("couleur facture envoye", "Envoyé")],
        "success": [("couleur facture solde", "Soldé")],
        "warning": [("couleur facture bientot", "Échéance proche"), ("couleur facture partielle", "Payée en partie")],
        "danger": [("couleur facture retard", "En retard")],
    },
    "Commandes client": {
        "muted": [("couleur trimestrielle", "Trimestrielle")],
        "info": [("couleur annuelle", "Annuelle")],
        "success": [("couleur mensuelle", "Mensuelle")],
        "warning": [("couleur a facturer", "À facturer")],
        "danger": [("couleur debut passe", "Début dépassé")],
    },
    "Comptes": {
        "muted": [("couleur autre", "Autre")],
        "info": [("couleur prospect", "Prospect")],
        "success": [("couleur client", "Client")],
    },
}

MAKE_RECORDS = """
from datetime import date, timedelta
today = date.today()
day = lambda days: today + timedelta(days=days)
ref = lambda name: env.ref("agency_crm." + name)
partner = env["res.partner"].create({"name": "Compte des couleurs", "is_company": True})
services = [("type", "=", "service"), ("sale_ok", "=", True), ("taxes_id", "!=", False)]
service = env["product.product"].search(services, limit=1)
env = env(context=dict(env.context, tracking_disable=True))

def deal(name, stage, step, days=5):
    env["crm.lead"].create({"name": "couleur " + name, "type": "opportunity", "partner_id": partner.id,
        "stage_id": ref("stage_" + stage).id, "next_step_id": ref("next_step_" + step).id, "next_step_date": day(days)})

deal("attente", "on_hold", "call_back")
deal("chiffrage C3L", "analysis", "quote_internal")
deal("chiffrage ST", "negotiation", "quote_subcontractor")
deal("acompte", "won", "deposit")
deal("solde", "deposit", "balance")
deal("rappeler", "offer_sent", "call_back")
deal("retour", "negotiation", "waiting")
deal("en retard", "won", "deposit", -1)

def quote(name, **values):
    return env["sale.order"].create({"partner_id": partner.id, "subject": "couleur " + name,
        "order_line": [(0, 0, {"product_id": service.id, "price_unit": 100})], **values})

def invoice(order, name, due=30, post=True):
    known = order.invoice_ids
    wizards = env["sale.advance.payment.inv"].with_context(active_ids=order.ids)
    wizards.create({"advance_payment_method": "delivered"}).create_invoices()
    move = order.invoice_ids - known
    move.ref = "couleur facture " + name
    if post:
        move.write({"invoice_date": today, "invoice_payment_term_id": False, "invoice_date_due": day(due)})
        move.action_post()
        move._note_sent()
    return move

def pay(move, amount=None):
    values = {"amount": amount} if amount else {}
    wizards = env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids)
    wizards.create(values)._create_payments()

quote("cree")
gestures = {"envoye": "", "reporte": "action_postpone", "sans reponse": "action_no_answer", "rejete": "action_reject"}
for name, gesture in gestures.items():
    order = quote(name)
    order.action_quotation_sent()
    if gesture:
        getattr(order, gesture)()
quote("accepte").action_confirm()

def accepted(name):
    # An invoice shows its customer: named after its cell.
    customer = env["res.partner"].create({"name": "couleur facture " + name, "is_company": True})
    order = quote("facture " + name, partner_id=customer.id)
    order.action_confirm()
    return order

settled = quote("regle")
settled.action_confirm()
pay(invoice(settled, "regle"))
pay(invoice(accepted("solde"), "solde"))
invoice(accepted("cree"), "cree", post=False)
invoice(accepted("envoye"), "envoye")
invoice(accepted("bientot"), "bientot", due=3)
pay(invoice(accepted("partielle"), "partielle"), 10)
invoice(accepted("retard"), "retard", due=-3)

orders = [("trimestrielle", "quarterly", 60), ("annuelle", "annual", 60), ("mensuelle", "monthly", 60)]
for name, frequency, days in [*orders, ("a facturer", "annual", 3), ("debut passe", "monthly", -3)]:
    quote(name, billing_frequency=frequency, next_invoice_date=day(days))
for kind, name in (("other", "autre"), ("prospect", "prospect"), ("client", "client")):
    env["res.partner"].create({"name": "couleur " + name, "is_company": True, "account_type": kind})
env.cr.commit()
print("DONE")
"""

CELLS = [
    (menu, colour, name, word) for menu, row in COLOURS.items() for colour, cells in row.items() for name, word in cells
]


@pytest.fixture(scope="module")
def coloured(agency) -> Iterator[None]:
    """Records in each state of the table."""
    assert "DONE" in testing.odoo_shell(agency.database, MAKE_RECORDS)
    yield


@pytest.fixture(scope="module")
def seen() -> dict:
    """The rows of a list, read once: name of the record -> (classes of the row, its text)."""
    return {}


@pytest.mark.parametrize(("menu", "colour", "name", "word"), CELLS)
def test_colour(coloured: None, seen: dict, request, menu: str, colour: str, name: str, word: str) -> None:
    if menu not in seen:
        manager: Desk = request.getfixturevalue("manager")
        manager.open(menu)
        manager.search("couleur")
        seen[menu] = read_rows(manager)
    rows = [(classes, text) for classes, text in seen[menu] if name in text.split("|")]
    assert rows, json.dumps(seen[menu], ensure_ascii=False)
    classes, text = rows[0]
    colours = {value for value in ("muted", "info", "success", "warning", "danger") if f"text-{value}" in classes}
    assert colours == {colour}
    assert word in text
    if word == "Réglé (total)":
        assert "fw-bold" in classes


def read_rows(desk: Desk) -> list[tuple[list[str], str]]:
    """Return of each row its classes, and the words of its cells between bars."""
    return desk.page.eval_on_selector_all(
        ".o_list_view .o_data_row",
        """rows => rows.map(row => [
            Array.from(row.classList),
            Array.from(row.querySelectorAll("td")).map(cell => cell.innerText.trim()).join("|"),
        ])""",
    )
