"""Writes the rows of an export as each vtiger wrote them (FORMAT.md 1.1), in English or French."""

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
import pytest

REAL = Path(os.environ.get("VTIGER_EXPORT") or Path(__file__).parents[3] / "shared" / "vtiger" / "en")
if not REAL.is_dir():
    REAL = Path("/work/shared/vtiger/en")
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real export of ../shared/vtiger/en is not here")

# FORMAT.md 1.3: headers in French where they differ, those of 6.2 where two are known.
FRENCH = {
    "Accounts": {
        "Organization Name": "Nom compte", "Organization Number": "Compte N°", "Website": "Site Web",
        "Primary Phone": "Téléphone", "Member Of": "Filiale de", "Secondary Phone": "Tél autre",
        "Employees": "Effectif", "Primary Email": "Email", "Secondary Email": "Autre email", "Industry": "Secteur",
        "Rating": "Note", "SIC Code": "Code APE", "Annual Revenue": "Revenu Annuel", "Assigned To": "Assigné à",
        "Modified Time": "Date de modification", "Created Time": "Date de création",
        "Billing Address": "Adresse facturation", "Shipping Address": "Adresse livraison",
    },
    "Contacts": {
        "Salutation": "Salutation ", "First Name": "Prénom", "Last Name": "Nom", "Office Phone": "Téléphone (bureau)",
        "Organization Name": "Nom du Compte", "Mobile Phone": "Mobile", "Title": "Fonction",
        "Department": "Service/Division", "Date of Birth": "Anniversaire", "Assigned To": "Assigné à",
        "Created Time": "Date de création", "Mailing Street": "Adresse", "Mailing City": "Ville",
        "Mailing Zip": "Code postal", "Mailing Country": "Pays",
    },
    "Services": {},
    "Potentials": {
        "Opportunity Name": "Nom affaire", "Opportunity Number": "Affaire N°", "Organization Name": "Relatif à",
        "Contact Name": "Nom du contact", "Amount": "Montant", "Expected Close Date": "Echéance",
        "Lead Source": "Source prospect", "Next Step": "Suivant", "Assigned To": "Assigné à",
        "Sales Stage": "Phase de vente", "Probability": "Probabilité", "Weighted Revenue": "Forecast Amount",
        "Created Time": "Date de création",
    },
    "Quotes": {
        "Subject": "Sujet", "Opportunity Name": "Nom affaire", "Quote Number": "Devis N°", "Quote Stage": "Phase",
        "Valid Until": "Echéance", "Contact Name": "Nom contact", "Sub Total": "Sous-total",
        "Total": "Montant total", "Tax Type": "Type de Taxe", "Charges": "S&H Amount",
        "Organization Name": "Nom du Compte", "Assigned To": "Assigné à", "Created Time": "Date de création",
        "Adjustment": "Ajustement", "Currency": "Monnaie", "Pre Tax Total": "Pré Total Tax",
        "Billing Address": "Adresse facturation", "Terms & Conditions": "Conditions générales",
        "Item Name": "Nom", "Quantity": "Quantité", "Selling Price": "Grille tarifaire", "Sales": "Ventes",
        "Item Comment": "Commentaire de l'Article", "Item Discount Amount": "Montant de la Réduction sur l'Article",
        "Item Discount Percent": "Poucentage de Réduction sur l'Article",
    },
    "Invoice": {
        "Item Name": "Nom", "Quantity": "Quantité", "Selling Price": "Prix de vente",
        "Subject": "Sujet", "Sales Order": "Bon de commande", "Customer No": "Ref", "Invoice No": "N° facture",
        "Contact Name": "Nom contact", "Invoice Date": "Date facturation", "Due Date": "Echéance",
        "Adjustment": "Ajustement", "Sub Total": "Sous-total", "Total": "Montant total", "Tax Type": "Type de Taxe",
        "Organization Name": "Nom du Compte", "Status": "Statut", "Assigned To": "Assigné à",
        "Created Time": "Date de création", "Received": "Reçu", "Opportunity Name": "Nom affaire",
        "Terms & Conditions": "Conditions générales",
    },
    "SalesOrder": {
        "Subject": "Sujet", "Customer No": "Ref client", "Sales Order Number": "Bon de commande N°",
        "Quote Name": "Devis", "Contact Name": "Nom contact", "Due Date": "Echéance", "Status": "Statut",
        "Sub Total": "Sous-total", "Total": "Montant total", "Tax Type": "Type de Taxe",
        "Organization Name": "Nom du Compte", "Assigned To": "Assigné à", "Item Name": "Nom", "Quantity": "Quantité",
        "Selling Price": "Prix de vente", "Enable Recurring": "Activer la récurrence", "Frequency": "Fréquence",
        "Start Period": "Début", "End Period": "Fin", "Payment Duration": "Echéance",
        "Invoice Status": "Statut de la facture",
    },
}  # fmt: skip


def read_real(module: str) -> list[list[str]]:
    """The header and rows of one file of the real export."""
    with (REAL / f"{module}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def in_french(module: str, rows: list[list[str]]) -> list[list[str]]:
    """The same rows under French headers; values stay, as in vtiger."""
    return [[FRENCH[module].get(header, header) for header in rows[0]], *rows[1:]]


def write_8(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> bytes:
    """As 8.2 writes: quotes only where needed, doubled inside, LF; or with what a spreadsheet has for these."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def write_7(rows: list[list[str]]) -> bytes:
    """As 7.4 writes: all quoted, `", "` in the header, quotes doubled inside, CRLF."""
    return _write_quoted([[cell.replace('"', '""') for cell in row] for row in rows])


def write_6(rows: list[list[str]]) -> bytes:
    """As 6.1 to 6.4 write: as 7.4, but quotes inside are left alone, and trimmed off the ends of a value."""
    return _write_quoted([[cell.strip('"') for cell in row] for row in rows])


def _write_quoted(rows: list[list[str]]) -> bytes:
    header, *rest = rows
    lines = ['"' + '", "'.join(header) + '"', *('"' + '","'.join(row) + '"' for row in rest)]
    return ("\r\n".join(lines) + "\r\n").encode()


def write_xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    """As a spreadsheet keeps them: a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()
