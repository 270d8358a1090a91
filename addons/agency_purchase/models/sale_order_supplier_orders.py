"""Orders to suppliers, as drafts, once a quote is accepted (B30 to B34); nothing leaves by itself."""

from datetime import datetime, time, timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Command

from ..const import BUYERS_GROUPS, COSTS_GROUP
from ..utils import format_quantity


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    supplier_order_count = fields.Integer(
        string="Supplier orders",
        compute="_compute_supplier_order_count",
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="Orders to suppliers, drafts too, that were made of this quote.",
    )

    @api.depends("order_line.purchase_line_ids.order_id")
    def _compute_supplier_order_count(self):
        for order in self:
            order.supplier_order_count = len(order._get_purchase_orders())

    def _action_confirm(self):
        """Override of `sale`: what is accepted is ordered, as drafts, in the same transaction (B30)."""
        res = super()._action_confirm()
        # Sudo: whoever accepts, a customer who signs too, need neither see costs nor order.
        accepted = self.sudo()
        if self.env.user.share:
            # Nor is a customer the one who makes an order to our supplier.
            accepted = self.with_user(SUPERUSER_ID)
        accepted._make_supplier_orders()
        return res

    def _action_cancel(self):
        """Override of `sale`: drafts that were made of it go with it; what was sent is people's to undo (B35)."""
        res = super()._action_cancel()
        # Sudo: whoever cancels a quote need have no right on orders to suppliers.
        lines_sudo = self.sudo().order_line.purchase_line_ids.filtered("price_offer_id")
        lines_sudo.order_id.filtered(
            lambda purchase: purchase.state == "draft" and purchase.order_line.sale_order_id <= self
        ).button_cancel()
        return res

    def _make_supplier_orders(self):
        """Make the draft orders of what was accepted: one a supplier, once (B30), where the company wants them."""
        for order in self.filtered("company_id.makes_supplier_orders"):
            lines = order.order_line.filtered(lambda line: line.price_offer_id and line.product_uom_qty > 0)
            made = lines.purchase_line_ids.filtered(
                lambda line: line.price_offer_id == line.sale_line_id.price_offer_id
            )
            # Cancelled with the quote, which is accepted again.
            cancelled = made.order_id.filtered(lambda purchase: purchase.state == "cancel")
            cancelled.button_draft()
            cancelled._ask_to_order()
            own = (lines - made.sale_line_id).grouped(
                lambda line: (line.price_offer_id.consultation_id.partner_id, line.price_offer_id.currency_id)
            )
            for (supplier, currency), fresh in own.items():
                values = order._prepare_supplier_order(supplier, currency, fresh)
                # No mail to a colleague: the order is in her list, and in « À faire ».
                quiet = {"mail_auto_subscribe_no_notify": True}
                purchase = (
                    self.env["purchase.order"].with_company(order.company_id).with_context(**quiet).create(values)
                )
                purchase._ask_to_order()

    def _prepare_supplier_order(self, supplier, currency, lines):
        """Return the create values of the draft order of `lines` to a supplier."""
        self.ensure_one()
        supplier = supplier.with_company(self.company_id)
        consultations = lines.price_offer_id.consultation_id
        position = self.env["account.fiscal.position"].with_company(self.company_id)._get_fiscal_position(supplier)
        reasons = [reason for line in lines for reason in line._get_reconfirm_reasons()]
        rows = [line._prepare_supplier_order_line(position) for line in lines]
        self._add_distributions(rows, supplier)
        return {
            "partner_id": supplier.id,
            "partner_ref": ", ".join(filter(None, consultations.mapped("reference"))),
            "company_id": self.company_id.id,
            "currency_id": currency.id,
            "origin": self.name,
            "user_id": (consultations.request_id.user_id[:1] or self.user_id).id,
            "payment_term_id": supplier.property_supplier_payment_term_id.id,
            "fiscal_position_id": position.id,
            "reconfirm_reason": "\n".join(reasons),
            "order_line": [Command.create(row) for row in rows],
        }

    def _add_distributions(self, rows, supplier):
        """Add to the values of the lines their analytic distribution, which Odoo would look up line by line."""
        models, found = self.env["account.analytic.distribution.model"], {}
        for row in rows:
            product = self.env["product.product"].browse(row["product_id"])
            if product not in found:
                # The same as in `purchase.order.line._compute_analytic_distribution`.
                found[product] = models._get_distribution(
                    {
                        "product_id": product.id,
                        "product_categ_id": product.categ_id.id,
                        "partner_id": supplier.id,
                        "partner_category_id": supplier.category_id.ids,
                        "company_id": self.company_id.id,
                    }
                )
            row["analytic_distribution"] = found[product] or False


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line"]

    # Odoo tells customers how many (B28). Who buys reads them in the orders anyway, and opens quotes that count them.
    purchase_line_ids = fields.One2many(groups=BUYERS_GROUPS)
    purchase_line_count = fields.Integer(groups=BUYERS_GROUPS)

    def _purchase_service_generation(self):
        """Override of `sale_purchase`: what has a supplier's price is ordered by it, not by the service's vendor."""
        # Sudo: who sees no costs accepts quotes all the same.
        return super(
            SaleOrderLine, self.filtered(lambda line: not line.sudo().price_offer_id)
        )._purchase_service_generation()

    def _get_reconfirm_reasons(self):
        """Return why the supplier is to be asked again before it is ordered, in words (B34)."""
        self.ensure_one()
        offer, item = self.price_offer_id, self.price_offer_id.quantity_id
        reasons = []
        if offer._is_expired():
            reasons.append(self.env._("%s: the price has expired.", item.display_name))
        if not (offer.is_chosen and offer.is_current):
            reasons.append(self.env._("%s: the price is not the one that is chosen now.", item.display_name))
        if not self._has_priced_quantity():
            quantity = format_quantity(self.env, self.product_uom_qty)
            reasons.append(
                self.env._("%(name)s: the customer accepted %(quantity)s.", name=item.display_name, quantity=quantity)
            )
        return reasons

    def _prepare_supplier_order_line(self, position):
        """Return the create values of what is ordered: the price and the quantity that the supplier gave (B32).

        All that Odoo would work out again from the service is said: words, day, price.
        """
        self.ensure_one()
        offer = self.price_offer_id
        item, consultation = offer.quantity_id.item_id, offer.consultation_id
        request = consultation.request_id
        product = item.product_id or self.product_id
        today = fields.Date.context_today(self)
        day = max(request.needed_on or today + timedelta(days=consultation.lead_days), today)
        taxes = product.supplier_taxes_id._filter_taxes_by_company(self.company_id)
        told = consultation.with_context(lang=consultation._get_pdf_lang())
        # What the supplier was asked, never the words of the customer's quote (B5).
        words = (
            f"{offer.quantity_id.display_name} ({request.name})",
            item.description,
            offer.variant,
            *(f"{told._pdf_label(label)} {words}" for label, words in told.request_id._get_spec_rows()),
            request.spec,
        )
        return {
            "product_id": product.id,
            "name": "\n".join(filter(None, words)),
            "product_qty": offer.quantity_id.quantity,
            "product_uom_id": product.uom_id.id,
            "price_unit": offer.unit,
            "date_planned": datetime.combine(day, time(12)),
            "tax_ids": [Command.set(position.map_tax(taxes).ids)],
            "sale_line_id": self.id,
            "price_offer_id": offer.id,
        }
