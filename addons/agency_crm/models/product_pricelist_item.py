from odoo import SUPERUSER_ID, models


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    def _is_discount_feature_enabled(self):
        """Override of `sale`: agencies have discounts on their lines; elsewhere they are what the settings say.

        Odoo asks whether its root has them, who has all that users of an agency have: prices of a shop's list would be
        shown as discounts. What root has besides is asked.
        """
        is_enabled = super()._is_discount_feature_enabled()
        if not is_enabled or self.env.company._works_as_agency():
            return is_enabled
        # Sudo: which groups root has is no secret to the prices that users see.
        groups_sudo = self.env["res.users"].sudo().browse(SUPERUSER_ID).group_ids
        agency_user = self.env.ref("agency_crm.group_agency_user")
        others_sudo = groups_sudo.filtered(lambda group: agency_user not in group.all_implied_ids)
        return self.env.ref("sale.group_discount_per_so_line") in others_sudo.all_implied_ids
