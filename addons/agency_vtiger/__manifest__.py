{
    "name": "Agency: import from vtiger",
    "summary": "Brings an agency over from vtiger 6, 7 and 8: accounts, deals, documents, what was said and done",
    "version": "19.0.1.4.0",
    "category": "Sales/CRM",
    "author": "Agency CRM contributors",
    "license": "LGPL-3",
    "depends": ["agency_crm"],
    "data": [
        "security/ir.model.access.csv",
        "security/ir_rules.xml",
        "data/ir_cron_data.xml",
        "views/agency_vtiger_import_views.xml",
        "views/agency_vtiger_doubt_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web.assets_backend": ["agency_vtiger/static/src/**/*"],
    },
}
