"""Invoices brought over are posted, cancelled and paid as they were."""

from .invoices import NOT_POSTED


class Posting:
    """:param journals: `Journals` of the move"""

    def __init__(self, env, journals):
        self.env, self.journals = env, journals

    def finish(self, rows):
        """Take invoices just created where they stood in vtiger.

        :param rows: `Written`
        """
        self._get_moves(rows, lambda row: row.prepared.status not in NOT_POSTED)._post(soft=False)
        self._get_moves(rows, lambda row: row.prepared.status == "cancel").button_cancel()
        given_up = self._get_moves(rows, lambda row: row.prepared.status == "never_paid")
        given_up.write({"is_never_paid": True, "never_paid_reason": self.env._("Given up in vtiger")})
        self._pay([row for row in rows if row.prepared.payment and row.target.state == "posted"])

    def settle_later(self, row):
        """An invoice paid in vtiger since: post it if it waited, and pay it; return whether anything was done."""
        move, done = row.target, False
        if move.state == "draft" and row.prepared.status not in NOT_POSTED:
            move._post(soft=False)
            done = True
        if move.state == "posted" and row.prepared.payment and move.payment_state == "not_paid":
            self._pay([row])
            done = True
        return done

    def reopen(self, move):
        """Take an invoice back to draft, unless it was paid by other books than those of the move.

        :return: whether it is a draft again
        """
        payments = move._get_reconciled_amls().move_id
        if payments.journal_id - self.journals.payment:
            return False
        (payments | move).button_draft()
        payments.unlink()
        return True

    def _get_moves(self, rows, condition):
        return self.env["account.move"].concat(*(row.target for row in rows if condition(row)))

    def _pay(self, rows):
        """Clear the receivable of invoices by entries of the journal of the move."""
        vals_list, lines = [], []
        for row in rows:
            invoice, (amount, day) = row.target, row.prepared.payment
            receivable = invoice.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
            amount = min(abs(amount), abs(invoice.amount_residual))
            if amount and receivable:
                vals_list.append(self._prepare_entry(invoice, receivable, amount, day))
                lines.append(receivable)
        entries = self.env["account.move"].create(vals_list)
        entries._post(soft=False)
        plan = [
            receivable + entry.line_ids.filtered(lambda line, account=receivable.account_id: line.account_id == account)
            for entry, receivable in zip(entries, lines, strict=True)
        ]
        if plan:
            self.env["account.move.line"]._reconcile_plan(plan)

    def _prepare_entry(self, invoice, receivable, amount, day):
        sign = 1 if invoice.move_type == "out_invoice" else -1
        label = self.env._("Payment of %(invoice)s, received before the move from vtiger", invoice=invoice.name)
        common = {"name": label, "partner_id": receivable.partner_id.id}
        return {
            "move_type": "entry",
            "journal_id": self.journals.payment.id,
            "date": day,
            "ref": invoice.name,
            "line_ids": [
                (0, 0, {**common, "account_id": self.journals.waiting_account.id, "balance": sign * amount}),
                (0, 0, {**common, "account_id": receivable.account_id.id, "balance": -sign * amount}),
            ],
        }
