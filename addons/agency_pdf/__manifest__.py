{
    "name": "Agency PDF",
    "summary": "Quotes, training agreements and invoices of a French agency:"
    " right in law, good to look at, drawn in a blink",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Agency CRM contributors",
    "license": "LGPL-3",
    "depends": [
        "account_edi_ubl_cii",
        "agency_crm",
        "l10n_fr_account",
    ],
    "data": [
        "security/ir.model.access.csv",
        "data/agency_legal_text_data.xml",
        "data/product_data.xml",
        "report/agency_layout.xml",
        "report/agency_blocks.xml",
        "report/quote_templates.xml",
        "report/training_templates.xml",
        "report/recurring_order_templates.xml",
        "report/invoice_templates.xml",
        # After the paper format and templates they name.
        "report/agency_reports.xml",
        "views/account_tax_views.xml",
        "views/agency_legal_text_views.xml",
        "views/ir_actions_report_views.xml",
        "views/product_views.xml",
        "views/res_company_views.xml",
        "views/sale_order_views.xml",
        # After the action of legal wordings.
        "views/res_config_settings_views.xml",
        "views/agency_pdf_menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
