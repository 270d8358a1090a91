from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give the wordings that nobody changed the English they are delivered with."""
    if version:
        # Nobody is there while it is updated: the superuser.
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["agency.legal.text"]._take_delivered_english("agency_pdf")
