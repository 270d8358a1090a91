"""Named filters for each colleague, made with the user.

Manual: « des filtres ont été créés pour chacun de nous : Affaires, Commandes client ». They are shared; the private
ones are each one's own, as before.
"""

from odoo import api, models

# The lists that the manual names, and the words of their filters.
FILTERED = ("agency_crm.crm_lead_action", "agency_crm.sale_order_action_recurring")


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a colleague has filters of their name."""
        users = super().create(vals_list)
        # Read too early, while the partner was being made, a name stays empty in the cache.
        users.invalidate_recordset(["name"])
        users._make_named_filters()
        return users

    def write(self, vals):
        """Override of `base`: filters come with the rights of the agency, and go with the person."""
        res = super().write(vals)
        if vals.keys() & {"group_ids", "active"}:
            self._make_named_filters()
        return res

    @api.model
    def _make_all_named_filters(self):
        """Make the filters of the colleagues that there are."""
        self.env.ref("agency_crm.group_agency_user").all_user_ids._make_named_filters()

    def _make_named_filters(self):
        """Give each of these users of the agency their two filters, unless somebody has them already.

        Known by what they filter: one that was renamed stays as it is, one that was deleted comes back with the rights.
        """
        colleagues = self.filtered(lambda user: user.active and not user.share and user._is_agency_user())
        gone = self - colleagues
        domains = {self._get_filter_domain(user.id): user for user in self}
        # Sudo: filters are everybody's own, and who makes a user need not see them.
        filters_sudo = self.env["ir.filters"].sudo().with_context(active_test=False)
        # While the add-on installs, its users come before its lists: theirs are made at the end.
        actions = [action for xml_id in FILTERED if (action := self.env.ref(xml_id, raise_if_not_found=False))]
        known = filters_sudo.search(
            [("action_id", "in", [action.id for action in actions]), ("domain", "in", list(domains))]
        )
        known.filtered(lambda kept: domains[kept.domain] in gone and kept.active).active = False
        known.filtered(lambda kept: domains[kept.domain] in colleagues and not kept.active).active = True
        existing = {(kept.action_id.id, kept.domain) for kept in known}
        filters_sudo.create(
            [
                {
                    "name": self._get_filter_name(user, action),
                    "model_id": action.res_model,
                    "action_id": action.id,
                    "domain": domain,
                    "user_ids": [],
                }
                for domain, user in domains.items()
                if user in colleagues
                for action in actions
                if (action.id, domain) not in existing
            ]
        )

    @api.model
    def _get_filter_domain(self, user_id):
        return f"[('user_id', '=', {int(user_id)})]"

    @api.model
    def _get_filter_name(self, user, action):
        here = self.with_context(lang=user.lang)
        if action.res_model == "crm.lead":
            return here.env._("Deals of %(name)s", name=user.partner_id.name)
        return here.env._("Recurring orders of %(name)s", name=user.partner_id.name)
