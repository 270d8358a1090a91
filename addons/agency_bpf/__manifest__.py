{
    "name": "Agency: training statement (BPF)",
    "summary": "The yearly statement of a French training body, from its sessions and invoices",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Agency CRM contributors",
    "license": "LGPL-3",
    "depends": ["agency_training"],
    "data": [
        "security/ir.model.access.csv",
        "security/agency_bpf_rules.xml",
        "data/agency.nsf.csv",
        "data/agency.bpf.row.csv",
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        "report/bpf_templates.xml",
        "views/agency_bpf_views.xml",
        "views/agency_bpf_entry_views.xml",
        "views/agency_training_views.xml",
    ],
    # A training body files it each year, without activity too.
    "auto_install": True,
    "uninstall_hook": "uninstall_hook",
}
