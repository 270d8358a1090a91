"""A customer who paid too much, and what was paid back, are told on the deal."""

from odoo import api, models

from ..context_keys import get_key


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = ["account.partial.reconcile"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `account`: what is matched with a payment may concern a deal."""
        partials = super().create(vals_list)
        if not get_key(self.env, "agency_history"):
            partials._tell_deals()
        return partials

    def _tell_deals(self):
        """Tell the deals of these matchings which payments were above what was due, and which were paid back."""
        # Sudo: whoever notes a payment need not follow the deal.
        for partial_sudo in self.sudo():
            debit, credit = partial_sudo.debit_move_id, partial_sudo.credit_move_id
            is_agency = partial_sudo.company_id._works_as_agency()
            if not is_agency or debit.account_id.account_type != "asset_receivable":
                continue
            if debit.move_id._is_payment_entry():
                partial_sudo._tell_paid_back()
            elif credit.move_id._is_payment_entry() and credit._get_rest_to_give() > 0:
                debit.move_id._tell_overpaid(credit._get_rest_to_give(), credit.currency_id)

    def _tell_paid_back(self):
        """Tell the deals of what was paid too much, or credited, that it was paid back."""
        self.ensure_one()
        credit = self.credit_move_id
        invoices = credit.move_id if credit.move_id.is_invoice() else credit.matched_debit_ids.debit_move_id.move_id
        amount = self.credit_currency_id.format(self.credit_amount_currency)
        line = self.env._(
            "Paid back to the customer: %(amount)s (%(document)s).", amount=amount, document=credit.move_id.name
        )
        for deal in invoices._get_deals():
            deal._message_log(body=line)


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line"]

    def _get_rest_to_give(self):
        """Return what is left of this payment of a customer, 0 or more, in its currency."""
        self.ensure_one()
        return max(-self.currency_id.round(self.amount_residual_currency), 0.0)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _is_payment_entry(self):
        """Return whether this is the entry of a payment, or of a line of a bank statement."""
        self.ensure_one()
        return bool(self.origin_payment_id or self.statement_line_id)

    def _tell_overpaid(self, amount, currency):
        """Tell the deals of this invoice that its payment was above what was due."""
        line = self.env._(
            "Paid too much: the payment of %(invoice)s is above what was due by %(amount)s. Deduct it from another"
            " invoice, or pay it back.",
            invoice=self.name,
            amount=currency.format(amount),
        )
        for deal in self._get_deals():
            deal._message_log(body=line)
