from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import COSTS_GROUP, PRICING_MODES, ROUNDINGS
from ..utils import get_price, get_rates


class AgencyPricePricing(models.AbstractModel):
    """A price made of a cost (B23), for the windows that put a supplier's price in a quote.

    They bring `cost`, `currency_id` and `request_id`, whose kind says the usual rates.
    """

    _name = "agency.price.pricing"
    _description = "Price made of a Cost"

    request_id = fields.Many2one(comodel_name="agency.price.request")
    currency_id = fields.Many2one(comodel_name="res.currency")
    cost = fields.Monetary(groups=COSTS_GROUP)
    pricing_mode = fields.Selection(
        selection=PRICING_MODES, compute="_compute_pricing_mode", compute_sudo=False, store=True, readonly=False
    )
    mark_rate = fields.Float(
        string="Mark rate (%)",
        compute="_compute_mark_rate",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Taux de marque: margin ÷ price.",
    )
    coefficient = fields.Float(
        compute="_compute_coefficient",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Price = cost × coefficient.",
    )
    rounding = fields.Selection(
        selection=ROUNDINGS, compute="_compute_rounding", compute_sudo=False, store=True, readonly=False
    )
    price = fields.Monetary(
        string="Price excl. tax",
        compute="_compute_price",
        compute_sudo=False,
        store=True,
        readonly=False,
        groups=COSTS_GROUP,
    )
    margin = fields.Monetary(compute="_compute_rates", groups=COSTS_GROUP)
    rates = fields.Char(
        string="That is", compute="_compute_rates", groups=COSTS_GROUP, help="The three ways to say the same margin."
    )

    # === COMPUTE METHODS === #

    # One field each: a value that is given would keep the others of its method from being computed.

    @api.depends("request_id")
    def _compute_pricing_mode(self):
        for pricing in self:
            pricing.pricing_mode = pricing._get_usual("pricing_mode")

    @api.depends("request_id")
    def _compute_mark_rate(self):
        for pricing in self:
            pricing.mark_rate = pricing._get_usual("mark_rate")

    @api.depends("request_id")
    def _compute_coefficient(self):
        for pricing in self:
            pricing.coefficient = pricing._get_usual("coefficient")

    @api.depends("request_id")
    def _compute_rounding(self):
        for pricing in self:
            pricing.rounding = pricing._get_usual("rounding")

    def _get_usual(self, name):
        """Return how the company usually makes a price of this kind; see *Settings*."""
        company = self.request_id.company_id or self.env.company
        return company._get_usual_pricing(self.request_id.kind or "print")[name]

    @api.depends("cost", "pricing_mode", "mark_rate", "coefficient", "rounding")
    def _compute_price(self):
        for pricing in self:
            if pricing.pricing_mode == "fixed":
                pricing.price = pricing.price or pricing.cost
                continue
            try:
                pricing.price = get_price(
                    pricing.cost, pricing.pricing_mode, pricing._get_pricing_value(), int(pricing.rounding or 0)
                )
            except ValueError:
                # Said when it is applied: it may be half typed.
                pricing.price = 0.0

    @api.depends("price", "cost")
    def _compute_rates(self):
        for pricing in self:
            pricing.margin = pricing.price - pricing.cost
            rates = get_rates(pricing.price, pricing.cost)
            pricing.rates = self.env._(
                "mark rate %(mark)s · margin rate %(margin)s · coefficient %(coefficient)s",
                mark=pricing._format_rate(rates["mark_rate"], " %"),
                margin=pricing._format_rate(rates["margin_rate"], " %"),
                coefficient=pricing._format_rate(rates["coefficient"]),
            )

    def _format_rate(self, rate, unit=""):
        return "—" if rate is None else f"{self.env['ir.qweb.field.float'].value_to_html(rate, {'precision': 2})}{unit}"

    # === BUSINESS METHODS === #

    def _get_pricing_value(self):
        return {"mark_rate": self.mark_rate, "coefficient": self.coefficient}.get(self.pricing_mode, 0.0)

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

    def _get_price_in(self, order):
        """Return the price in the currency of a quote."""
        return self.currency_id._convert(
            self.price, order.currency_id, order.company_id, fields.Date.context_today(self), round=False
        )
