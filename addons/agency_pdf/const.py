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
# What a template of a user may print, by model: names, references, dates, amounts, addresses, the training, who we are.
# What it does not name (costs, margins, messages, activities, keys, what we think of a customer) is printed by no
# template, whoever wrote it. `display_name` goes without saying, and the fields that an administrator added.
PRINTABLE_FIELDS = {
    model: frozenset(names.split())
    for model, names in {
        "sale.order": (
            "amount_invoiced amount_paid amount_tax amount_to_invoice amount_total amount_undiscounted "
            "amount_untaxed billing_frequency billing_months client_order_ref commitment_date company_id "
            "create_date currency_id customer_signatory_function customer_signatory_name date_order "
            "deposit_percent execution_terms expected_date first_sent_date fiscal_position_id invoice_ids "
            "is_off_premises is_training is_training_remote last_sent_date name next_invoice_date note order_line "
            "origin partner_id partner_invoice_id partner_shipping_id payment_term_id prepayment_percent "
            "quote_status recurrence_end_date reference rights_terms signed_by signed_on state subject team_id "
            "trainee_count trainee_ids training_access_terms training_assessment training_audience training_days "
            "training_end_date training_follow_up training_funding training_hours training_max_trainees "
            "training_means training_min_trainees training_nature training_objectives training_opco_file "
            "training_opco_id training_place training_prerequisites training_programme training_programme_place "
            "training_remote_assistance training_schedule training_start_date training_subcontractor_id "
            "training_title training_trainer type_name user_id validity_date"
        ),
        "sale.order.line": (
            "discount name presta_type_id price_reduce_taxexcl price_reduce_taxinc price_subtotal price_tax "
            "price_total price_unit product_id product_uom_id product_uom_qty qty_invoiced tax_ids"
        ),
        "account.move": (
            "amount_residual amount_tax amount_total amount_total_words amount_untaxed buyer_reference "
            "commercial_partner_id company_id contract_reference currency_id date delivery_date "
            "fiscal_position_id incoterm_location invoice_date invoice_date_due invoice_incoterm_id "
            "invoice_line_ids invoice_origin invoice_payment_term_id invoice_user_id move_type name narration "
            "next_payment_date partner_bank_id partner_id partner_shipping_id payment_reference payment_state "
            "presta_type_ids purchase_order_reference recurring_order_id recurring_period_end "
            "recurring_period_start ref reversed_entry_id state taxes_legal_notes team_id type_name user_id"
        ),
        "account.move.line": (
            "discount name presta_type_id price_subtotal price_total price_unit product_id product_uom_id "
            "quantity tax_ids"
        ),
        "agency.trainee": "job_title name",
        "agency.presta.type": "name",
        "res.partner": (
            "city commercial_company_name commercial_partner_id company_name company_registry complete_name "
            "contact_address contact_address_inline country_id email function is_company lang name parent_id "
            "parent_name phone ref state_id street street2 vat website zip"
        ),
        "res.company": (
            "ape city company_details company_registry consumer_mediator country_id court_city currency_id "
            "disability_contact email has_training_vat_certificate head_office_address is_qualiopi is_sole_trader "
            "is_vat_group_member late_penalty_rate legal_form legal_status_note name partner_id phone "
            "quote_deposit_percent report_footer report_header share_capital signatory_function signatory_name "
            "state_id street street2 trade_register trade_register_city training_declaration_number "
            "training_declaration_region vat vat_on_debits website zip"
        ),
        "res.users": "email function name phone signature",
        "product.product": (
            "barcode default_code description_sale list_price lst_price name type uom_id volume weight"
        ),
        "account.fiscal.position": "name note",
        "account.incoterms": "code name",
        "account.payment.term": "name note",
        "account.tax": "amount description invoice_label invoice_legal_notes name tax_label",
        "crm.team": "name",
        "res.bank": "bic name",
        "res.country": "code name",
        "res.country.state": "code name",
        "res.currency": "full_name name symbol",
        "res.partner.bank": "acc_holder_name acc_number bank_bic bank_id bank_name",
        "uom.uom": "name",
    }.items()
}
# What a new template of each kind starts with: the agency's own document.
DEFAULT_BLOCKS = {
    "quote": ("parties", "subject", "lines", "totals", "options", "mentions", "signature", "terms"),
    "training_quote": ("parties", "training", "lines", "totals", "options", "mentions", "signature", "terms"),
    "convention": ("parties", "articles", "signature"),
    "invoice": ("parties", "subject", "lines", "deposits", "totals", "mentions"),
    "recurring_order": ("parties", "subject", "lines", "totals", "mentions", "signature", "terms"),
}
