"""Tables of the trade: what the law asks printed, by kind."""

from odoo.addons.agency_crm.takeover.companies import FRENCH_COUNTRIES

# Where SIREN and SIRET number companies: France, and its territories that have laws of taxes of their own.
SIREN_COUNTRIES = frozenset([*FRENCH_COUNTRIES, "NC", "PF", "WF", "TF"])

# What Odoo writes as the VAT number of a partner that has none.
NO_VAT = "/"

# Kinds of legal wording. Each is a record of `agency.legal.text`, in force between two dates.
LEGAL_KINDS = [
    # Taxes
    ("vat_franchise", "VAT: small business exemption"),
    ("vat_reverse_charge", "VAT: reverse charge"),
    ("vat_intra_goods", "VAT: goods within the European Union"),
    ("vat_export", "VAT: outside the European Union"),
    ("vat_debits", "VAT: option for debits"),
    ("vat_group", "VAT: member of a VAT group"),
    ("vat_deposit", "VAT: due when the deposit is paid"),
    # Payment
    ("late_penalty", "Payment: late payment penalties"),
    ("recovery_fee", "Payment: recovery fee"),
    ("early_discount", "Payment: early payment discount"),
    ("early_discount_granted", "Payment: early payment discount of the payment terms"),
    # Quote
    ("acceptance", "Quote: approval by the customer"),
    ("rights", "Quote: assignment of rights"),
    ("consumer_mediator", "Consumer: mediator"),
    ("consumer_withdrawal", "Consumer: withdrawal, sold off premises"),
    ("terms_standard", "General terms: agency"),
]

# What a wording may hold between braces, and where the value comes from.
LEGAL_PLACEHOLDERS = ("company", "penalty_rate", "mediator", "court_city", "discount_rate", "discount_days")

# Wording a tax calls for, when it is used on a document.
TAX_LEGAL_KINDS = [
    (kind, label)
    for kind, label in LEGAL_KINDS
    if kind in ("vat_franchise", "vat_reverse_charge", "vat_intra_goods", "vat_export")
]

# Kinds of customer invoice, as their titles tell them apart.
INVOICE_KIND_LABELS = [
    ("invoice", "Invoice"),
    ("deposit", "Deposit invoice"),
    ("partial", "Partial invoice"),
    ("balance", "Balance invoice"),
    ("refund", "Credit note"),
]
INVOICE_KINDS = tuple(kind for kind, _label in INVOICE_KIND_LABELS)

# How the head of a document is set.
DOCUMENT_LAYOUTS = [("sober", "Sober"), ("band", "Band"), ("centred", "Centred")]

# What each document is made of, in order: the templates `block_…`. A user's template starts from the same list.
DOCUMENT_BLOCKS = {
    "quote": ("parties", "subject", "lines", "totals", "options", "note", "rights", "mentions", "signature", "terms"),
    "recurring_order": ("parties", "subject", "lines", "totals", "note", "rights", "mentions", "signature", "terms"),
    "invoice": ("parties", "subject", "lines", "deposits", "totals", "note", "mentions"),
    "formal_notice": ("parties", "notice", "mentions"),
}
