{
    "name": "Agency: training",
    "summary": "Training quotes and agreements of a French agency, from facts that are entered once",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Agency CRM contributors",
    "license": "LGPL-3",
    "depends": ["agency_documents"],
    "data": [
        "security/ir.model.access.csv",
        "security/agency_training_rules.xml",
        "data/agency_legal_text_data.xml",
        "report/training_quote_templates.xml",
        "report/agreement_templates.xml",
        # After the templates they name.
        "report/training_reports.xml",
        "data/mail_template_data.xml",
        "views/product_views.xml",
        "views/res_company_views.xml",
        "views/sale_order_views.xml",
    ],
    # The agency of the manual gives training: with its documents come those of training.
    "auto_install": True,
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
