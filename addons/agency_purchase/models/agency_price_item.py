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
        help="Whole numbers with a space between them, as 500 1000 2000: each is asked for. +1000 asks for a run-on:"
        " what 1,000 copies more cost in the same run (mille supplémentaire, B24).",
    )

    @api.depends("quantity_ids.quantity", "quantity_ids.is_run_on")
    def _compute_quantities(self):
        for item in self:
            asked = sorted((line.is_run_on, line.quantity) for line in item.quantity_ids)
            item.quantities = " ".join(f"{'+' if is_run_on else ''}{quantity:.15g}" for is_run_on, quantity in asked)

    def _inverse_quantities(self):
        """Ask for each number typed.

        :raise UserError: if something else is typed, or a quantity that has prices is taken out
        """
        for item in self:
            wanted = item._parse_quantities(item.quantities)
            known = {(line.quantity, line.is_run_on): line for line in item.quantity_ids}
            self.env["agency.price.quantity"].concat(
                *(line for key, line in known.items() if key not in wanted)
            ).unlink()
            self.env["agency.price.quantity"].create(
                [
                    {"item_id": item.id, "quantity": quantity, "is_run_on": is_run_on}
                    for quantity, is_run_on in wanted
                    if (quantity, is_run_on) not in known
                ]
            )
        # What is shown is what is asked, however it was typed.
        self.invalidate_recordset(["quantities"], flush=False)

    @api.model
    def _parse_quantities(self, text):
        """Return the numbers of a text, each with whether it is a run-on, without doubles, in their order."""
        # « + 1 000 » is one number; without the sign two that stand side by side may be two quantities.
        text = re.sub(r"\+\s*[0-9]{1,3}(\s000)*(?![0-9])", lambda found: re.sub(r"\s", "", found[0]), text or "")
        words = re.split(r"[\s;/]+", text.strip())
        if words == [""]:
            return []
        if any(not re.fullmatch(r"\+?[0-9]{1,10}", word) or not 0 < int(word) <= HIGHEST_QUANTITY for word in words):
            raise UserError(
                self.env._("“%(text)s”: type whole numbers with a space between them, as 500 1000 2000.", text=text)
            )
        return list(dict.fromkeys((float(word), word.startswith("+")) for word in words))

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
    _order = "item_id, is_run_on, quantity"
    _governing_fields = ("item_id",)
    _frozen_fields = ("item_id", "quantity", "is_run_on")

    item_id = fields.Many2one(comodel_name="agency.price.item", required=True, index=True, ondelete="cascade")
    request_id = fields.Many2one(related="item_id.request_id", store=True, index=True)
    company_id = fields.Many2one(related="item_id.request_id.company_id", store=True, index=True)
    quantity = fields.Float(required=True, digits=0)
    is_run_on = fields.Boolean(
        string="Run-on",
        default=False,
        help="So many copies more, made in the same run (mille supplémentaire): their price is added to that of a"
        " quantity, and compared with none (B24).",
    )

    _once = models.Constraint("UNIQUE(item_id, quantity, is_run_on)", "This quantity is already asked for.")

    @api.depends("quantity", "is_run_on", "item_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.item_id.name} × {line._get_label()}"

    def _get_label(self):
        """Return the quantity as people write it: 1 000, or « +1 000 (run-on) »."""
        self.ensure_one()
        quantity = format_quantity(self.env, self.quantity)
        return self.env._("+%(quantity)s (run-on)", quantity=quantity) if self.is_run_on else quantity

    def _get_short_label(self):
        """Return the quantity as it is asked for: 1 000, or +1 000."""
        return f"{'+' if self.is_run_on else ''}{format_quantity(self.env, self.quantity)}"

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
