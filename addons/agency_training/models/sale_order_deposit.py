"""The deposit of a training that others pay too: of the customer's part, nothing where there is none (T50)."""

import math

from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def action_new_deposit_invoice(self):
        """Override of `agency_crm`: who pays nothing is asked for no deposit.

        :raise UserError: if other payers pay all of it
        """
        self.ensure_one()
        if self._get_direct_fundings() and not self._get_customer_share():
            raise UserError(
                self.env._(
                    "%(payers)s pays all of %(quote)s, once the training is given: there is no deposit to ask the"
                    " customer for.",
                    payers=", ".join(self._get_direct_fundings().payer_id.mapped("display_name")),
                    quote=self.name,
                )
            )
        return super().action_new_deposit_invoice()

    def _get_deposit_share(self):
        """Override of `agency_crm`: no more than what the customer pays."""
        return min(super()._get_deposit_share(), self._get_customer_share())

    def _get_customer_share(self):
        """Return the share of the quote, in percent, that other payers leave to the customer, to two decimals."""
        self.ensure_one()
        whole = self._get_services_total()
        agreed = min(sum(self._get_direct_fundings().mapped("agreed_amount")), self._get_training_amount())
        if whole <= 0 or not agreed:
            return 100.0
        # Down: a deposit that is a cent above is refused. The tail is that of floats.
        return math.floor(round(10000 * max(whole - agreed, 0.0) / whole, 6)) / 100
