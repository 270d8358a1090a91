"""A recurring order that is copied is one: not started, its Début that of the first (SPEC 5)."""

from odoo import fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def copy_data(self, default=None):
        """Override of `sale`: the copy of a recurring order waits to be started; it is no quote."""
        vals_list = super().copy_data(default=default)
        for order, vals in zip(self, vals_list, strict=True):
            if order.billing_frequency and "billing_frequency" not in (default or {}):
                vals.update(
                    billing_frequency=order.billing_frequency,
                    billing_months=order.billing_months,
                    next_invoice_date=order.next_invoice_date or fields.Date.context_today(order),
                    billing_day=order.billing_day,
                    recurrence_status="paused",
                )
        return vals_list
