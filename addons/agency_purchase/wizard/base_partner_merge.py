from odoo import api, models
from odoo.exceptions import UserError


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Override of `base`: consultations follow their supplier (B57).

        Where two were asked for the same, Odoo would delete what one answered.

        :raise UserError: if two of them were asked for the same
        """
        # Sudo: whoever merges need see no prices; what is said are numbers of requests.
        asked_sudo = (
            self.env["agency.price.consultation"]
            .sudo()
            ._read_group(
                [("partner_id", "in", (src_partners | dst_partner).ids)], ["request_id"], having=[("__count", ">", 1)]
            )
        )
        if asked_sudo:
            raise UserError(
                self.env._(
                    "These suppliers were both asked for %(requests)s: what one answered would be lost."
                    " Archive the one that is not used any more instead.",
                    requests=", ".join(request_sudo.name for (request_sudo,) in asked_sudo),
                )
            )
        return super()._update_foreign_keys(src_partners, dst_partner)
