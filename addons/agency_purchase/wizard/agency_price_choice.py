from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import COSTS_GROUP, PRICING_MODES, ROUNDINGS
from ..utils import format_quantity, get_price, get_rates

# Of the whole team, until each chose by himself: see `ir.default`.
USUAL_MARK_RATE = 35.0


class AgencyPriceChoice(models.TransientModel):
    """« Retenir »: takes a supplier's price, and puts it in the quote with its margin (B18, B19, B23).

    Which price is chosen by who calls: everything is read with their rights.
    """

    _name = "agency.price.choice"
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
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Service",
        compute="_compute_product_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    pricing_mode = fields.Selection(selection=PRICING_MODES, default="mark_rate", required=True)
    mark_rate = fields.Float(string="Mark rate (%)", default=USUAL_MARK_RATE, help="Taux de marque: margin ÷ price.")
    coefficient = fields.Float(default=1.5, help="Price = cost × coefficient.")
    price = fields.Monetary(
        string="Price excl. tax",
        compute="_compute_price",
        compute_sudo=False,
        store=True,
        readonly=False,
        groups=COSTS_GROUP,
    )
    rounding = fields.Selection(selection=ROUNDINGS, default="0", required=True)
    cost = fields.Monetary(related="offer_id.landed_company", related_sudo=False, string="Cost", groups=COSTS_GROUP)
    margin = fields.Monetary(compute="_compute_rates", groups=COSTS_GROUP)
    rates = fields.Char(
        string="That is", compute="_compute_rates", groups=COSTS_GROUP, help="The three ways to say the same margin."
    )

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

    @api.depends("offer_id", "line_id")
    def _compute_product_id(self):
        for choice in self:
            choice.product_id = choice.line_id.product_id or choice.offer_id.quantity_id.item_id.product_id

    @api.depends("cost", "pricing_mode", "mark_rate", "coefficient", "rounding")
    def _compute_price(self):
        for choice in self:
            if choice.pricing_mode == "fixed":
                choice.price = choice.price or choice.cost
                continue
            try:
                choice.price = get_price(
                    choice.cost, choice.pricing_mode, choice._get_pricing_value(), int(choice.rounding)
                )
            except ValueError:
                # Said when it is applied: it may be half typed.
                choice.price = 0.0

    @api.depends("price", "cost")
    def _compute_rates(self):
        for choice in self:
            choice.margin = choice.price - choice.cost
            rates = get_rates(choice.price, choice.cost)
            choice.rates = self.env._(
                "mark rate %(mark)s · margin rate %(margin)s · coefficient %(coefficient)s",
                mark=choice._format_rate(rates["mark_rate"], " %"),
                margin=choice._format_rate(rates["margin_rate"], " %"),
                coefficient=choice._format_rate(rates["coefficient"]),
            )

    def _format_rate(self, rate, unit=""):
        return "—" if rate is None else f"{self.env['ir.qweb.field.float'].value_to_html(rate, {'precision': 2})}{unit}"

    def _get_pricing_value(self):
        return {"mark_rate": self.mark_rate, "coefficient": self.coefficient}.get(self.pricing_mode, 0.0)

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

    def _check_rate(self):
        """Check that the rate makes a price (B23).

        :raise UserError: if not
        """
        try:
            if self.pricing_mode != "fixed":
                get_price(self.cost, self.pricing_mode, self._get_pricing_value())
        except ValueError as error:
            raise UserError(
                self.env._("A mark rate is from 0 to less than 100 %, a coefficient is greater than 0.")
            ) from error
        if self.price < 0:
            raise UserError(self.env._("A price is not negative."))

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
            # One lot: a price for one copy would be rounded, and the whole with it.
            line = self.env["sale.order.line"].create(
                {
                    "order_id": order.id,
                    "product_id": self.product_id.id,
                    "name": self._get_line_name(),
                    "product_uom_qty": 1.0,
                }
            )
        elif line.product_uom_qty not in (1.0, quantity.quantity):
            raise UserError(
                self.env._(
                    "The line is for %(line)s, the price for %(priced)s: nobody gave a price for that."
                    " Ask again, or change the line.",
                    line=format_quantity(self.env, line.product_uom_qty),
                    priced=format_quantity(self.env, quantity.quantity),
                )
            )
        price = self.currency_id._convert(
            self.price, order.currency_id, order.company_id, fields.Date.context_today(self), round=False
        )
        line._by_rules().write(
            {
                "price_offer_id": self.offer_id.id,
                "pricing_mode": self.pricing_mode,
                "pricing_value": self._get_pricing_value(),
                "price_unit": price / line.product_uom_qty,
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
