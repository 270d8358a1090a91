"""Databases where the engine was still part of `agency_pdf`: its fields and settings are ours from now on."""

FIELDS = (
    "field_ir_actions_report__pdf_engine",
    "field_ir_actions_report__pdf_engine_note",
    "selection__ir_actions_report__pdf_engine__auto",
    "selection__ir_actions_report__pdf_engine__odoo",
    "selection__ir_actions_report__pdf_engine__wkhtmltopdf",
)
PARAMETERS = ("draw_seconds", "draw_megabytes", "helper_processes")


def pre_init_hook(env):
    """Take over what the engine is in the database, before the add-on that had it is loaded without."""
    env.cr.execute(
        "UPDATE ir_model_data SET module = 'report_weasyprint' WHERE module = 'agency_pdf' AND name IN %s", (FIELDS,)
    )
    for name in PARAMETERS:
        env.cr.execute(
            "UPDATE ir_config_parameter SET key = %s WHERE key = %s"
            " AND NOT EXISTS (SELECT FROM ir_config_parameter WHERE key = %s)",
            (f"report_weasyprint.{name}", f"agency_pdf.{name}", f"report_weasyprint.{name}"),
        )
