"""The deal of a supplier's bill that no order announced (B38)."""

from odoo import fields, models

from ..const import COSTS_GROUP


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    # Not `opportunity_id`: an invoice moves its deal on, and gives it its contact.
    cost_lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Deal it is for",
        check_company=True,
        copy=False,
        index="btree_not_null",
        groups=COSTS_GROUP,
        domain="[('type', '=', 'opportunity'), '|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        help="Deal whose margin this bill is taken off, for what no order to the supplier says.",
    )

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """Override of `account`: what a supplier gives back counts on the deal that its bill names.

        Whoever credits an invoice of a customer need see no costs: the field is not copied.
        """
        reverses = super()._reverse_moves(default_values_list, cancel)
        # Sudo: see above; what is written is what the bill says already.
        for reverse_sudo in reverses.sudo():
            if lead_sudo := reverse_sudo.reversed_entry_id.cost_lead_id:
                reverse_sudo.cost_lead_id = lead_sudo
        return reverses
