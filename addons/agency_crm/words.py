"""The words of the manual, in the place of Odoo's, in French: for users of the agency alone (`models/ir_words.py`).

Odoo's French stays Odoo's for everybody else, so its translations are not changed: what is shown is.
"""

import re
from functools import lru_cache

# Whole labels, by model; those of no model are said anywhere.
LABELS: dict[str, dict[str, str]] = {
    "": {
        "Vendeur": "Assigné à",
        "Vendeurs": "Assigné à",
        "Mon pipeline": "Mes affaires",
        "Opportunité de vente incitative": "Vente complémentaire",
        # English that Odoo's own French leaves.
        "Activity": "Activités",
        "Delete all duplicates": "Supprimer tous les doublons",
        "Delete duplicate": "Supprimer le doublon",
        "Overdue": "En retard",
        "Planned": "Prévue",
        "Today": "Aujourd'hui",
        "To-Do": "À faire",
        "Payments": "Paiements",
        "Color": "Couleur",
        "Ventes incitatives & croisées": "Services proposés avec",
    },
    "crm.lead": {
        "Gagné": "Gagnée",
        "Perdu": "Perdue",
        "Marquer comme gagné": "Marquer comme gagnée",
        "Marquer comme perdu": "Marquer comme perdue",
        "Informations sur la société": "Compte",
        "Nom de la société": "Nom du compte",
        "Société": "Compte",
        "Étape": "Phase de vente",
    },
    "crm.lead2opportunity.partner": {
        "Nom de la société": "Nom du compte",
        "Société": "Compte",
    },
    "account.move": {
        "Payé": "Soldé",
        "Non payé": "Non soldé",
        "Partiellement payé": "Soldé en partie",
    },
    "res.partner": {
        "Société associée": "Compte",
        "Est une société": "Est une entreprise",
        "Nom de la société …": "Nom du compte …",
        "Nom de la société": "Nom du compte",
        "ID de la société": "SIREN ou SIRET",
        "la société parente": "le compte",
        "Type de société": "Type",
        "Opportunités": "Affaires",
        "Ventes": "Devis et commandes",
    },
    # Nowhere else: « Comment » is French too.
    "mail.mail": {"Comment": "Commentaire"},
    "mail.message": {"Comment": "Commentaire"},
    "mail.compose.message": {"Comment": "Commentaire"},
    "res.company": {
        "ID de la société": "SIRET",
        "Nom de la société": "Nom de l'agence",
    },
    "product.template": {
        "Produit": "Service",
        "par ex. Cheeseburger": "par ex. Création d'un logo",
    },
    "res.users": {
        "par ex. John Doe": "Prénom et nom",
        "Se connecter": "Adresse e-mail",
    },
    # What a list of rights says when nothing is chosen, which Odoo does not translate.
    "res.groups.privilege": {
        "No": "Non",
        "View": "Consultation",
    },
}

# Words within any text. « Affaire » is feminine as « opportunité » and « piste » are, and begins as the former does.
WITHIN: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\b(P)istes?\s?/\s?[Oo]pportunité(s?)", r"Affaire\2"),
        (r"\bPistes ou [Oo]pportunités\b", "Affaires"),
        (r"\bpistes?\s?/\s?opportunité(s?)", r"affaire\1"),
        (r"\bpistes ou opportunités\b", "affaires"),
        (r"\bla piste\b", "l'affaire"),
        (r"\bLa piste\b", "L'affaire"),
        (r"\bde pistes?\b", "d'affaires"),
        (r"\bpiste(s?)\b", r"affaire\1"),
        (r"\bPiste(s?)\b", r"Affaire\1"),
        (r"\bopportunité(s?)\b", r"affaire\1"),
        (r"\bOpportunité(s?)\b", r"Affaire\1"),
        (r"\b[Aa]nalyse du pipeline\b", "Analyse des affaires"),
        (r"\bvotre pipeline\b", "vos affaires"),
        (r"\bdans le pipeline\b", "dans les affaires"),
        (r"\bce\s+bon\s+de\s+commande\b", "ce devis"),
        (r"\b[Bb]ons\s+de\s+commande\b", "commandes"),
        (r"\bLignes\s+de\s+commande\b", "Lignes"),
        (r"\blignes\s+de\s+commande\b", "lignes"),
        (r"\baux vendeurs\b", "à chacun"),
        (r"\bMy Company\b", "Ma société"),
        (r"\bCommande client créée?\b", "Devis créé"),
    )
]


@lru_cache(maxsize=20_000)
def say(text: str, model: str = "") -> str:
    """Return a French text of Odoo's in the words of the manual.

    :param text: a label, a sentence, or HTML
    :param model: the model of whose screens it is
    """
    stripped = text.strip()
    exact = LABELS.get(model, {}).get(stripped) or LABELS[""].get(stripped)
    if exact:
        return text.replace(stripped, exact)
    for pattern, words in WITHIN:
        text = pattern.sub(words, text)
    return text
