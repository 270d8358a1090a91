from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Let the bank journals there are tell transfer, cheque, card and direct debit apart; know the holidays."""
    if not version:
        return
    # A migration has no user.
    companies = api.Environment(cr, SUPERUSER_ID, {})["res.company"]
    companies._add_payment_means_at_first()
    companies._cron_add_public_holidays()
