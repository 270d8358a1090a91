from odoo.tools import sql


def migrate(cr, version):
    """Let reports be made while agency_pdf is not loaded yet.

    Its first version required `pdf_engine` of every report; this add-on is updated before it, and brings a report.
    """
    if version and sql.column_exists(cr, "ir_act_report_xml", "pdf_engine"):
        sql.drop_not_null(cr, "ir_act_report_xml", "pdf_engine")
