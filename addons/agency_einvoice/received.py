"""A received invoice, CII or UBL, as far as Odoo does not read it: plain lxml, no ORM."""

import math
import re
from base64 import b64decode
from binascii import Error as Base64Error

SIREN_RE = re.compile(r"\d{9}")
SIRET_RE = re.compile(r"\d{14}")
FRENCH_VAT_RE = re.compile(r"FR[0-9A-HJ-NP-Z]{2}(\d{9})")
# Parties, as CII names them and as UBL does.
PARTIES = {
    "SellerTradeParty": "SellerTradeParty",
    "BuyerTradeParty": "BuyerTradeParty",
    "AccountingSupplier": "AccountingSupplierParty",
    "AccountingCustomer": "AccountingCustomerParty",
}
TYPE_CODES = ("ExchangedDocument/TypeCode", "InvoiceTypeCode", "CreditNoteTypeCode")
TOTALS = ("TaxBasisTotalAmount", "LegalMonetaryTotal/TaxExclusiveAmount")
GRAND_TOTALS = ("GrandTotalAmount", "LegalMonetaryTotal/TaxInclusiveAmount")
FRAMEWORKS = ("BusinessProcessSpecifiedDocumentContextParameter/ID", "ProfileID")
AMOUNT_RE = re.compile(r"(Amount|Quantity|Percent)$")
# More than a bill that somebody looks at; each is a line of accounts.
MAX_LINES = 3000
# Of a file that is joined; a PDF of an invoice is far below.
MAX_FILE_BYTES = 20_000_000


class ReceivedFile:
    """The invoice of a supplier; what it may lack comes as '' or 0.0."""

    def __init__(self, root):
        self.root = root

    def _find_all(self, path, within=None):
        base = self.root if within is None else within
        return base.iterfind(".//" + "/".join(f"{{*}}{step}" for step in path.split("/")))

    def _text(self, paths, within=None):
        for path in paths:
            for node in self._find_all(path, within):
                if text := (node.text or "").strip():
                    return text
        return ""

    def _number(self, paths):
        try:
            number = float(self._text(paths) or 0)
        except ValueError:
            return 0.0
        return number if math.isfinite(number) else 0.0

    # === WHAT IT IS === #

    def has_doctype(self):
        """Tell whether the file declares a document type, the door of XXE and of entities that grow."""
        return self.root.getroottree().docinfo.doctype != ""

    def get_type_code(self):
        """Return BT-3."""
        return self._text(TYPE_CODES)

    def get_currency(self):
        """Return BT-5."""
        return self._text(("InvoiceCurrencyCode", "DocumentCurrencyCode"))

    def is_cii(self):
        """Tell whether it is a Cross Industry Invoice, whose type is said by BT-3 alone; UBL has a root for each."""
        return self.root.tag.endswith("}CrossIndustryInvoice")

    def count_lines(self):
        """Return how many lines there are."""
        names = ("IncludedSupplyChainTradeLineItem", "InvoiceLine", "CreditNoteLine")
        return sum(1 for _node in self.root.iter(*(f"{{*}}{name}" for name in names)))

    def has_amounts(self):
        """Tell whether each amount, quantity and rate is a finite number."""
        for node in self.root.iter("{*}*"):
            if AMOUNT_RE.search(node.tag) and not len(node) and (node.text or "").strip():
                try:
                    number = float(node.text)
                except ValueError:
                    return False
                if not math.isfinite(number) or abs(number) > 1e12:
                    return False
        return True

    def sells_goods(self):
        """Tell whether it says that it is of goods (BT-23)."""
        return self._text(FRAMEWORKS)[:2] in ("B1", "B2", "B4", "B7")

    def get_total(self):
        """Return BT-109, the total without tax."""
        return self._number(TOTALS)

    def get_grand_total(self):
        """Return BT-112, the total with tax."""
        return self._number(GRAND_TOTALS)

    def get_prepaid(self):
        """Return BT-113, what was paid before."""
        return self._number(("TotalPrepaidAmount", "LegalMonetaryTotal/PrepaidAmount"))

    def get_due(self):
        """Return BT-115, what is left to pay; the total with tax where it is not said."""
        paths = ("DuePayableAmount", "LegalMonetaryTotal/PayableAmount")
        return self._number(paths) if self._text(paths) else self.get_grand_total()

    # === WHO SENDS IT === #

    def get_party_ids(self, role):
        """Return what names a French company, and its account: `siren`, `siret`, `iban`, each '' when not said."""
        party = next(self._find_all(PARTIES.get(role, role)), None)
        if party is None:
            return {}
        texts = [re.sub(r"\s", "", node.text or "") for node in party.iter("{*}ID", "{*}GlobalID", "{*}CompanyID")]
        siret = next((text for text in texts if SIRET_RE.fullmatch(text)), "")
        siren = next((text for text in texts if SIREN_RE.fullmatch(text)), "") or siret[:9]
        if not siren:
            siren = next((found[1] for text in texts if (found := FRENCH_VAT_RE.fullmatch(text.upper()))), "")
        if self._get_country(party) not in ("", "FR"):
            siren = siret = ""
        return {"siren": siren, "siret": siret, "iban": self.get_iban()}

    def get_tax_number(self, role):
        """Return the VAT number of a party of a CII invoice, or None where the file does not tell it from others.

        Beside it may stand a number of another register (scheme FC), the SIREN of a small business, say: '' then.
        """
        party = next(self._find_all(PARTIES.get(role, role)), None)
        nodes = [] if party is None else list(self._find_all("SpecifiedTaxRegistration/ID", party))
        schemes = {(node.get("schemeID") or "").upper(): (node.text or "").strip() for node in nodes}
        return schemes.get("VA", "") if schemes and set(schemes) <= {"VA", "FC"} else None

    def get_buyer_siren(self):
        """Return the SIREN of the company that the invoice is made out to, or ''."""
        for role in ("BuyerTradeParty", "AccountingCustomer"):
            if ids := self.get_party_ids(role):
                return ids["siren"]
        return ""

    def get_buyer_tax_number(self):
        """Return the VAT number of the company that the invoice is made out to, or ''."""
        paths = ("AccountingCustomerParty/Party/PartyTaxScheme/CompanyID",)
        number = self.get_tax_number("BuyerTradeParty") or self._text(paths)
        return re.sub(r"\W", "", number).upper()

    def _get_country(self, party):
        return self._text(("PostalTradeAddress/CountryID", "Country/IdentificationCode"), party)

    def get_iban(self):
        """Return the account that the invoice is to be paid to (BT-84), or ''."""
        paths = ("PayeePartyCreditorFinancialAccount/IBANID", "PayeeFinancialAccount/ID")
        return re.sub(r"\W", "", self._text(paths)).upper()

    # === WHAT COMES WITH IT === #

    def get_pdf_files(self):
        """Yield the PDF files joined to a CII invoice, as (name, bytes)."""
        for node in self._find_all("AdditionalReferencedDocument/AttachmentBinaryObject"):
            text = node.text or ""
            if node.get("mimeCode") != "application/pdf" or len(text) > MAX_FILE_BYTES:
                continue
            try:
                content = b64decode(text, validate=False)
            except (Base64Error, ValueError):
                continue
            name = re.split(r"[\\/]", node.get("filename") or "invoice.pdf")[-1]
            yield name if name.lower().endswith(".pdf") else f"{name}.pdf", content
