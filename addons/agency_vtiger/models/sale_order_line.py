from odoo import models

from odoo.addons.agency_crm.context_keys import get_key

# Lines that are remembered at once: more would weigh more than they spare.
MAX_KNOWN = 20_000


class KnownAmounts:
    """What Odoo made of the lines of one import: `{(quantity, price, discount, taxes, currency): amounts}`."""

    def __init__(self):
        self.amounts = {}
        self.simple = {}  # ids of taxes -> whether nothing but these figures counts for them


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _compute_amount(self):
        """Override of `sale`: in an import from vtiger lines alike have the amounts that Odoo gave to the first."""
        known = get_key(self.env, "agency_vtiger_amounts")
        if known is None:
            return super()._compute_amount()
        if len(known.amounts) > MAX_KNOWN:
            known.amounts.clear()
        for line in self:
            key = line._get_amounts_key(known)
            if key in known.amounts:
                line.price_subtotal, line.price_total, line.price_tax = known.amounts[key]
                continue
            super(SaleOrderLine, line)._compute_amount()
            if key:
                known.amounts[key] = line.price_subtotal, line.price_total, line.price_tax
        return None

    def _get_amounts_key(self, known):
        """Return all that the amounts of the line come of; None when it may be more than figures."""
        taxes = self.tax_ids
        ids = tuple(taxes.ids)
        if ids not in known.simple:
            known.simple[ids] = all(tax.amount_type == "percent" and not tax.price_include for tax in taxes)
        if not known.simple[ids] or self.is_downpayment or self.extra_tax_data:
            return None
        order = self.order_id
        currency = order.currency_id or order.company_id.currency_id
        return self.product_uom_qty, self.price_unit, self.discount, ids, currency.id, order.company_id.id
