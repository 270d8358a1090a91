from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import COSTS_GROUP
from ..utils import format_quantity


class AgencyPriceRunOn(models.TransientModel):
    """« Appliquer le mille supplémentaire »: says what a quantity without a price costs, then the line has it (B24).

    Which line is chosen by who calls: everything is read with their rights.
    """

    _name = "agency.price.run.on"
    _inherit = ["agency.price.pricing"]
    _description = "Apply a Run-on Price"

    line_id = fields.Many2one(comodel_name="sale.order.line", required=True)
    request_id = fields.Many2one(related="line_id.price_offer_id.request_id", related_sudo=False)
    currency_id = fields.Many2one(related="line_id.company_id.currency_id", related_sudo=False)
    copies = fields.Float(
        compute="_compute_copies", compute_sudo=False, store=True, readonly=False, digits=0, help="Of the whole line."
    )
    base_id = fields.Many2one(
        comodel_name="agency.price.offer", string="Nearest lower quantity", compute="_compute_parts", compute_sudo=False
    )
    run_on_id = fields.Many2one(
        comodel_name="agency.price.offer", string="Run-on price", compute="_compute_parts", compute_sudo=False
    )
    cost = fields.Monetary(compute="_compute_parts", compute_sudo=False, groups=COSTS_GROUP)
    explanation = fields.Char(
        string="That makes", compute="_compute_parts", compute_sudo=False, groups=COSTS_GROUP, help="The sum in words."
    )
    name = fields.Text(
        string="Words of the line", compute="_compute_name", compute_sudo=False, store=True, readonly=False
    )

    # === COMPUTE METHODS === #

    @api.depends("line_id")
    def _compute_copies(self):
        for wizard in self:
            line = wizard.line_id
            if line.product_uom_qty > 1:
                wizard.copies = line.product_uom_qty
            else:
                # One lot: the copies are in its words.
                _base, run_on = line._find_run_on(line.price_offer_id.quantity_id.quantity)
                wizard.copies = line.run_on_copies or sum((line.price_offer_id | run_on).mapped("quantity_id.quantity"))

    @api.depends("line_id", "copies")
    def _compute_parts(self):
        for wizard in self:
            base, run_on = wizard.line_id._find_run_on(wizard.copies)
            above = wizard.copies - base.quantity_id.quantity
            part = run_on.landed_company * above / run_on.quantity_id.quantity if run_on else 0.0
            wizard.base_id, wizard.run_on_id = base, run_on
            wizard.cost = base.landed_company + part
            wizard.explanation = wizard._explain(base, run_on, above, part) if base and run_on else ""

    def _explain(self, base, run_on, above, part):
        return self.env._(
            "%(base)s copies at %(landed)s + %(above)s at %(run_on)s for %(each)s, in proportion: %(part)s = %(cost)s",
            base=format_quantity(self.env, base.quantity_id.quantity),
            landed=self.currency_id.format(base.landed_company),
            above=format_quantity(self.env, above),
            run_on=self.currency_id.format(run_on.landed_company),
            each=format_quantity(self.env, run_on.quantity_id.quantity),
            part=self.currency_id.format(part),
            cost=self.currency_id.format(self.cost),
        )

    @api.depends("line_id", "copies")
    def _compute_name(self):
        """Propose the line's words, with the new quantity where they said the old one."""
        for wizard in self:
            line = wizard.line_id
            said = line.run_on_copies or line.price_offer_id.quantity_id.quantity
            first, *rest = (line.name or "").split("\n")
            first = first.replace(format_quantity(self.env, said), format_quantity(self.env, wizard.copies))
            wizard.name = "\n".join([first, *rest])

    def _get_usual(self, name):
        """Override: as the line's price was made until now; a typed one was of another quantity."""
        line = self.line_id
        if line.pricing_mode in ("mark_rate", "coefficient"):
            if name == "pricing_mode":
                return line.pricing_mode
            if name == line.pricing_mode:
                return line.pricing_value
        return super()._get_usual(name)

    # === ACTION METHODS === #

    def action_apply(self):
        """Put the quantity, its cost and its price in the line.

        :raise UserError: if the quote is none any more, or nothing makes a price for this quantity
        """
        self.ensure_one()
        line, order = self.line_id, self.line_id.order_id
        order.check_access("write")
        if order.state not in ("draft", "sent"):
            raise UserError(
                self.env._("%(name)s is no quote any more: make a new version of it first.", name=order.name)
            )
        self._check_parts()
        self._check_rate()
        if self.base_id != line.price_offer_id and not self.base_id.is_chosen:
            self.base_id._choose(self.env._("Run-on price applied"))
        is_lot = line.product_uom_qty in line._get_lots()
        quantity = line.product_uom_qty if is_lot else self.copies
        line._by_rules().write(
            {
                "price_offer_id": self.base_id.id,
                "run_on_offer_id": self.run_on_id.id,
                "run_on_copies": self.copies,
                "pricing_mode": self.pricing_mode,
                "pricing_value": self._get_pricing_value(),
                "name": self.name or line.name,
                "product_uom_qty": quantity,
                "price_unit": self._get_price_in(order) / (quantity or 1.0),
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_parts(self):
        """Check that there is a lower quantity and a run-on, and no price for the quantity itself.

        :raise UserError: that says what to do
        """
        copies = format_quantity(self.env, self.copies)
        if not (self.base_id and self.run_on_id):
            raise UserError(
                self.env._(
                    "%(copies)s: the supplier gave no lower quantity with a run-on price. Ask again.", copies=copies
                )
            )
        if self.base_id.quantity_id.quantity == self.copies:
            raise UserError(
                self.env._("%(copies)s: the supplier gave a price for this quantity. Choose it.", copies=copies)
            )
