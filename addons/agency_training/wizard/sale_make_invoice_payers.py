"""The dialogs of an invoice of a training: who is invoiced what, and hours billed that nobody did (T50)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleAdvancePaymentInv(models.TransientModel):
    _inherit = "sale.advance.payment.inv"

    training_payers = fields.Text(
        string="One invoice a payer", compute="_compute_training_payers", help="Excluding tax, deposits not taken off."
    )
    training_warning = fields.Text(string="Hours to look at", compute="_compute_training_payers")

    @api.depends("sale_order_ids", "invoice_dialog", "progress", "partial_by", "partial_line_ids.quantity")
    def _compute_training_payers(self):
        for wizard in self:
            order = wizard.sale_order_ids._origin
            wizard.training_payers = wizard.training_warning = False
            if len(order) != 1 or not order.is_training or wizard.invoice_dialog not in ("balance", "partial"):
                continue
            lines = order._get_training_lines()
            if wizard.invoice_dialog == "partial":
                quantities = wizard._get_partial_quantities()
                quantities = {line: quantity for line, quantity in quantities.items() if line in lines}
                billed = sum(one["untaxed"] for one in order._get_partial_by_taxes(quantities).values())
                wizard.training_warning = order._get_hours_warning(billed)
                continue
            billed = sum(line.price_subtotal - line._get_invoiced_amount() for line in lines)
            wizard.training_warning = order._get_hours_warning(billed)
            try:
                parts = order._get_direct_parts()
            except UserError as error:
                wizard.training_warning = "\n".join(filter(None, [str(error), wizard.training_warning]))
                continue
            if parts:
                services = order._get_service_lines()
                whole = sum(line.price_subtotal - line._get_invoiced_amount() for line in services)
                amounts = [(funding.payer_id, amount) for funding, amount in parts.items()]
                amounts.append((order.partner_invoice_id, whole - sum(parts.values())))
                wizard.training_payers = "\n".join(
                    self.env._(
                        "%(payer)s: %(amount)s",
                        payer=payer.display_name,
                        amount=order.currency_id.format(order.currency_id.round(amount)),
                    )
                    for payer, amount in amounts
                )

    def _create_invoices(self, sale_orders):
        """Override of `sale`: an invoice that takes no deposit off leaves other payers what they agreed.

        :raise UserError: if not
        """
        moves = super()._create_invoices(sale_orders)
        if self.advance_payment_method == "delivered" and not self.deduct_down_payments:
            sale_orders._check_left_to_payers()
        return moves
