"""The bill of a supplier finds its order by the number that it names (B37)."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import COSTS_GROUP


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    matched_order_ids = fields.Many2many(
        comodel_name="purchase.order",
        string="Supplier orders",
        compute="_compute_matched_order_ids",
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="The orders that this bill is of, by its lines.",
    )

    @api.depends("invoice_line_ids.purchase_line_id")
    def _compute_matched_order_ids(self):
        for move in self:
            move.matched_order_ids = move.invoice_line_ids.purchase_line_id.order_id

    def _find_and_set_purchase_orders(self, po_references, partner_id, amount_total, from_ocr=False, timeout=10):
        """Override of `purchase`: a bill is matched with orders to its own supplier, whatever number its file names.

        Odoo looks at numbers alone; what it does not match, since amounts differ, is linked all the same: the gap is
        then said, and the euros count on the deal.
        """
        if not self.company_id._works_as_agency():
            return super()._find_and_set_purchase_orders(po_references, partner_id, amount_total, from_ocr, timeout)
        own, foreign = self._get_named_orders(po_references)
        names = [*own.mapped("name"), *filter(None, own.mapped("partner_ref"))]
        super()._find_and_set_purchase_orders(
            [reference for reference in po_references if reference in names],
            self.partner_id.id,
            self.partner_id and amount_total,
            from_ocr,
            timeout,
        )
        if len(own) == 1 and not self.invoice_line_ids.purchase_line_id:
            self._link_lines_to(own)
        if foreign:
            note = self.env._("It names an order to another supplier: %s.", ", ".join(foreign.mapped("name")))
            self._by_rules().einvoice_reading = "\n".join(filter(None, [self.einvoice_reading, note]))
        return None

    def _get_named_orders(self, references):
        """Return the confirmed orders that a bill names: to its supplier, and to others."""
        if not references:
            return self.env["purchase.order"], self.env["purchase.order"]
        named = self.env["purchase.order"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "purchase")
            & (Domain("name", "in", references) | Domain("partner_ref", "in", references))
        )
        own = named.filtered(
            lambda order: self.partner_id and order.partner_id.commercial_partner_id == self.commercial_partner_id
        )
        # Two suppliers may have the same number of their own.
        return own, (named - own).filtered(lambda order: order.name in references)

    def _link_lines_to(self, order):
        """Link the lines of this bill to those of its order, each to the one whose amount is nearest."""
        ordered = order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        left = ordered
        lines = self.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        for line in lines.sorted("price_subtotal", reverse=True) if ordered else ():
            nearest = min(left or ordered, key=lambda each, line=line: abs(each.price_subtotal - line.price_subtotal))
            line.purchase_line_id = nearest
            left -= nearest
