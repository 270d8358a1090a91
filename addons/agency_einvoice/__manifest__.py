{
    "name": "Agency e-invoicing",
    "summary": "Invoices that every French platform accepts, and those that come in",
    "version": "19.0.1.1.0",
    "category": "Accounting/Localizations/EDI",
    "author": "Agency CRM contributors",
    "license": "LGPL-3",
    "depends": [
        "agency_pdf",
        "l10n_fr_facturx_chorus_pro",
    ],
    "data": [
        "data/agency_legal_text_data.xml",
        "views/account_move_views.xml",
        "views/account_move_reporting_views.xml",
        "views/res_company_views.xml",
        # After the actions it opens.
        "views/res_company_overview_views.xml",
        "views/res_partner_views.xml",
        "views/agency_einvoice_menus.xml",
    ],
    # With the documents, and with them alone: the two names of the README give the whole product.
    "auto_install": ["agency_pdf"],
}
