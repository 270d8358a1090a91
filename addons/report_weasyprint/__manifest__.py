{
    "name": "Reports drawn by WeasyPrint",
    "summary": "PDF reports drawn by WeasyPrint or wkhtmltopdf, in processes of their own, opening no address",
    "version": "19.0.1.0.0",
    "category": "Technical",
    "author": "Agency CRM contributors",
    "license": "LGPL-3",
    "depends": ["base", "web"],
    "data": [
        "report/self_contained_page.xml",
        "views/ir_actions_report_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "pre_init_hook": "pre_init_hook",
}
