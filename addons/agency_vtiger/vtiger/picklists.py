"""Picklists: values of vtiger (stored keys, French labels, what agencies type) and what they are here."""

from .labels import french_values, normalize

_LISTS = {
    # Phases of the pipeline: `agency_crm.stage_<phase>`.
    "stage": {
        "analysis": "Prospecting|Prospection|Qualification|Needs Analysis|A analyser|Analyse du besoin"
        "|Id. Decision Makers|Ref décideurs|Perception Analysis|Analyse de perception",
        "offer_sent": "Value Proposition|Proposition|Proposal or Price Quote|Proposal/Price Quote|Offre envoyée",
        "negotiation": "Negotiation or Review|Negotiation/Review|Négociation|Négociation ou modification",
        "on_hold": "En attente|On Hold",
        "won": "Closed Won|Gagnée|Gagné|Gagnés",
        "deposit": "Facture d'acompte|Facture acompte",
        "final": "Facture finale|Facture solde",
        "lost": "Closed Lost|Perdue|Perdu",
    },
    # Next steps: `agency_crm.next_step_<step>`.
    "step": {
        "quote_subcontractor": "1 - Chiffrage ST",
        "quote_print": "1 - Chiffrage impression",
        "quote_internal": "1 - Chiffrage C3L|1 - Chiffrage",
        "call_back": "2 - A rappeler",
        "waiting": "3 - En attente de retour",
        "deposit": "4 - Facture acompte|4 - Facture d'acompte",
        "balance": "5 - Facture solde|5 - Facture de solde",
        "none": "---|--",
    },
    "quote": {
        "draft": "Created|Créé le|Créé|Reviewed|Revu",
        "sent": "Delivered|Livré|Sent|Envoyé|Envoyer",
        "accepted": "Accepted|Accepté",
        "rejected": "Rejected|Rejeté|Refusé",
        "settled": "Réglé (total)|Réglé|Soldé|Paid",
        "postponed": "Reporté|Postponed",
        "no_answer": "Sans réponse|No answer",
    },
    "order": {
        "sale": "Created|Créé le|Approved|Approuvé|Delivered|Livré|Sent|Envoyé|Envoyer|Créé",
        "cancel": "Cancelled|Canceled|Annulé",
    },
    "invoice": {
        "draft": "AutoCreated|Auto Created|Créé automatiquement|Created|Créé le|Créé",
        "sent": "Approved|Approuvé|Sent|Envoyé|Envoyer",
        "paid": "Paid|Soldé|Réglé|Payé",
        "credit": "Credit Invoice|Crédit|Avoir",
        "cancel": "Cancel|Annuler|Cancelled|Annulé",
        "never_paid": "Ne sera jamais réglée|Ne sera jamais réglé|Ne sera jamais payée",
    },
    "frequency": {
        "daily": "Daily|Quotidien|Journalier",
        "weekly": "Weekly|Hebdomadaire",
        "monthly": "Monthly|Mensuel|Mensuelle",
        "quarterly": "Quarterly|Trimestriel|Trimestrielle",
        "4": "every 4 months|Tous les 4 mois",
        "semiannual": "half-yearly|Semestriel|Semestrielle",
        "annual": "Yearly|Annuel|Annuelle",
    },
    "account_type": {
        "client": "Customer|Client",
        "prospect": "Prospect",
        "supplier": "Fournisseur|Supplier",
        "partner": "Partner|Partenaire",
        "media": "Press|Presse|Média|Media",
        "other": "Analyst|Analyste|Competitor|Concurrent|Integrator|Intégrateur|Investor|Investisseur"
        "|Reseller|Revendeur|Other|Autre",
    },
    # What became of a lead; an agency that is asked nothing more of it stays where deals begin.
    "lead": {
        "analysis": "Not Contacted|Attempted to Contact|Contacted|Hot|Warm|Cold|Pre Qualified|Qualified|Nouveau|New",
        "on_hold": "Contact in Future",
        "lost": "Lost Lead|Junk Lead",
    },
    # Units of services; those of no list are kept in the notes.
    "unit": {
        "unit": "Unit|Units|Unité|Unités|Each|Pièce|Pièces|Pieces|Quantity|Quantité",
        "hour": "Hours|Hour|Heures|Heure",
        "day": "Days|Day|Jours|Jour|Journée|Journées",
    },
}

# Module of vtiger whose pack has the labels of a list.
_MODULES = {"stage": "Potentials", "quote": "Quotes", "order": "SalesOrder", "invoice": "Invoice",
            "frequency": "SalesOrder", "account_type": "Accounts", "lead": "Leads",
            "unit": "Services"}  # fmt: skip


def _words(name: str, table: dict[str, str]) -> dict[str, str]:
    """Each word of a list and what it is; a French label of a pack is what its English one is."""
    known = {normalize(word): value for value, words in table.items() for word in words.split("|")}
    packs = french_values(_MODULES.get(name, ""))
    for english, labels in packs.items():
        for label in labels:
            if english in known:
                known.setdefault(normalize(label), known[english])
    return known


PICKLISTS = {name: _words(name, table) for name, table in _LISTS.items()}
VALUES = {name: frozenset(table) for name, table in _LISTS.items()}
