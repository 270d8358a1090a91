"""What a quote tells its deal when lines are added or given up, and when it changes deal (SPEC 3)."""

from odoo import api, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _has_new_lines(self):
        """Return whether a service is to be invoiced that no credit note or cancelled invoice gave back."""
        self.ensure_one()
        return any(
            line.qty_to_invoice > 0
            and not line.invoice_lines.move_id.filtered(
                lambda move: move.state == "cancel" or move.move_type == "out_refund"
            )
            for line in self._get_service_lines()
        )

    def _get_deal_fact(self):
        """Override: an accepted quote whose lines were all given up asks for nothing."""
        fact = super()._get_deal_fact()
        lines = self._get_service_lines()
        if fact == "accepted" and lines and not any(lines.mapped("product_uom_qty")):
            return None
        return fact

    def write(self, vals):
        """Override of `sale`: a quote that changes deal takes its invoices along."""
        orders = self.browse()
        if "opportunity_id" in vals:
            orders = self.filtered(lambda order: order.opportunity_id.id != vals["opportunity_id"])
        moved = {order: order.opportunity_id for order in orders}
        known = orders.opportunity_id._get_quote_place()
        res = super().write(vals)
        for order, deal in moved.items():
            order._take_invoices_along(deal)
        for deal, place in known.items():
            deal._give_up_place(*place)
        return res

    def _take_invoices_along(self, deal):
        # The invoices of a quote are those of its deal, whoever moves it.
        invoices_sudo = (self.sudo().order_line.invoice_lines.move_id | self.sudo().recurring_invoice_ids).filtered(
            lambda move: move.opportunity_id == deal
        )
        if deal and invoices_sudo:
            invoices_sudo.write({"opportunity_id": self.opportunity_id.id})


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line"]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._tell_deals()
        return lines

    def write(self, vals):
        """Override of `sale`: the deal looks again when a quantity changes."""
        res = super().write(vals)
        if "product_uom_qty" in vals:
            self._tell_deals()
        return res

    def _tell_deals(self):
        """Let the deals of accepted quotes look at what there is to invoice: given up, or new."""
        lines = self.filtered(lambda line: line.state == "sale" and not line.is_downpayment and not line.display_type)
        lines.order_id.opportunity_id._follow_quotes()
