from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import COSTS_GROUP
from ..utils import format_quantity


class AgencyPriceChoice(models.TransientModel):
    """« Retenir »: takes a supplier's price, and puts it in the quote with its margin (B18, B19, B23).

    Which price is chosen by who calls: everything is read with their rights.
    """

    _name = "agency.price.choice"
    _inherit = ["agency.price.pricing"]
    _description = "Choose a Supplier's Price"

    offer_id = fields.Many2one(comodel_name="agency.price.offer", string="Price", required=True)
    request_id = fields.Many2one(related="offer_id.request_id", related_sudo=False)
    lead_id = fields.Many2one(related="offer_id.request_id.lead_id", related_sudo=False)
    currency_id = fields.Many2one(related="offer_id.company_currency_id", related_sudo=False)
    is_best = fields.Boolean(compute="_compute_is_best")
    reason = fields.Char(string="Why this one", help="Asked when it is not the best price.")
    is_in_quote = fields.Boolean(string="Put it in the quote", default=True)
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Quote",
        compute="_compute_order_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    line_id = fields.Many2one(
        comodel_name="sale.order.line",
        help="The line that takes the price; empty: a new one.",
    )
    is_option = fields.Boolean(
        string="As an option",
        compute="_compute_is_option",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Proposed to the customer under “Options”, not in the total: another quantity of what it has (B19).",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Service",
        compute="_compute_product_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    cost = fields.Monetary(related="offer_id.landed_company", related_sudo=False, string="Cost", groups=COSTS_GROUP)

    # === COMPUTE METHODS === #

    @api.depends("offer_id")
    def _compute_is_best(self):
        for choice in self:
            choice.is_best = bool(choice.offer_id) and choice.offer_id._is_best()

    @api.depends("offer_id")
    def _compute_order_id(self):
        for choice in self:
            request = choice.offer_id.request_id
            quotes = request.order_id or request.lead_id.order_ids.filtered(
                lambda order: order.state in ("draft", "sent") and not order.billing_frequency
            )
            choice.order_id = quotes.filtered(lambda order: order.state in ("draft", "sent"))[:1]

    @api.depends("offer_id", "order_id")
    def _compute_is_option(self):
        """Propose an option where the quote has another quantity of the same item already."""
        for choice in self:
            priced = choice.order_id.order_line.price_offer_id.quantity_id
            quantity = choice.offer_id.quantity_id
            choice.is_option = quantity.item_id in (priced - quantity).item_id

    @api.depends("offer_id", "line_id")
    def _compute_product_id(self):
        for choice in self:
            choice.product_id = choice.line_id.product_id or choice.offer_id.quantity_id.item_id.product_id

    # === ACTION METHODS === #

    def action_apply(self):
        """Choose the price, and put it in the quote.

        :raise UserError: if it may not be chosen, or makes no price
        """
        self.ensure_one()
        self._check_rate()
        self.offer_id._choose(self.reason)
        if self.is_in_quote:
            order = self.order_id or self._create_quote()
            line = self._fill_line(order)
            self.request_id.order_id = self.request_id.order_id or order
            return {
                "type": "ir.actions.act_window",
                "res_model": "sale.order",
                "res_id": line.order_id.id,
                "views": [(False, "form")],
            }
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _create_quote(self):
        if not self.lead_id.partner_id:
            raise UserError(
                self.env._("There is no quote to put it in: choose one, or give the deal its contact first.")
            )
        return self.env["sale.order"].create(
            {
                "partner_id": self.lead_id.partner_id.id,
                "opportunity_id": self.lead_id.id,
                "company_id": self.request_id.company_id.id,
            }
        )

    def _fill_line(self, order):
        """Put the price in a line of `order`: the one chosen, else a new one, in our words (B19, B22).

        :raise UserError: if the order is no quote any more, or the line has a quantity without a price (B24)
        """
        if order.state not in ("draft", "sent"):
            raise UserError(
                self.env._("%(name)s is no quote any more: make a new version of it first.", name=order.name)
            )
        quantity = self.offer_id.quantity_id
        line = self.line_id
        if line and line.order_id != order:
            raise UserError(self.env._("This line is of another quote."))
        if not line:
            if not self.product_id:
                raise UserError(self.env._("Choose the service of the new line: it says its tax and its type."))
            # One lot: a price for one copy would be rounded, and the whole with it. An option is none until taken.
            line = self.env["sale.order.line"].create(
                {
                    "order_id": order.id,
                    "product_id": self.product_id.id,
                    "name": self._get_line_name(),
                    "product_uom_qty": 0.0 if self.is_option else 1.0,
                    **order._place_priced_line(self.is_option),
                }
            )
        elif line.product_uom_qty not in (*line._get_lots(), quantity.quantity):
            raise UserError(
                self.env._(
                    "The line is for %(line)s, the price for %(priced)s: nobody gave a price for that."
                    " Ask again, or change the line.",
                    line=format_quantity(self.env, line.product_uom_qty),
                    priced=format_quantity(self.env, quantity.quantity),
                )
            )
        price = self._get_price_in(order)
        line._by_rules().write(
            {
                **line._prepare_no_offer(),
                "price_offer_id": self.offer_id.id,
                "pricing_mode": self.pricing_mode,
                "pricing_value": self._get_pricing_value(),
                "price_unit": price / (line.product_uom_qty or 1.0),
            }
        )
        return line

    def _get_line_name(self):
        """Return what the quote says: our words and the quantity, never the supplier's (B19, B29)."""
        item = self.offer_id.quantity_id.item_id
        quantity = self.offer_id.quantity_id.quantity
        name = item.name
        if self.request_id.kind == "print":
            name = self.env._("%(item)s: %(quantity)s copies", item=name, quantity=format_quantity(self.env, quantity))
        return "\n".join(filter(None, [name, item.description]))
