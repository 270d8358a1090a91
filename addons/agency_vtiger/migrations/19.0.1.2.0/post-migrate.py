from odoo.tools import SQL, sql


def migrate(cr, version):
    """Give what was brought over to the company of the record it became; it had none, and stood in the main one."""
    cr.execute("SELECT DISTINCT res_model FROM agency_vtiger_link")
    for (model,) in cr.fetchall():
        table = model.replace(".", "_")
        if not sql.column_exists(cr, table, "company_id"):
            continue
        cr.execute(
            SQL(
                """
                UPDATE agency_vtiger_link AS link SET company_id = record.company_id
                  FROM %s AS record
                 WHERE link.res_model = %s AND link.res_id = record.id AND record.company_id IS NOT NULL
                """,
                SQL.identifier(table),
                model,
            )
        )
