from odoo import api, fields, models
from odoo.tools import format_date


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["agency.guest.mixin", "agency.guarded.mixin", "sale.order.line"]

    _right_fields = ("order_id",)

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
            services = order.order_line.filtered(lambda line: not line.is_downpayment and line.price_subtotal > 0)
            whole = sum(services.mapped("price_subtotal"))
            creation = sum(line.presta_type_id._get_creation(line) for line in services)
            for line in lines:
                if line.is_downpayment or line.display_type:
                    line.creation_value = 0
                elif line.price_subtotal > 0 or not whole or line.presta_type_id:
                    line.creation_value = line.currency_id.round(line.presta_type_id._get_creation(line))
                else:
                    line.creation_value = line.currency_id.round(line.price_subtotal * creation / whole)

    @api.depends("order_id.billing_frequency", "order_id.is_settled_before")
    def _compute_qty_to_invoice(self):
        """Override of `sale`: the daily job invoices a recurring order, period by period."""
        recurring = self._get_recurring_lines()
        recurring.qty_to_invoice = 0
        res = super(SaleOrderLine, self - recurring)._compute_qty_to_invoice()
        # What has no service of the catalogue, as quotes brought in from elsewhere, is invoiced like the rest.
        free = (self - recurring).filtered(lambda line: line.state == "sale" and line._is_free_service())
        for line in free:
            line.qty_to_invoice = line.product_uom_qty - line.qty_invoiced
        return res

    def _is_free_service(self):
        """Return whether the line says a service in words alone; deposits and sections have no product either."""
        self.ensure_one()
        return not (self.product_id or self.display_type or self.is_downpayment)

    @api.depends("order_id.billing_frequency", "order_id.is_settled_before")
    def _compute_invoice_status(self):
        """Override of `sale`: a recurring order never asks for Odoo's own invoice."""
        recurring = self._get_recurring_lines()
        recurring.invoice_status = "no"
        return super(SaleOrderLine, self - recurring)._compute_invoice_status()

    @api.depends("order_id.billing_frequency", "order_id.is_settled_before")
    def _compute_untaxed_amount_to_invoice(self):
        """Override of `sale`: what a recurring order is worth has no end."""
        recurring = self._get_recurring_lines()
        recurring.untaxed_amount_to_invoice = 0
        return super(SaleOrderLine, self - recurring)._compute_untaxed_amount_to_invoice()

    @api.depends("order_id.billing_frequency", "order_id.is_settled_before")
    def _compute_amount_to_invoice(self):
        """Override of `sale`: what a recurring order is worth has no end."""
        recurring = self._get_recurring_lines()
        recurring.amount_to_invoice = 0
        return super(SaleOrderLine, self - recurring)._compute_amount_to_invoice()

    # === BUSINESS METHODS === #

    def _get_recurring_lines(self):
        """Return the lines that Odoo's own invoices leave alone: those of periods, and of what was settled before."""
        return self.filtered(lambda line: line.order_id.billing_frequency or line.order_id.is_settled_before)

    def _prepare_recurring_invoice_line_values(self, start, end):
        """Prepare the invoice line of one period, which it says in words.

        :return: `account.move.line` create values
        """
        self.ensure_one()
        values = self._prepare_invoice_line(quantity=self.product_uom_qty)
        if not self.display_type:
            first, *others = values["name"].split("\n", 1)
            values["name"] = "\n".join(
                [
                    self.env._(
                        "%(service)s, from %(start)s to %(end)s",
                        service=first,
                        start=format_date(self.env, start, date_format="dd/MM/yyyy"),
                        end=format_date(self.env, end, date_format="dd/MM/yyyy"),
                    ),
                    *others,
                ]
            )
        return values
