"""Deals brought over before are found by their number in vtiger too."""

from odoo.tools import SQL


def migrate(cr, version):
    """Give deals the number that their link has."""
    cr.execute(
        SQL(
            """
            UPDATE crm_lead
               SET former_number = link.key
              FROM agency_vtiger_link link
             WHERE link.res_model = 'crm.lead'
               AND link.res_id = crm_lead.id
               AND former_number IS NULL
            """
        )
    )
