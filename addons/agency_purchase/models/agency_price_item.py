import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..utils import format_quantity

HIGHEST_QUANTITY = 1_000_000_000


class AgencyPriceItem(models.Model):
    """One thing that is asked for (Poste), in one or several quantities."""

    _name = "agency.price.item"
    _inherit = ["agency.guarded.mixin"]
    _description = "Item of a Price Request"
    _order = "sequence, id"
    _check_company_auto = True
    _governing_fields = ("request_id",)
    _frozen_fields = ("request_id",)

    request_id = fields.Many2one(comodel_name="agency.price.request", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    name = fields.Char(string="Item", required=True, help="What the quote will say too: our words.")
    description = fields.Text()
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Service",
        check_company=True,
        domain=[("sale_ok", "=", True)],
        help="The service of the quote's line, which says its type.",
    )
    sequence = fields.Integer(default=10)
    quantity_ids = fields.One2many(
        comodel_name="agency.price.quantity", inverse_name="item_id", string="Quantities in full", copy=True
    )
    quantities = fields.Char(
        compute="_compute_quantities",
        inverse="_inverse_quantities",
        help="Whole numbers with a space between them, as 500 1000 2000: each is asked for.",
    )

    @api.depends("quantity_ids.quantity")
    def _compute_quantities(self):
        for item in self:
            item.quantities = " ".join(f"{quantity:g}" for quantity in sorted(item.quantity_ids.mapped("quantity")))

    def _inverse_quantities(self):
        """Ask for each number typed.

        :raise UserError: if something else is typed, or a quantity that has prices is taken out
        """
        for item in self:
            wanted = item._parse_quantities(item.quantities)
            known = {line.quantity: line for line in item.quantity_ids}
            self.env["agency.price.quantity"].concat(
                *(line for quantity, line in known.items() if quantity not in wanted)
            ).unlink()
            self.env["agency.price.quantity"].create(
                [{"item_id": item.id, "quantity": quantity} for quantity in wanted if quantity not in known]
            )

    @api.model
    def _parse_quantities(self, text):
        """Return the numbers of a text, without doubles, in their order."""
        words = re.split(r"[\s;/]+", (text or "").strip())
        if words == [""]:
            return []
        if any(not re.fullmatch(r"[0-9]{1,10}", word) or not 0 < int(word) <= HIGHEST_QUANTITY for word in words):
            raise UserError(
                self.env._("“%(text)s”: type whole numbers with a space between them, as 500 1000 2000.", text=text)
            )
        return list(dict.fromkeys(float(word) for word in words))

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a subcontracted item is asked for once, unless it says otherwise (B2)."""
        items = super().create(vals_list)
        alone = items.filtered(lambda item: item.request_id.kind == "subcontract" and not item.quantity_ids)
        self.env["agency.price.quantity"].create([{"item_id": item.id, "quantity": 1.0} for item in alone])
        return items

    @api.ondelete(at_uninstall=False)
    def _unlink_except_priced(self):
        self.quantity_ids._unlink_except_priced()


class AgencyPriceQuantity(models.Model):
    """How many of an item; each is a price of its own."""

    _name = "agency.price.quantity"
    _inherit = ["agency.guarded.mixin"]
    _description = "Quantity of a Price Request"
    _order = "item_id, quantity"
    _governing_fields = ("item_id",)
    _frozen_fields = ("item_id", "quantity")

    item_id = fields.Many2one(comodel_name="agency.price.item", required=True, index=True, ondelete="cascade")
    request_id = fields.Many2one(related="item_id.request_id", store=True, index=True)
    company_id = fields.Many2one(related="item_id.request_id.company_id", store=True, index=True)
    quantity = fields.Float(required=True, digits=0)

    _once = models.Constraint("UNIQUE(item_id, quantity)", "This quantity is already asked for.")

    @api.depends("quantity", "item_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.item_id.name} × {format_quantity(line.env, line.quantity)}"

    @api.constrains("quantity")
    def _check_quantity(self):
        if any(not 0 < line.quantity <= HIGHEST_QUANTITY for line in self):
            raise ValidationError(self.env._("A quantity is greater than zero."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_priced(self):
        # Sudo: whoever sees no prices may not take away what they answer either.
        offers_sudo = self.env["agency.price.offer"].sudo()
        if offers_sudo.search_count([("quantity_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Suppliers gave prices for this quantity: it stays."))
