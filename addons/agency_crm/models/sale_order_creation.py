"""What of a quote is original creation (manual: « Valeur création »)."""

from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    creation_value = fields.Monetary(
        compute="_compute_creation_value",
        store=True,
        help="Part of the quote, excluding tax, that is original creation. Its invoices share it,"
        " to the cent.",
    )

    @api.depends("order_line.creation_value")
    def _compute_creation_value(self):
        for order in self:
            order.creation_value = sum(order.order_line.mapped("creation_value"))


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    presta_type_id = fields.Many2one(
        comodel_name="agency.presta.type",
        string="Service type",
        compute="_compute_presta_type_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    creation_value = fields.Monetary(
        compute="_compute_creation_value",
        store=True,
        help="Part of the line, excluding tax, that is original creation.",
    )

    @api.depends("product_id")
    def _compute_presta_type_id(self):
        for line in self:
            line.presta_type_id = line.product_id.presta_type_id

    @api.depends(
        "price_subtotal",
        "is_downpayment",
        "presta_type_id.requires_creation_value",
        "product_id.creation_share",
        "order_id.order_line.price_subtotal",
    )
    def _compute_creation_value(self):
        """A service has its share of creation, a discount on the whole takes its part off."""
        for order, lines in self.grouped("order_id").items():
            services = order.order_line.filtered(
                lambda line: not line.is_downpayment and line.price_subtotal > 0
            )
            whole = sum(services.mapped("price_subtotal"))
            creation = sum(line._get_service_creation() for line in services)
            for line in lines:
                if line.is_downpayment or line.display_type:
                    line.creation_value = 0
                elif line.price_subtotal > 0 or not whole or line.presta_type_id:
                    line.creation_value = line.currency_id.round(line._get_service_creation())
                else:
                    line.creation_value = line.currency_id.round(
                        line.price_subtotal * creation / whole
                    )

    def _get_service_creation(self):
        self.ensure_one()
        if not self.presta_type_id.requires_creation_value:
            return 0.0
        return self.price_subtotal * self.product_id.creation_share / 100
