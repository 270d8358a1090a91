from odoo import models


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    def _is_discount_feature_enabled(self):
        """Override of `sale`: agencies have discounts on their lines; elsewhere they are what the settings say.

        Odoo asks whether its root has them, who has all that users of an agency have: prices of a shop's list would be
        shown as discounts.
        """
        is_enabled = super()._is_discount_feature_enabled()
        if not is_enabled or self.env.company._works_as_agency():
            return is_enabled
        # Sudo: which groups users have is no secret to the prices they see.
        users_sudo = self.env.ref("base.group_user").sudo()
        return self.env.ref("sale.group_discount_per_so_line") in users_sudo.all_implied_ids
