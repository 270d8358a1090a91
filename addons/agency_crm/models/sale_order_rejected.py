"""An accepted quote that was invoiced is credited before it is rejected (SPEC 4)."""

from odoo import models
from odoo.exceptions import RedirectWarning

from ..const import STATUS_OF_STATE


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _check_quote_move(self, vals):
        """Override: a quote is not rejected while the customer has an invoice of it.

        :raise RedirectWarning: naming the invoice, with its credit note one click away
        """
        res = super()._check_quote_move(vals)
        if STATUS_OF_STATE.get(vals.get("state")) == "rejected":
            for order in self.filtered(lambda order: order.state == "sale"):
                order._check_credited()
        return res

    def _check_credited(self, message=None):
        """Check that all the invoices of this quote are credited.

        :param str message: what to say instead, which names `quote` and `invoice`
        :raise RedirectWarning: naming one that is not
        """
        self.ensure_one()
        # Sudo: an invoice that the user may not read holds the quote, too.
        invoices_sudo = (self.sudo().order_line.invoice_lines.move_id | self.sudo().recurring_invoice_ids).filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice" and move.payment_state != "reversed"
        )
        kept = [move for move in invoices_sudo if self.currency_id.compare_amounts(move._get_uncredited_total(), 0) > 0]
        if kept and not self.billing_frequency:
            message = message or self.env._(
                "%(quote)s was invoiced by %(invoice)s, which is not credited: make its credit note first, then"
                " reject the quote."
            )
            raise RedirectWarning(
                message % {"quote": self.name, "invoice": kept[0].name},
                kept[0]._get_credit_action(),
                self.env._("Credit %(invoice)s", invoice=kept[0].name),
            )


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _get_uncredited_total(self):
        """Return what this invoice comes to, its credit notes taken off."""
        self.ensure_one()
        credits = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        return self.amount_total - sum(credits.mapped("amount_total"))

    def _get_credit_action(self):
        """Return Odoo's own question for the credit note of this invoice."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_view_account_move_reversal")
        return {**action, "context": {"active_model": "account.move", "active_ids": self.ids, "active_id": self.id}}
