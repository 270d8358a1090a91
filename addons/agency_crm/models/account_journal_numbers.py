from odoo import fields, models


class AccountJournal(models.Model):
    _name = "account.journal"
    _inherit = ["account.journal"]

    first_invoice_number = fields.Char(
        groups="agency_crm.group_agency_manager,account.group_account_manager",
        copy=False,
        help="Number of the first invoice; the next ones go on from it. Of no effect once there is one.",
    )
    first_refund_number = fields.Char(
        groups="agency_crm.group_agency_manager,account.group_account_manager",
        copy=False,
        help="Number of the first credit note; AV, the year and 00001 where nothing is said.",
    )

    def _get_last_number(self, move_type):
        """Return the number of the last posted move of a type; empty where there is none.

        :rtype: str
        """
        self.ensure_one()
        domain = [("journal_id", "=", self.id), ("move_type", "=", move_type), ("posted_before", "=", True)]
        # Sudo: numbers are one series for all, whoever may see which invoice.
        moves_sudo = self.env["account.move"].sudo()
        return moves_sudo.search([*domain, ("name", "not in", (False, "/"))], order="id desc", limit=1).name or ""
