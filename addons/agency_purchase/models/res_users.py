from odoo import api, models

from ..const import COSTS_GROUP


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: who is none of an agency's people sees costs, as in Odoo alone, whoever made them.

        A screen gives the group to all; an import or another program, which names groups, does not.
        """
        users = super().create(vals_list)
        users.filtered(lambda user: not user.share and not user._is_agency_user())._show_costs()
        return users

    def write(self, vals):
        """Override of `base`: a customer who becomes one of a shop's people sees costs, as in Odoo alone."""
        if "group_ids" not in vals:
            return super().write(vals)
        customers = self.filtered("share")
        res = super().write(vals)
        customers.filtered(lambda user: not user.share and not user._is_agency_user())._show_costs()
        return res

    def _show_costs(self):
        """Let these users see costs and margins; nothing while the group itself is being uninstalled."""
        if group := self.env.ref(COSTS_GROUP, raise_if_not_found=False):
            self.filtered(lambda user: group not in user.all_group_ids).group_ids = [(4, group.id)]
