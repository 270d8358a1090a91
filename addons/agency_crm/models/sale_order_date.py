"""A quote has a date of its own: the day it was first sent, before that the day it was made.

Odoo dates an order anew when it is accepted; what the customer holds, and the law it follows, are of the day of the
offer.
"""

from odoo import api, fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    quote_date = fields.Date(
        compute="_compute_quote_date",
        store=True,
        copy=False,
        help="Day on which it was first sent; before that, on which it was made. Accepting or printing does not change"
        " it.",
    )

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: its customer reads it on the document."""
        return super()._get_shared_fields() | {"quote_date"}

    @api.depends("first_sent_date", "date_order", "state")
    def _compute_quote_date(self):
        for order in self:
            if order.first_sent_date:
                order.quote_date = fields.Date.context_today(order, order.first_sent_date)
            elif order.state in ("draft", "sent"):
                order.quote_date = order.date_order and fields.Date.context_today(order, order.date_order)
            else:
                order.quote_date = order.quote_date or order._get_day_made()

    def _get_day_made(self):
        """Return the day on which an order that nobody sent was made: `date_order` is that of its acceptance."""
        moments = [moment for moment in (self.date_order, self._origin.create_date) if moment]
        return fields.Date.context_today(self, min(moments)) if moments else fields.Date.context_today(self)
