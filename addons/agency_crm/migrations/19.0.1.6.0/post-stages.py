from odoo import SUPERUSER_ID, api

from odoo.addons.agency_crm.takeover import stages


def migrate(cr, version):
    """Put the agency's own stages behind those of Odoo, among which they stood, where others use these."""
    if version:
        stages.place_after_stock(api.Environment(cr, SUPERUSER_ID, {}))  # a migration has no user
