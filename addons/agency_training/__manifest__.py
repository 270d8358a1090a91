{
    "name": "Agency: training",
    "summary": "Training quotes and agreements of a French agency, from facts that are entered once",
    "version": "19.0.1.2.0",
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
        "report/session_templates.xml",
        "data/mail_template_data.xml",
        "data/mail_activity_type_data.xml",
        "views/product_views.xml",
        "views/res_company_views.xml",
        "views/sale_order_views.xml",
        "views/agency_trainer_views.xml",
        "views/agency_training_session_views.xml",
        "views/agency_training_slot_views.xml",
        "wizard/agency_training_correction_views.xml",
        "wizard/agency_training_reopening_views.xml",
        "views/agency_training_menus.xml",
        "views/signing_templates.xml",
    ],
    "assets": {
        # The page of a link: a telephone loads nothing else.
        "agency_training.assets_link": [
            "web/static/src/module_loader.js",
            "web/static/lib/signature_pad/signature_pad.umd.js",
            "agency_training/static/src/link/**/*",
        ],
    },
    # The agency of the manual gives training: with its documents come those of training.
    "auto_install": True,
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
