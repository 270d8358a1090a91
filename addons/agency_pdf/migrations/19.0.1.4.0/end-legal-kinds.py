from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Word the taxes of the charts loaded before, once all add-ons are there that have wordings."""
    if version:
        # Nobody is there while it is updated: the superuser.
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["account.chart.template"]._set_agency_legal_kinds()
