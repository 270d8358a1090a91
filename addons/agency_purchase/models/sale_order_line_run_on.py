"""« Mille supplémentaire » (B24): a quantity between two prices costs the lower one and its run-on, never silently."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import COSTS_GROUP
from ..utils import format_quantity


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line"]

    run_on_offer_id = fields.Many2one(
        comodel_name="agency.price.offer",
        string="Run-on price",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=COSTS_GROUP,
        help="What the supplier takes for copies above the quantity of its price, in proportion (B24).",
    )
    run_on_copies = fields.Float(
        string="Copies with the run-on",
        readonly=True,
        copy=False,
        digits=0,
        groups=COSTS_GROUP,
        help="The quantity that the run-on was applied for: another one is looked at again.",
    )
    is_run_on_offered = fields.Boolean(
        compute="_compute_is_run_on_possible",
        # Whoever sees costs need not read suppliers' prices, as a salesperson of another company.
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="The supplier of the line said what copies above a quantity cost, and the quote may still change.",
    )
    is_run_on_possible = fields.Boolean(
        compute="_compute_is_run_on_possible",
        # The same.
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="The line's quantity has no price, and its supplier said what copies above a quantity cost.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "price_offer_id.consultation_id.offer_ids.is_current",
        *("run_on_offer_id", "run_on_copies", "product_uom_qty", "order_id.state"),
    )
    def _compute_is_run_on_possible(self):
        for line in self:
            is_open = bool(line.price_offer_id) and line.order_id.state in ("draft", "sent")
            line.is_run_on_offered = is_open and any(line._get_run_on_prices().mapped("quantity_id.is_run_on"))
            line.is_run_on_possible = (
                line.is_run_on_offered
                and not line._has_priced_quantity()
                and bool(line._find_run_on(line.product_uom_qty)[1])
            )

    @api.depends("is_run_on_possible")
    def _compute_price_warning(self):
        """Override: what there is to do depends on it."""
        return super()._compute_price_warning()

    @api.depends("run_on_offer_id", "run_on_copies")
    def _compute_purchase_price(self):
        """Override: the run-on is a part of the cost."""
        return super()._compute_purchase_price()

    # === ACTION METHODS === #

    def action_apply_run_on(self):
        """Open the window that applies the run-on to the quantity of this line.

        :raise AccessError: if the user may not change it
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Apply the run-on price"),
            "res_model": "agency.price.run.on",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _get_run_on_prices(self):
        """Return the prices that hold of this line's supplier, for the same item and variant, run-ons too."""
        self.ensure_one()
        offer = self.price_offer_id
        return offer.consultation_id.offer_ids.filtered(
            lambda each: (
                each.is_current
                and each.variant == offer.variant
                and each.quantity_id.item_id == offer.quantity_id.item_id
            )
        ).sorted(lambda each: each.quantity_id.quantity)

    def _find_run_on(self, copies):
        """Return the price of the nearest lower quantity of this line's supplier, and its run-on; empty if none.

        Of several run-ons the largest that is not above what is added, else the smallest.

        :param float copies: the quantity wanted
        """
        prices = self._get_run_on_prices()
        run_ons = prices.filtered("quantity_id.is_run_on")
        base = (prices - run_ons).filtered(lambda each: each.quantity_id.quantity <= copies)[-1:]
        above = copies - base.quantity_id.quantity
        fitting = run_ons.filtered(lambda each: each.quantity_id.quantity <= above)
        return base, (fitting[-1:] or run_ons[:1]) if base else run_ons.browse()

    def _has_run_on(self):
        """Return whether the run-on was applied for what the line says now: all of the copies, or one lot."""
        self.ensure_one()
        priced = self.price_offer_id.quantity_id.quantity
        return bool(self.run_on_offer_id) and self.product_uom_qty in {*self._get_lots(), self.run_on_copies} - {priced}

    def _has_priced_quantity(self):
        """Override: or the run-on was applied for it."""
        return self._has_run_on() or super()._has_priced_quantity()

    def _get_offer_landed(self):
        """Override: the price of the lower quantity, and the run-on for the copies above."""
        landed = super()._get_offer_landed()
        return landed + self._get_run_on_part("landed_company") if self._has_run_on() else landed

    def _get_run_on_part(self, amount):
        """Return what the copies above cost: the run-on in proportion, not by started thousand.

        :param str amount: field of the price, which says the currency
        """
        above = self.run_on_copies - self.price_offer_id.quantity_id.quantity
        return self.run_on_offer_id[amount] * above / self.run_on_offer_id.quantity_id.quantity

    def _say_no_price(self, quantity):
        """Override: there may be a run-on to apply."""
        if self.is_run_on_possible:
            return self.env._("No price for %(quantity)s: ask again, or apply the run-on price.", quantity=quantity)
        return super()._say_no_price(quantity)

    def _prepare_no_offer(self):
        """Override: nor its run-on."""
        return {**super()._prepare_no_offer(), "run_on_offer_id": False, "run_on_copies": 0.0}

    def _prepare_same_offer(self):
        """Override: with its run-on."""
        return {
            **super()._prepare_same_offer(),
            "run_on_offer_id": self.run_on_offer_id.id,
            "run_on_copies": self.run_on_copies,
        }

    # === ORDERING === #

    def _get_reconfirm_reasons(self):
        """Override: a run-on that the supplier has changed since is asked again."""
        reasons = super()._get_reconfirm_reasons()
        if self._has_run_on() and not self.run_on_offer_id.is_current:
            reasons.append(
                self.env._("%s: the run-on price has changed.", self.run_on_offer_id.quantity_id.display_name)
            )
        return reasons

    def _prepare_supplier_order_line(self, position):
        """Override: the copies above are ordered too, at what the supplier said (B32)."""
        values = super()._prepare_supplier_order_line(position)
        if not self._has_run_on():
            return values
        offer, run_on = self.price_offer_id, self.run_on_offer_id
        copies = format_quantity(self.env, self.run_on_copies)
        first, *words = values["name"].split("\n")
        first = first.replace(offer.quantity_id.display_name, f"{offer.quantity_id.item_id.name} × {copies}")
        parts = self.env._(
            "of which %(base)s at %(price)s, and %(above)s at the run-on price (%(run_on)s for %(each)s)",
            base=format_quantity(self.env, offer.quantity_id.quantity),
            price=offer.currency_id.format(offer.landed),
            above=format_quantity(self.env, self.run_on_copies - offer.quantity_id.quantity),
            run_on=run_on.currency_id.format(run_on.landed),
            each=format_quantity(self.env, run_on.quantity_id.quantity),
        )
        landed = offer.landed + self._get_run_on_part("landed")
        return {
            **values,
            "name": "\n".join([first, parts, *words]),
            "product_qty": self.run_on_copies,
            "price_unit": landed / self.run_on_copies,
        }


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    is_run_on_possible = fields.Boolean(
        compute="_compute_is_run_on_possible",
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="A line's quantity has no price, and its supplier gave a run-on.",
    )

    @api.depends("order_line.is_run_on_possible")
    def _compute_is_run_on_possible(self):
        for order in self:
            order.is_run_on_possible = any(order.order_line.mapped("is_run_on_possible"))

    def action_apply_run_on(self):
        """Open the window that applies the run-on to the first line that waits for it.

        :raise UserError: if none does
        """
        self.ensure_one()
        line = self.order_line.filtered("is_run_on_possible")[:1]
        if not line:
            raise UserError(self.env._("No line of %(name)s waits for a run-on price.", name=self.name))
        return line.action_apply_run_on()
