"""An end on the last day invoiced stops a recurring order at once (SPEC 5)."""

from datetime import timedelta

from odoo import api, models

from ..context_keys import get_key


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    # https://github.com/OCA/contract/issues/956
    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._stop_ended_recurrence()
        return orders

    def write(self, vals):
        """Override of `sale`: an order of which all periods are invoiced stops."""
        res = super().write(vals)
        if vals.keys() & {"recurrence_end_date", "next_invoice_date"}:
            self._stop_ended_recurrence()
        return res

    def _get_first_end_date(self):
        """Override of `agency.recurrence.mixin`: the last day invoiced, where something was."""
        first = super()._get_first_end_date()
        # Sudo: an invoice that the user may not read counts, too.
        is_invoiced = get_key(self.env, "agency_history") or self.sudo().recurring_invoice_ids
        return first - timedelta(days=1) if is_invoiced else first

    def _stop_ended_recurrence(self):
        ended = self.filtered(
            lambda order: (
                order.recurrence_status == "running"
                and order.billing_frequency
                and order.recurrence_end_date
                and order.next_invoice_date
                and order.recurrence_end_date == order.next_invoice_date - timedelta(days=1)
            )
        )
        if ended:
            ended.action_stop_recurrence()
