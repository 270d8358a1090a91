"""The parts a database is made of, to see what an add-on leaves behind or takes away."""

# What a database is made of. Odoo's list of foreign keys, ir_model_constraint, is left out: Odoo itself forgets to
# take out of it those of a module it uninstalls (project and crm_iap_mine leave theirs), while the keys are gone.
PARTS = {
    "tables": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
    "columns": "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    # Two fields of Odoo claim one key and disagree on it (`ir.rule.groups`: restrict, `res.groups.rule_groups`:
    # cascade): it is that of whichever was loaded last, with or without the add-ons. So it is with booths of events
    # (`event.booth.registration.event_booth_id`, `event.booth.sale_order_line_ids`).
    "constraints": "SELECT conrelid::regclass, conname, CASE WHEN conname NOT IN"
    " ('rule_group_rel_group_id_fkey', 'event_booth_registration_event_booth_id_fkey')"
    " THEN pg_get_constraintdef(oid) END FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
    "sequences": "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'",
    "functions": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "triggers": "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal",
    "external ids": "SELECT module, name, model FROM ir_model_data",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model, name FROM ir_model_fields",
    "selections": "SELECT f.model, f.name, s.value FROM ir_model_fields_selection s"
    " JOIN ir_model_fields f ON f.id = s.field_id",
    "relations": "SELECT name FROM ir_model_relation",
    "views": "SELECT model, type, name, key, active, mode FROM ir_ui_view",
    "menus": "SELECT id, name, active FROM ir_ui_menu",
    "crons": "SELECT cron_name, active FROM ir_cron",
    "parameters": "SELECT key, value FROM ir_config_parameter",
    "actions": "SELECT type, name FROM ir_actions",
    "reports": "SELECT report_name, name, domain FROM ir_act_report_xml",
    "reports of mails": "SELECT mail_template_id, ir_actions_report_id FROM mail_template_ir_actions_report_rel",
    "groups": "SELECT name FROM res_groups",
    "privileges": "SELECT name FROM res_groups_privilege",
    "rights": "SELECT name FROM ir_model_access",
    "rules": "SELECT name, domain_force FROM ir_rule",
    "mail templates": "SELECT name, model FROM mail_template",
    "activity types": "SELECT name, active FROM mail_activity_type",
    "activities": "SELECT res_model, summary FROM mail_activity",
    "subtypes": "SELECT name, res_model FROM mail_message_subtype",
    "paper formats": "SELECT name FROM report_paperformat",
    "assets": "SELECT name, path FROM ir_asset",
    "stages": "SELECT id, name, sequence, is_won IS TRUE, fold IS TRUE, color, coalesce(requirements, '')"
    " FROM crm_stage",
    "reasons of loss": "SELECT name FROM crm_lost_reason",
    "products": "SELECT name FROM product_template",
    "defaults": "SELECT field_id, json_value FROM ir_default",
    "favourites": "SELECT name, model_id FROM ir_filters",
}
