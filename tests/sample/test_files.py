"""The sample agency's files: nobody real in them, and no name that leads nowhere."""

import csv
import json
import re
from collections import Counter
from datetime import date, datetime

from tools.agency import config

SAMPLE = config.ROOT / "data" / "sample"
EXPORT = config.ROOT / "data" / "vtiger"
EXPORTED_ON = date(2026, 1, 5)
# Numbers that the French regulator keeps for fiction.
FICTION = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exported(name: str) -> list[dict[str, str]]:
    """The rows of a file that comes from vtiger."""
    with (EXPORT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moved(module: str) -> set[str]:
    """The names here of what comes from a module of vtiger."""
    return {row["ref"] for row in exported("refs") if row["module"] == module}


def refs(name: str, column: str = "ref") -> set[str]:
    return {row[column] for row in rows(name)}


def has_luhn_key(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    return sum(digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits)) % 10 == 0


def people() -> list[tuple[str, str]]:
    """Telephone number and e-mail of everybody."""
    found = [(row["phone"], row["email"]) for name in ("accounts", "users") for row in rows(name)]
    found += [(row["Téléphone Principal"], row["E-Mail Principale"]) for row in exported("Comptes")]
    contacts = exported("Contacts")
    return found + [(row["Téléphone (bureau)"] or row["Mobile"], row["E-Mail Principale"]) for row in contacts]


def test_people_are_invented() -> None:
    for phone, email in people():
        assert FICTION.fullmatch(phone), phone
        assert not email or email.endswith(".example"), email


def test_some_contacts_have_no_email() -> None:
    assert 2 <= sum(not row["E-Mail Principale"] for row in exported("Contacts")) <= 3


def test_company_numbers_are_well_formed() -> None:
    company = json.loads((SAMPLE / "company.json").read_text(encoding="utf-8"))
    accounts = [(row["siret"], row["vat"]) for row in rows("accounts")]
    accounts += [(row["SIRET"], row["N° TVA"]) for row in exported("Comptes")]
    numbers = [siret for siret, _vat in accounts if siret] + [company["company_registry"]]
    assert len(numbers) == len(set(numbers))
    for siret in numbers:
        assert len(siret) == 14
        assert has_luhn_key(siret) and has_luhn_key(siret[:9]), siret
    for siret, vat in accounts:
        if vat:
            siren = int(siret[:9])
            assert vat == f"FR{(12 + 3 * (siren % 97)) % 97:02d}{siren:09d}"


def test_references_lead_somewhere() -> None:
    accounts, contacts = refs("accounts") | moved("Accounts"), moved("Contacts")
    users = refs("users", "login")
    for name in ("deals", "invoices", "meetings"):
        for row in rows(name):
            assert row["account"] in {*accounts, ""}, row
            assert row["contact"] in {*contacts, ""}, row
            assert row["user"] in {*users, ""}, row
    assert refs("quotes", "deal") <= refs("deals")
    assert refs("invoices", "deal") <= {*refs("deals"), ""}
    assert refs("orders") <= moved("SalesOrder")
    for name, owner in (("quote_lines", "quotes"), ("invoice_lines", "invoices")):
        column = owner.removesuffix("s")
        assert {row[column] for row in rows(name)} <= refs(owner)
        assert {row["service"] for row in rows(name)} <= {*moved("Services"), ""}
    quotes = refs("quotes") | moved("Quotes")
    known = {"deal": refs("deals") | moved("Potentials"), "quote": quotes, "account": accounts}
    for name in ("activities", "notes", "reasons"):
        for row in rows(name):
            assert row["ref"] in known[row["on"]], row
    assert refs("trainings", "quote") <= quotes
    assert refs("sessions", "quote") <= {*refs("trainings", "quote"), ""}
    assert refs("sessions", "course") <= {*refs("trainings", "title"), ""}
    assert refs("sessions", "user") <= users
    assert refs("sessions", "trainer") <= {*refs("users", "name"), ""}


def test_names_of_rows_are_unique() -> None:
    names = ("accounts", "deals", "quotes", "invoices", "sessions")
    counts = Counter([row["ref"] for name in names for row in rows(name)] + [row["ref"] for row in exported("refs")])
    assert {ref for ref, count in counts.items() if count > 1} == set()


def test_every_status_is_there() -> None:
    assert refs("quotes", "status") == {"draft", "sent", "accepted", "rejected", "settled"}
    assert {row["Phase"] for row in exported("Devis")} == {
        "Created", "Envoyé", "Reporté", "Sans réponse", "Rejected", "Réglé (total)",
    }  # fmt: skip
    assert refs("invoices", "status") == {"draft", "sent", "part", "paid", "never_paid"}
    assert refs("sessions", "state") == {"draft", "planned", "begun", "done", "cancelled"}
    orders = exported("Commande_Client")
    assert {row["Fréquence"] for row in orders} == {"Monthly", "Quarterly", "half-yearly", "Yearly"}
    assert all(row["Fin"] for row in orders)
    phases = {row["Phase de vente"] for row in exported("Affaires")}
    assert {"Analyse du besoin", "Offre envoyée", "Négociation ou modification", "En attente", "Closed Lost"} < phases
    assert {"won", "deposit", "final"} < refs("deals", "stage")
    days = [row["date étape suivante"] for row in exported("Affaires") if row["date étape suivante"]]
    steps = [(datetime.strptime(day, "%d-%m-%Y").date() - EXPORTED_ON).days for day in days]
    assert min(steps) < 0 < max(steps) and 0 in steps


def test_each_document_of_the_export_adds_up() -> None:
    for name, number in (("Devis", "Devis N°"), ("Commande_Client", "Bon de commande N°")):
        documents: dict[str, list[dict[str, str]]] = {}
        for row in exported(name):
            documents.setdefault(row[number], []).append(row)
        for key, lines in documents.items():
            untaxed = sum(
                float(row["Quantité"])
                * float(row["Prix de vente"])
                * (1 - float(row["Poucentage de Réduction sur l'Article"]) / 100)
                for row in lines
            )
            (rate,) = {float(row["VAT"]) for row in lines}
            assert round(untaxed, 2) == float(lines[0]["Sous-total"]), key
            assert round(untaxed * (1 + rate / 100), 2) == float(lines[0]["Montant total"]), key


def test_it_is_as_big_as_it_should_be() -> None:
    modules = {"accounts": "Accounts", "deals": "Potentials", "quotes": "Quotes"}
    sizes = {name: len(rows(name)) + len(moved(module)) for name, module in modules.items()}
    sizes |= {"contacts": len(moved("Contacts")), "orders": len(moved("SalesOrder"))}
    for name, size in {"accounts": 30, "contacts": 50, "deals": 40, "quotes": 50, "orders": 12}.items():
        assert sizes[name] >= size


def test_every_record_of_the_export_has_its_name_here() -> None:
    files = {
        "Accounts": ("Comptes", "Compte N°"),
        "Contacts": ("Contacts", "Contact Id"),
        "Services": ("Services", "Service Number"),
        "Potentials": ("Affaires", "Affaire N°"),
        "Quotes": ("Devis", "Devis N°"),
        "SalesOrder": ("Commande_Client", "Bon de commande N°"),
        "Invoice": ("Factures", "N° facture"),
    }
    for module, (name, column) in files.items():
        named = {row["number"] for row in exported("refs") if row["module"] == module}
        assert named == {row[column] for row in exported(name)}, module
