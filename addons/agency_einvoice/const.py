"""Tables of the e-invoice: each code, and where it comes from.

BT and BG numbers are those of EN 16931; BR-FR rules are those of AFNOR XP Z12-012, as FNFE-MPE's schematron writes
them.
"""

import re

from odoo.tools import remove_accents

# === WHAT IS SENT === #

# BT-24: the profile that the metadata of the PDF name, and the one that Odoo declares beside them.
PROFILE_EN16931 = "urn:cen.eu:en16931:2017"
PROFILE_EXTENDED = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"

# BT-3, by what the document is.
TYPE_CODES = {
    ("out_invoice", False): "380",
    ("out_invoice", True): "386",  # deposit
    ("out_refund", False): "381",
    ("out_refund", True): "503",  # credit note of a deposit
}
PREPAYMENT_CODES = {"386", "503"}

# BT-23 is a letter, what is sold, and a figure, where the invoice stands (BR-FR-08).
FRAMEWORK_LETTERS = {
    frozenset({"consu"}): "B",
    frozenset({"service"}): "S",
    frozenset({"consu", "service"}): "M",
}
FRAMEWORK_PLAIN, FRAMEWORK_PAID, FRAMEWORK_AFTER_DEPOSIT = "1", "2", "4"

# BT-21 of the notes that each invoice must have (BR-FR-05) beside that on early payment, and the wording of each.
NOTE_KINDS = {"PMT": "recovery_fee", "PMD": "late_penalty"}
# A consumer owes neither of the first two: the notes must be there, and say so.
CONSUMER_NOTE_KINDS = {"PMT": "einvoice_consumer", "PMD": "einvoice_consumer"}
# The member of a VAT group says so with these words (BR-FR-CO-14).
VAT_GROUP_NOTE = ("TXD", "MEMBRE_ASSUJETTI_UNIQUE")

# BT-22 has no more characters (BR-FR-MAP-18).
NOTE_LENGTH = 1024


def shorten_note(text):
    """Return as much of a note as an e-invoice holds: the paper says the rest."""
    return text if len(text or "") <= NOTE_LENGTH else text[: NOTE_LENGTH - 1] + "…"


# A VAT number starts with its country (BR-CO-09).
VAT_PREFIX_RE = re.compile(r"[A-Z]{2}|1A")
# BT-1 and BT-25 (BR-FR-01, BR-FR-02): what a number has, and how long it is.
NUMBER_SIGNS, NUMBER_LENGTH = r"A-Za-z0-9+\-_/", 35


def clean_number(number):
    """Return the number of an invoice as platforms take it: one given elsewhere, before, may hold other signs."""
    return re.sub(rf"[^{NUMBER_SIGNS}]+", "-", remove_accents(number or "")).strip("-")[:NUMBER_LENGTH]


# Schemes of identifiers (ISO 6523).
SCHEME_SIREN, SCHEME_SIRET, SCHEME_FRENCH_ADDRESS, SCHEME_EMAIL = "0002", "0009", "0225", "EM"

# BT-8: the tax is due when the invoice is issued, or when it is paid.
DUE_ON_INVOICE, DUE_ON_PAYMENT = "5", "72"

# BT-118 and BT-121 of what is not taxed, by the legal wording of the tax.
LEGAL_KIND_CODES = {
    "vat_training": ("E", "VATEX-EU-132-1I"),
    "vat_franchise": ("E", "VATEX-FR-FRANCHISE"),
    "vat_reverse_charge": ("AE", "VATEX-EU-AE"),
    "vat_intra_goods": ("K", "VATEX-EU-IC"),
    "vat_export": ("G", "VATEX-EU-G"),
}
LEGAL_KIND_BY_REASON = {reason: kind for kind, (_category, reason) in LEGAL_KIND_CODES.items()}
# Categories that say why nothing is due.
EXEMPT_CATEGORIES = {category for category, _reason in LEGAL_KIND_CODES.values()} | {"O"}

# Where platforms carry invoices: French VAT is due there. French Guiana, Mayotte and the collectivities are abroad for
# it, and what is sold there is reported (CGI, articles 289 bis, 290, 294).
PLATFORM_COUNTRIES = frozenset(["FR", "GP", "MQ", "RE"])

# === WHAT IS RECEIVED === #

# BT-3 of what suppliers send (UNTDID 1001, as EN 16931 takes it): an invoice, or what takes off one.
_INVOICE_CODES = (
    "71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 "
    "456 457 471 472 473 500 501 527 553 575 623 633 751 780 817 870 875 876 877 935"
)
_REFUND_CODES = "81 83 261 262 296 308 381 396 420 458 502 503 532"
RECEIVED_INVOICE_CODES = frozenset(_INVOICE_CODES.split())
RECEIVED_REFUND_CODES = frozenset(_REFUND_CODES.split())

# Where a received bill stands, as platforms will be told.
BILL_LIFECYCLE = [
    ("received", "Received"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("paid", "Paid"),
]
