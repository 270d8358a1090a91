"""Tables of the trade: what the law asks printed, by kind."""

# Kinds of legal wording. Each is a record of `agency.legal.text`, in force between two dates.
LEGAL_KINDS = [
    # Taxes
    ("vat_training", "VAT: exempt training"),
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
    # Quote
    ("acceptance", "Quote: approval by the customer"),
    ("rights", "Quote: assignment of rights"),
    ("consumer_mediator", "Consumer: mediator"),
    ("consumer_withdrawal", "Consumer: withdrawal, sold off premises"),
    ("terms_standard", "General terms: agency"),
    ("terms_training", "General terms: training"),
    # Training
    ("training_declaration", "Training: declaration of activity"),
    ("training_no_approval", "Training: declaration is not an approval"),
    ("training_qualiopi", "Training: Qualiopi certification"),
    ("training_individual", "Training: individual paying for themselves"),
    ("training_cancellation", "Training: cancellation and abandonment"),
    # Agreement (convention), one kind an article
    ("agreement_reference", "Agreement: legal reference"),
    ("contract_reference", "Contract with a private person: legal reference"),
    ("agreement_nature", "Agreement: nature of the action"),
    ("agreement_means_remote", "Agreement: remote assistance"),
    ("agreement_subcontracting", "Agreement: subcontracting"),
    ("agreement_follow_up", "Agreement: follow-up"),
    ("agreement_assessment", "Agreement: assessment"),
    ("agreement_price", "Agreement: payment"),
    ("agreement_non_performance", "Agreement: non-performance"),
    ("agreement_withdrawal", "Agreement: withdrawal"),
    ("agreement_accessibility", "Agreement: accessibility"),
    ("agreement_rules", "Agreement: internal rules"),
    ("agreement_data", "Agreement: personal data"),
    ("agreement_disputes", "Agreement: disputes"),
]

# What a wording may hold between braces, and where the value comes from.
LEGAL_PLACEHOLDERS = (
    "company",
    "nda",
    "nda_region",
    "penalty_rate",
    "mediator",
    "court_city",
    "disability_contact",
    "nature",
    "subcontractor",
)

# Wording a tax calls for, when it is used on a document.
TAX_LEGAL_KINDS = [
    (kind, label)
    for kind, label in LEGAL_KINDS
    if kind in ("vat_training", "vat_franchise", "vat_reverse_charge", "vat_intra_goods", "vat_export")
]

# Kinds of customer invoice, as their titles tell them apart.
INVOICE_KINDS = ("invoice", "deposit", "partial", "balance", "refund")

# Nature of a training action (Code du travail, L.6313-1).
TRAINING_NATURES = [
    ("training", "Training action"),
    ("skills_assessment", "Skills assessment"),
    ("vae", "Validation of acquired experience"),
    ("apprenticeship", "Apprenticeship"),
]
# Where the programme is: an annex cited must be an annex attached.
PROGRAMME_PLACES = [("inline", "In the document"), ("attached", "Annexed (PDF)")]
# Who pays for the training.
FUNDINGS = [
    ("customer", "The customer"),
    ("opco", "A funding body (OPCO), paid directly"),
    ("individual", "The trainee, a private person"),
]

# Kinds of document a user may make templates for: (kind, label), then the report each follows.
DOCUMENT_KINDS = [
    ("quote", "Quote"),
    ("training_quote", "Training quote"),
    ("convention", "Agreement (to edit)"),
    ("invoice", "Invoice"),
    ("recurring_order", "Recurring order"),
]
DOCUMENT_REPORTS = {kind: f"agency_pdf.report_{kind}" for kind, _label in DOCUMENT_KINDS}
# Ready-made parts of a user's template, and the kinds each makes sense for (empty: all).
TEMPLATE_BLOCKS = {
    "parties": (),
    "subject": (),
    "training": ("training_quote", "convention"),
    "articles": ("convention",),
    "lines": (),
    "deposits": ("invoice",),
    "totals": (),
    "options": ("quote", "training_quote"),
    "mentions": (),
    "signature": ("quote", "training_quote", "convention", "recurring_order"),
    "terms": ("quote", "training_quote", "recurring_order"),
}
# What a new template of each kind starts with: the agency's own document.
DEFAULT_BLOCKS = {
    "quote": ("parties", "subject", "lines", "totals", "options", "mentions", "signature", "terms"),
    "training_quote": ("parties", "training", "lines", "totals", "options", "mentions", "signature", "terms"),
    "convention": ("parties", "articles", "signature"),
    "invoice": ("parties", "subject", "lines", "deposits", "totals", "mentions"),
    "recurring_order": ("parties", "subject", "lines", "totals", "mentions", "signature", "terms"),
}
