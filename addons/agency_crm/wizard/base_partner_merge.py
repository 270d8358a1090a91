from odoo import models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Override of `base`: accounts that are merged have the furthest type: a client stays one (SPEC 2)."""
        partners = self.env["res.partner"].browse(partner_ids).exists()
        is_client = "client" in partners.mapped("account_type")
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        if is_client:
            partners.exists()._become_client()
        return res
