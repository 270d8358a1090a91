"""What is done with documents is an add-on of its own: what was ours of it in the database is its from now on.

Before our code is loaded without it, or Odoo would take the columns and records for things of the past. After
`pre-training`, which takes its own kinds of templates.
"""

from odoo.tools import SQL

# External ids, as patterns of `LIKE` whose `%` alone stands for anything.
FIELDS = (
    "field_agency_document%",
    "field_agency_mail_weight_mixin__%",
    "field_%__heavy_names",
    "field_%__is_heavy_linked",
    "field_%__is_mail_too_heavy",
    "field_%__mail_weight",
    "field_%__mail_weight_note",
    "field_%__outdated_document_names",
    "field_%__outdated_version_ids",
    "field_sale_order__document_version_ids",
)
MODELS = (
    "constraint_agency_document%",
    "model_agency_document%",
    "model_agency_mail_weight_mixin",
    "model_inherit__%agency_document%",
    "model_inherit__%agency_mail_weight_mixin%",
    "selection__agency_document%",
)
RECORDS = (
    "access_agency_document%",
    "action_documents_%",
    "account_move_send_wizard_%",
    "account_move_view_%",
    "agency_document_%",
    "document_folder_%",
    "ir_cron_document_jobs",
    "ir_cron_purge_documents",
    "mail_compose_message_%",
    "mail_template_invoices",
    "mail_template_order",
    "mail_template_quotes",
    "menu_document_folders",
    "menu_document_templates",
    "sale_order_view_list_%",
    "user_template",
)


def migrate(cr, version):
    patterns = [name.replace("_", r"\_") for name in (*FIELDS, *MODELS, *RECORDS)]
    cr.execute(
        SQL(
            "UPDATE ir_model_data SET module = 'agency_documents' WHERE module = 'agency_pdf' AND name LIKE ANY(%s)",
            patterns,
        )
    )
    _move_keys(cr)
    # In this same update: Odoo installs by itself what stands on an add-on that is new, not on one that is updated.
    cr.execute(
        "UPDATE ir_module_module SET state = 'to install' WHERE state = 'uninstalled'"
        " AND name IN ('agency_documents', 'agency_training')"
    )
    cr.execute(
        """
        UPDATE ir_act_report_xml
           SET report_name = replace(report_name, 'agency_pdf.user_template_', 'agency_documents.user_template_')
         WHERE report_name LIKE 'agency\\_pdf.user\\_template\\_%'
        """
    )


def _move_keys(cr):
    """Give the add-on its foreign keys, constraints and relations, by which Odoo drops them when it is uninstalled."""
    for table in ("ir_model_constraint", "ir_model_relation"):
        cr.execute(
            SQL(
                r"""
                UPDATE %s c SET module = documents.id
                  FROM ir_module_module pdf, ir_module_module documents
                 WHERE c.module = pdf.id AND pdf.name = 'agency_pdf' AND documents.name = 'agency_documents'
                   AND c.name LIKE 'agency\_document%%'
                """,
                SQL.identifier(table),
            )
        )
