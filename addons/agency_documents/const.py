"""Tables of the users' templates: for what, made of what, printing what."""

# Kinds of document a user may make templates for: (kind, label), then the report each follows.
DOCUMENT_KINDS = [
    ("quote", "Quote"),
    ("invoice", "Invoice"),
    ("recurring_order", "Recurring order"),
]
DOCUMENT_REPORTS = {kind: f"agency_pdf.report_{kind}" for kind, _label in DOCUMENT_KINDS}
# Ready-made parts of a user's template, and the kinds each makes sense for (empty: all).
TEMPLATE_BLOCKS = {
    "parties": (),
    "subject": (),
    "lines": (),
    "deposits": ("invoice",),
    "totals": (),
    "options": ("quote",),
    "note": (),
    "rights": ("quote", "recurring_order"),
    "mentions": (),
    "signature": ("quote", "recurring_order"),
    "terms": ("quote", "recurring_order"),
}
# What a template of a user may print, by model: names, references, dates, amounts, addresses, who we are.
# What it does not name (costs, margins, messages, activities, keys, what we think of a customer) is printed by no
# template, whoever wrote it. `display_name` goes without saying, and the fields that an administrator added.
PRINTABLE_FIELDS = {
    model: frozenset(names.split())
    for model, names in {
        "sale.order": (
            "amount_invoiced amount_paid amount_tax amount_to_invoice amount_total amount_undiscounted "
            "amount_untaxed billing_frequency billing_months client_order_ref commitment_date company_id "
            "create_date currency_id date_order deposit_percent execution_terms expected_date first_sent_date "
            "fiscal_position_id invoice_ids is_off_premises last_sent_date name next_invoice_date note order_line "
            "origin partner_id partner_invoice_id partner_shipping_id payment_term_id prepayment_percent "
            "quote_status recurrence_end_date reference rights_terms signed_by signed_on state subject team_id "
            "type_name user_id validity_date"
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
        "agency.presta.type": "name",
        "res.partner": (
            "city commercial_company_name commercial_partner_id company_name company_registry complete_name "
            "contact_address contact_address_inline country_id email function is_company lang name parent_id "
            "parent_name phone ref state_id street street2 vat website zip"
        ),
        "res.company": (
            "ape city company_details company_registry consumer_mediator country_id court_city currency_id email "
            "head_office_address is_sole_trader is_vat_group_member late_penalty_rate legal_form legal_status_note "
            "name partner_id phone quote_deposit_percent report_footer report_header share_capital "
            "signatory_function signatory_name state_id street street2 trade_register trade_register_city vat "
            "vat_on_debits website zip"
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
# Whom and what a document names, whose fields are families of the palette of its templates.
FIELD_FAMILIES = {
    "sale.order": ("partner_id", "partner_invoice_id", "company_id", "user_id"),
    "account.move": ("partner_id", "company_id", "invoice_user_id", "partner_bank_id"),
}
