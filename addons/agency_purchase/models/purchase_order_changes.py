"""What was accepted or ordered changes: people are told, nothing changes by itself (B35)."""

from odoo import models
from odoo.tools import float_compare

from ..utils import format_quantity

CHANGED = "mail.mail_activity_data_warning"


def ask(record, user, words):
    """Ask a user to look at a record; the same words are not said twice, nor mailed: « À faire » shows them.

    :param words: function of an environment, in the language of the user, that returns what is asked
    """
    summary = words(record.with_context(lang=user.lang).env)
    type_id = record.env["ir.model.data"]._xmlid_to_res_id(CHANGED)
    said = record.activity_ids.filtered(lambda each: each.activity_type_id.id == type_id)
    if summary not in said.mapped("summary"):
        quiet = record.with_context(mail_activity_quick_update=True)
        quiet.activity_schedule(CHANGED, user_id=user.id, summary=summary)


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order"]

    def write(self, vals):
        """Override: the deal of an order that is cancelled has something to do."""
        gone = self.filtered(lambda order: order.state != "cancel") if vals.get("state") == "cancel" else self.browse()
        res = super().write(vals)
        gone._tell_deals()
        return res

    def _tell_deals(self):
        """Ask those who follow the deals of these orders, cancelled, to look at them; not when their quote went too."""
        # Sudo: who cancels an order need not read the deal, nor see costs.
        for order in self.sudo().filtered(lambda each: each.lead_id and each.company_id._works_as_agency()):
            quotes = order.order_line.sale_line_id.order_id
            if quotes and all(quote.state == "cancel" for quote in quotes):
                continue
            user = order.lead_id.user_id or order.user_id or self.env.user
            ask(
                order.lead_id,
                user,
                lambda env, order=order: env._(
                    "%(order)s (%(supplier)s) is cancelled: see what replaces it",
                    order=order.name,
                    supplier=order.partner_id.name,
                ),
            )

    def _activity_cancel_on_sale(self):
        """Override of `sale_purchase`: the deal is told, and its quote not besides."""
        told = self.filtered(lambda order: order.lead_id and order.company_id._works_as_agency())
        return super(PurchaseOrder, self - told)._activity_cancel_on_sale()

    def _ask_buyers(self, words):
        """Ask the buyers of these orders to see with their suppliers; see `ask`."""
        for order in self:
            ask(order, order.user_id or self.env.user, words)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _action_cancel(self):
        """Override of `sale`: buyers are told of what is ordered of it; nothing a supplier knows goes by itself."""
        res = super()._action_cancel()
        for quote in self:
            # Sudo: who cancels a quote need have no right on orders to suppliers.
            orders_sudo = quote.sudo().order_line.purchase_line_ids.filtered("price_offer_id").order_id
            orders_sudo.filtered(lambda order: order.state != "cancel")._ask_buyers(
                lambda env, quote=quote: env._("%s was cancelled: see with the supplier", quote.name)
            )
        return res


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line"]

    def write(self, vals):
        """Override: a quantity that was accepted and changes is told to the buyer; the order stays as it is."""
        if "product_uom_qty" not in vals:
            return super().write(vals)
        # Sudo: who changes a quote need see no orders to suppliers.
        ordered_sudo = self.sudo().filtered(lambda line: line.state == "sale" and line._get_live_purchases())
        before = {line_sudo.id: line_sudo.product_uom_qty for line_sudo in ordered_sudo}
        res = super().write(vals)
        for line_sudo in ordered_sudo.exists():
            line_sudo._tell_quantity(before[line_sudo.id])
        return res

    def _get_live_purchases(self):
        """Return the lines of orders to suppliers that are made of this line by a supplier's price, not cancelled."""
        return self.purchase_line_ids.filtered(lambda line: line.price_offer_id and line.state != "cancel")

    def _tell_quantity(self, before):
        """Ask the buyers of this line to see with their suppliers, when its quantity is not what it was.

        :param float before: the quantity that was accepted
        """
        if not float_compare(before, self.product_uom_qty, precision_digits=6):
            return
        orders = self._get_live_purchases().order_id
        orders._ask_buyers(
            lambda env: env._(
                "%(quote)s: %(after)s instead of %(before)s; the order says what it said",
                quote=self.order_id.name,
                before=format_quantity(env, before),
                after=format_quantity(env, self.product_uom_qty),
            )
        )

    def _purchase_increase_ordered_qty(self, new_qty, origin_values):
        """Override of `sale_purchase`: an order made of a supplier's price does not grow by itself."""
        lines = self.filtered(lambda line: not line._get_live_purchases())
        return super(SaleOrderLine, lines)._purchase_increase_ordered_qty(new_qty, origin_values)
