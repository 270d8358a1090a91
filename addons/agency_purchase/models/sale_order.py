from odoo import api, fields, models
from odoo.fields import Domain

from ..const import COSTS_GROUP


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    # Odoo gives both to customers over RPC (B28); the mixin of our fields closes them besides.
    margin = fields.Monetary(groups=COSTS_GROUP)
    margin_percent = fields.Float(
        string="Mark rate",
        groups=COSTS_GROUP,
        help="Taux de marque: margin ÷ price excl. tax. It is not the margin rate, which is margin ÷ cost.",
    )

    price_warning = fields.Text(
        compute="_compute_price_warning",
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="Lines whose supplier's price is to be looked at before the quote leaves (B27); nothing is blocked.",
    )

    @api.depends("order_line.price_warning")
    def _compute_price_warning(self):
        for order in self:
            lines = order.order_line.filtered("price_warning") if order.state in ("draft", "sent", "sale") else ()
            order.price_warning = "\n".join(
                order.env._("%(line)s: %(warning)s", line=(line.name or "").split("\n")[0], warning=line.price_warning)
                for line in lines
            )

    def copy(self, default=None):
        """Override of `sale`: a copy has the suppliers' prices of its lines, expired or not (B26)."""
        copies = super().copy(default)
        for order, copied in zip(self, copies, strict=True):
            # Sudo: who sees no costs copies quotes all the same.
            lines_sudo = order.sudo().order_line.filtered(lambda line: not line.is_downpayment)
            # Sudo: the same.
            copied_sudo = copied.sudo().order_line
            if lines_sudo.price_offer_id and lines_sudo.mapped("name") == copied_sudo.mapped("name"):
                copied_sudo._take_offers_of(lines_sudo)
        return copies

    def action_compare_prices(self):
        """Open the prices asked for this quote, or for its deal."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_purchase.agency_price_request_action")
        domain = Domain("order_id", "=", self.id)
        if self.opportunity_id:
            domain |= Domain("lead_id", "=", self.opportunity_id.id)
        requests = self.env["agency.price.request"].search(domain)
        if len(requests) == 1:
            return {**action, "views": [(False, "form")], "res_id": requests.id, "context": {}}
        context = {"default_order_id": self.id, "default_lead_id": self.opportunity_id.id}
        return {**action, "domain": list(domain), "context": context}
