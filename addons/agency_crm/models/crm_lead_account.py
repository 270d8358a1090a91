"""The Compte of a deal is that of its contact when it was worked on: a contact who moves takes no past along."""

from odoo import api, fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    account_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_account_id",
        store=True,
        index="btree_not_null",
        help="Company of the contact, or the contact itself when it is a sole trader. A deal that is done keeps it when"
        " the contact moves to another company, as its invoices do.",
    )

    @api.depends("partner_id")
    def _compute_account_id(self):
        for lead in self:
            lead.account_id = lead.partner_id.commercial_partner_id


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    def write(self, vals):
        """Override of `base`: the open deals of a contact who moves go along, those that are done stay."""
        res = super().write(vals)
        if vals.keys() & {"parent_id", "is_company"}:
            self._move_open_deals()
        return res

    def _move_open_deals(self):
        # Sudo: whoever moves the contact need not follow its deals.
        leads_sudo = self.env["crm.lead"].sudo()
        deals_sudo = leads_sudo.search(
            [
                ("partner_id", "child_of", self.ids),
                ("type", "=", "opportunity"),
                ("next_step_id.is_closing", "=", False),
            ]
        )
        self.env.add_to_compute(leads_sudo._fields["account_id"], deals_sudo)
