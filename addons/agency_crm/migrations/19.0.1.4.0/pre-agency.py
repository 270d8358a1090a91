from odoo.tools import sql


def migrate(cr, version):
    """Let every company be the agency it was: before, all of them were."""
    if version and not sql.column_exists(cr, "res_company", "is_agency"):
        cr.execute("ALTER TABLE res_company ADD COLUMN is_agency boolean")
        cr.execute("UPDATE res_company SET is_agency = TRUE")
