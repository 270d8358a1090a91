"""The export of an invented agency, of any size, in the syntax of vtiger 8.2: for measurements and for tests."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

# The sizes an import is to stand (issue « Moving in »).
ACCOUNTS, CONTACTS, DEALS, QUOTES, LINES = 20_000, 30_000, 20_000, 20_000, 80_000
# And what was said and kept.
COMMENTED, FILED = 100_000, 5_000
# Bytes of a file, at least; the largest is ten times that.
FILE_BYTES = 4_000

FIRST_NAMES = [
    "Marie",
    "Jean",
    "Aïcha",
    "Gaëtan",
    "Hélène",
    "Olivier",
    "Élodie",
    "Françoise",
    "Noël",
    "Maëlle",
    "Zoé",
    "Théo",
    "Inès",
    "Léa",
    "Karim",
]
LAST_NAMES = [
    "Martin",
    "Lefèvre",
    "D'Angelo",
    "Œuvrard",
    "Vasseur",
    "Faure",
    "Joly",
    "Muller",
    "Weiss",
    "Petit",
    "Bernard",
    "Roche",
    "Thiry",
]
TRADES = [
    "Boulangerie",
    "Garage",
    "Menuiserie",
    "Cabinet",
    "Clinique",
    "Mairie",
    "Restaurant",
    "Librairie",
    "Traiteur",
    "Domaine",
]
CITIES = [("54000", "Nancy"), ("57000", "Metz"), ("88000", "Épinal"), ("55000", "Bar-le-Duc"), ("67000", "Strasbourg")]
STAGES = ["Analyse du besoin", "Offre envoyée", "En attente", "Closed Won", "Closed Lost", "Facture finale"]
STEPS = ["1 - Chiffrage C3L", "2 - A rappeler", "3 - En attente de retour", "4 - Facture acompte", "---", "---"]
STATUSES = ["Created", "Envoyé", "Accepted", "Rejected", "Réglé (total)", "Reporté", "Sans réponse"]
SERVICES = 20
COMMENTS = ["", "Dates : 12 &amp; 13 janvier\nLieu : Nancy", 'Papier 135 g "couché brillant"', "Deux allers-retours"]

HEADERS = {
    "Services": "Service Name|Service Number|Usage Unit|Active|Owner|Created Time|Price|Description|TVA 20",
    "Accounts": "Organization Name|Organization Number|Website|Primary Phone|Member Of|Employees|Primary Email|Type"
    "|Email Opt Out|Assigned To|Modified Time|Created Time|Last Modified By|Source|Fournisseur|Partenaire|Média"
    "|Billing Address|Shipping Address|Billing City|Shipping City|Billing Postal Code|Shipping Postal Code"
    "|Billing Country|Shipping Country|Description",
    "Contacts": "Salutation|First Name|Contact Id|Last Name|Office Phone|Organization Name|Mobile Phone|Title"
    "|Department|Primary Email|Assigned To|Created Time|Modified Time|Source|Description",
    "Potentials": "Opportunity Name|Opportunity Number|Organization Name|Contact Name|Amount|Type|Expected Close Date"
    "|Lead Source|Next Step|Assigned To|Sales Stage|Probability|Modified Time|Created Time|Source|Etape suivante"
    "|date étape suivante|Description",
    "ModComments": "Comment|Creator|Assigned To|Related To|Created Time|Modified Time|Customer|Source",
    "Documents": "Title|Document No|File Name|Folder Name|Note|Active|Assigned To|Created Time",
    "Quotes": "Subject|Opportunity Name|Quote Number|Quote Stage|Valid Until|Contact Name|Sub Total|Total|Tax Type"
    "|Organization Name|Assigned To|Created Time|Modified Time|Adjustment|Currency|Pre Tax Total|Source"
    "|Billing Address|Billing City|Billing Postal Code|Billing Country|Description|Terms & Conditions|Item Name"
    "|Quantity|Selling Price|Item Comment|Item Discount Amount|Item Discount Percent|VAT|Sales|Service"
    "|Discount Percent|Discount Amount",
}


@dataclass
class Sizes:
    accounts: int
    contacts: int
    deals: int
    quotes: int
    lines: int
    comments: int = 0
    files: int = 0

    @classmethod
    def scaled(cls, scale: float) -> "Sizes":
        sizes = (ACCOUNTS, CONTACTS, DEALS, QUOTES, LINES, COMMENTED, FILED)
        return cls(*(max(round(size * scale), 1) for size in sizes))

    @property
    def rows(self) -> int:
        return self.accounts + self.contacts + self.deals + self.lines


class Export:
    """The rows of the export, each a dict by header; the same for one size, whoever asks."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.random = random.Random(2015)

    def account(self, number: int) -> str:
        return f"{TRADES[number % len(TRADES)]} {LAST_NAMES[number % len(LAST_NAMES)]} {number}"

    def contact(self, number: int) -> tuple[str, str]:
        # The same few names come back, but for some: it is the account that tells them apart.
        last = LAST_NAMES[number // 7 % len(LAST_NAMES)] + ("" if number % 50 == 0 else f"-{number}")
        return FIRST_NAMES[number % len(FIRST_NAMES)], last

    def deal(self, number: int) -> str:
        return f"Refonte du site n° {number}"

    def moment(self, number: int) -> str:
        day = date(2014, 1, 2) + timedelta(days=number % 4000)
        return f"{day:%d-%m-%Y} 10:{number % 60:02d}:00"

    def day(self, number: int) -> str:
        return f"{date(2026, 6, 1) + timedelta(days=number % 300):%d-%m-%Y}"

    def rows(self, module: str) -> Iterator[dict[str, str]]:
        return getattr(self, f"_{module.lower()}")()

    def _services(self) -> Iterator[dict[str, str]]:
        for number in range(SERVICES):
            yield {
                "Service Name": f"Service n° {number}", "Service Number": f"SER{number}", "Active": "1",
                "Owner": "admin", "Price": str(40 + 7 * number), "TVA 20": "20", "Created Time": self.moment(number),
            }  # fmt: skip

    def _accounts(self) -> Iterator[dict[str, str]]:
        for number in range(self.sizes.accounts):
            zip_code, city = CITIES[number % len(CITIES)]
            street = f"{number % 250} rue de la République\nBP {number % 90}"
            yield {
                "Organization Name": self.account(number), "Organization Number": f"ACC{number}",
                "Website": f"http://www.exemple-{number}.fr", "Primary Phone": f"03 83 {number % 100:02d} 10 20",
                "Employees": str(number % 200), "Primary Email": f"contact{number}@exemple.fr",
                "Type": ("Customer", "Prospect", "Other")[number % 3], "Email Opt Out": "0", "Assigned To": "admin",
                "Created Time": self.moment(number), "Modified Time": self.moment(number + 9), "Source": "CRM",
                "Fournisseur": str(int(number % 11 == 0)), "Partenaire": "0", "Média": "0",
                "Billing Address": street, "Shipping Address": street, "Billing City": city, "Shipping City": city,
                "Billing Postal Code": zip_code, "Shipping Postal Code": zip_code, "Billing Country": "France",
                "Shipping Country": "France",
                "Description": "Rencontré au salon ;\nrappeler" if number % 4 == 0 else "",
            }  # fmt: skip

    def _contacts(self) -> Iterator[dict[str, str]]:
        for number in range(self.sizes.contacts):
            first, last = self.contact(number)
            yield {
                "Salutation": "Mr.", "First Name": first, "Contact Id": f"CON{number}", "Last Name": last,
                "Office Phone": f"03 83 {number % 100:02d} 11 22", "Mobile Phone": f"06 12 {number % 100:02d} 11 22",
                "Organization Name": f"Accounts::::{self.account(number % self.sizes.accounts)}",
                "Title": "Gérant", "Department": "Direction", "Primary Email": f"p{number}@exemple.fr",
                "Assigned To": "admin", "Created Time": self.moment(number), "Modified Time": self.moment(number + 9),
                "Source": "CRM", "Description": "Préfère le mail" if number % 5 == 0 else "",
            }  # fmt: skip

    def _potentials(self) -> Iterator[dict[str, str]]:
        for number in range(self.sizes.deals):
            place = number % len(STAGES)
            yield {
                "Opportunity Name": self.deal(number), "Opportunity Number": f"POT{number}",
                "Organization Name": f"Accounts::::{self.account(number % self.sizes.accounts)}",
                "Contact Name": f"Contacts::::{' '.join(self.contact(number % self.sizes.contacts))}",
                "Amount": f"{1000 + number % 5000}.50", "Type": "Existing Business", "Lead Source": "Web Site",
                "Expected Close Date": self.day(number), "Next Step": STEPS[place], "Assigned To": "admin",
                "Sales Stage": STAGES[place], "Probability": "50", "Created Time": self.moment(number),
                "Modified Time": self.moment(number + 9), "Source": "CRM", "Etape suivante": STEPS[place],
                "date étape suivante": self.day(number + 20) if STEPS[place] != "---" else "",
                "Description": "Décision au conseil de décembre" if number % 3 == 0 else "",
            }  # fmt: skip

    def _quotes(self) -> Iterator[dict[str, str]]:
        each, more = divmod(self.sizes.lines, self.sizes.quotes)
        for number in range(self.sizes.quotes):
            items = []
            for line in range(each + (number < more)):
                quantity, cents = 1 + (number + line) % 5, 4000 + 1373 * ((number * 7 + line) % 40)
                items.append((quantity, cents, 10 if line % 4 == 3 else 0))
            net = sum(quantity * cents * (100 - discount) for quantity, cents, discount in items) / 10_000
            deal = number % self.sizes.deals
            zip_code, city = CITIES[number % len(CITIES)]
            document = {
                "Subject": f"Devis du site n° {number}", "Opportunity Name": f"Potentials::::{self.deal(deal)}",
                "Quote Number": f"QUO{number}", "Quote Stage": STATUSES[number % len(STATUSES)],
                "Valid Until": self.day(number), "Sub Total": f"{net:.4f}", "Total": f"{net * 1.2:.6f}",
                "Contact Name": f"Contacts::::{' '.join(self.contact(deal % self.sizes.contacts))}",
                "Tax Type": "group", "Organization Name": f"Accounts::::{self.account(deal % self.sizes.accounts)}",
                "Assigned To": "admin", "Created Time": self.moment(number), "Modified Time": self.moment(number + 9),
                "Adjustment": "0", "Currency": "Euro", "Pre Tax Total": f"{net:.4f}", "Source": "CRM",
                "Billing Address": f"{number % 250} rue de la République\nBP {number % 90}", "Billing City": city,
                "Billing Postal Code": zip_code, "Billing Country": "France", "Description": "",
                "Terms & Conditions": "Acompte de 30 % à la commande.\nSolde à réception de facture, 30 jours net.",
            }  # fmt: skip
            for place, (quantity, cents, discount) in enumerate(items):
                yield {
                    **document, "Item Name": f"Services::::Service n° {(number + place) % SERVICES}",
                    "Quantity": str(quantity), "Selling Price": f"{cents / 100:.2f}",
                    "Item Comment": COMMENTS[place % len(COMMENTS)], "Item Discount Amount": "0",
                    "Item Discount Percent": f"{discount}.000", "VAT": "20.000", "Sales": "0.000", "Service": "0.000",
                }  # fmt: skip

    def _modcomments(self) -> Iterator[dict[str, str]]:
        for number in range(self.sizes.comments):
            if number % 2:
                related = f"Accounts::::{self.account(number % self.sizes.accounts)}"
            else:
                related = f"Potentials::::{self.deal(number % self.sizes.deals)}"
            yield {
                "Comment": f"Appel n° {number} : « rappeler » <lundi>\nIl hésite encore.", "Creator": "admin",
                "Assigned To": "admin", "Related To": related, "Created Time": self.moment(number),
                "Modified Time": self.moment(number), "Source": "CRM",
            }  # fmt: skip

    def _documents(self) -> Iterator[dict[str, str]]:
        for number in range(self.sizes.files):
            yield {
                "Title": f"Plaquette {number}", "Document No": f"DOC{number}", "File Name": f"plaquette {number}.pdf",
                "Folder Name": f"Dossier {number % 12}", "Note": "", "Active": "1", "Assigned To": "admin",
                "Created Time": self.moment(number),
            }  # fmt: skip

    def write(self, folder: Path) -> Path:
        """Write the business, as 8.2 does."""
        return self._write(folder, [module for module in HEADERS if module not in ("ModComments", "Documents")])

    def write_history(self, folder: Path) -> Path:
        """Write what was said and kept, with vtiger's `storage/` folder."""
        storage = folder / "storage" / "2019" / "March" / "week2"
        storage.mkdir(parents=True, exist_ok=True)
        for number in range(self.sizes.files):
            content = self.random.randbytes(FILE_BYTES * (1 + number % 10))
            (storage / f"{number}_plaquette_{number}.pdf").write_bytes(content)
        return self._write(folder, ["ModComments", "Documents"])

    def _write(self, folder: Path, modules: list[str]) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for module in modules:
            with (folder / f"{module}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, HEADERS[module].split("|"), restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.rows(module))
        return folder
