from odoo import api, fields, models

from ..const import COSTS_GROUP, PRICING_MODES
from ..utils import format_quantity, get_rates


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line"]

    # Odoo's own, which nobody outside reads (B28). Not computed beforehand: that is done with the rights of whoever
    # makes the line, who need not see costs.
    margin = fields.Float(groups=COSTS_GROUP, precompute=False)
    margin_percent = fields.Float(
        string="Mark rate",
        groups=COSTS_GROUP,
        precompute=False,
        help="Taux de marque: margin ÷ price excl. tax. It is not the margin rate, which is margin ÷ cost.",
    )
    purchase_price = fields.Float(groups=COSTS_GROUP, precompute=False)

    price_offer_id = fields.Many2one(
        comodel_name="agency.price.offer",
        string="Supplier's price",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=COSTS_GROUP,
        help="The price chosen for this line: its cost is this one whatever is computed again (B26).",
    )
    pricing_mode = fields.Selection(
        selection=PRICING_MODES,
        readonly=True,
        copy=False,
        groups=COSTS_GROUP,
        help="How the price was made of the cost.",
    )
    pricing_value = fields.Float(
        readonly=True,
        copy=False,
        groups=COSTS_GROUP,
        help="Mark rate in percent, or coefficient, by which the price was made.",
    )
    price_warning = fields.Char(
        compute="_compute_price_warning",
        # Whoever sees costs need not read suppliers' prices, as a salesperson of another company.
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="What is to be looked at before the quote leaves: expired price, quantity without a price, loss.",
    )

    # === COMPUTE METHODS === #

    # Not on the quantity: a cost typed by hand would be lost with it, see `write`.
    @api.depends("price_offer_id")
    def _compute_purchase_price(self):
        """Override of `sale_margin`: a line that has a supplier's price costs it, whatever is computed again (B26)."""
        priced = self.filtered("price_offer_id")
        res = super(SaleOrderLine, self - priced)._compute_purchase_price()
        for line in priced:
            line.purchase_price = line._get_offer_cost()
        return res

    @api.depends("price_offer_id.consultation_id.valid_until", "product_uom_qty", "price_subtotal", "purchase_price")
    def _compute_price_warning(self):
        for line in self:
            line.price_warning = " ".join(line._get_price_warnings()) if line.price_offer_id else ""

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale`: the cost is that of this moment, as in Odoo alone, whatever is delivered later."""
        lines = super().create(vals_list)
        # Sudo: who makes a line need see no costs.
        lines.sudo().mapped("purchase_price")
        return lines

    def write(self, vals):
        """Override of `sale`: the whole costs the same, for one lot as for its thousand copies (B22)."""
        if "product_uom_qty" not in vals or "purchase_price" in vals:
            return super().write(vals)
        # Sudo: who sees no costs changes quantities all the same.
        priced_sudo = self.sudo().filtered("price_offer_id")
        # Known before the quantity changes: it stays where there is no price for the new one.
        priced_sudo.mapped("purchase_price")
        res = super().write(vals)
        self.env.add_to_compute(self._fields["purchase_price"], priced_sudo)
        return res

    @api.onchange("product_uom_qty")
    def _onchange_priced_quantity(self):
        # Sudo: who sees no costs changes quantities all the same.
        line_sudo = self.sudo()
        if line_sudo.price_offer_id:
            line_sudo.purchase_price = line_sudo._get_offer_cost()

    # === BUSINESS METHODS === #

    def _get_offer_cost(self):
        """Return what one unit of the line costs, from its supplier's price.

        For another quantity than the one the price was given for, what it was stays: nothing is guessed (B24).
        """
        self.ensure_one()
        offer = self.price_offer_id
        if not self._has_priced_quantity():
            return self._origin.purchase_price or self.purchase_price
        landed = self._convert_to_sol_currency(self._get_offer_landed(), offer.company_currency_id)
        return landed / (self.product_uom_qty or 1.0)

    def _get_offer_landed(self):
        """Return what the whole line costs at its supplier, excl. tax, in the currency of the company."""
        return self.price_offer_id.landed_company

    def _prepare_no_offer(self):
        """Return the values of a line without a supplier's price."""
        return {"price_offer_id": False}

    def _take_offers_of(self, lines):
        """Take the supplier's prices of the lines that these were copied from (B26)."""
        for line, original in zip(self, lines, strict=True):
            if original.price_offer_id:
                line._by_rules().write(
                    {name: original[name] for name in ("pricing_mode", "pricing_value")}
                    | original._prepare_same_offer()
                )

    def _prepare_same_offer(self):
        """Return the values of a line that has the supplier's price of this one."""
        return {"price_offer_id": self.price_offer_id.id}

    def _has_priced_quantity(self):
        """Return whether the supplier gave a price for the line's quantity: all of it, or one lot."""
        self.ensure_one()
        return self.product_uom_qty in (*self._get_lots(), self.price_offer_id.quantity_id.quantity)

    def _get_lots(self):
        """Return the quantities that stand for all the copies: one lot, and none of an option that is not taken."""
        self.ensure_one()
        return (0.0, 1.0) if self._is_line_optional() else (1.0,)

    def _get_price_warnings(self):
        """Return what is to be looked at, in words (B24, B25, B27)."""
        self.ensure_one()
        offer, warnings = self.price_offer_id, []
        supplier = offer.consultation_id.partner_id.name
        if offer._is_expired():
            date = self.env["ir.qweb.field.date"].value_to_html(offer.consultation_id.valid_until, {})
            warnings.append(
                self.env._("Supplier's price expired on %(date)s (%(supplier)s).", date=date, supplier=supplier)
            )
        if not self._has_priced_quantity():
            quantity = format_quantity(self.env, self.product_uom_qty)
            warnings.append(self._say_no_price(quantity))
        if self.margin < 0:
            loss = self.env["ir.qweb.field.monetary"].value_to_html(
                -self.margin, {"display_currency": self.currency_id}
            )
            warnings.append(self.env._("Sold below its cost: %(loss)s lost.", loss=loss.striptags()))
        return warnings

    def _say_no_price(self, quantity):
        """Return what to do about a quantity, as people write it, that has no price (B24)."""
        return self.env._("No price for %(quantity)s: ask again.", quantity=quantity)

    def _get_rates(self):
        """Return taux de marque, taux de marge and coefficient of the line, see `utils.get_rates`."""
        self.ensure_one()
        return get_rates(self.price_subtotal, self.purchase_price * self.product_uom_qty)
