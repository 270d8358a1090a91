"""The statuses of a quote (manual: « Les devis »): what they say, and which move leads where.

They are written through one door, `write` in `sale_order.py`.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import QUOTE_ANSWERS, QUOTE_MOVES, QUOTE_STATUSES, STATUS_OF_STATE


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    # Status (manual: « Les devis »)
    quote_status = fields.Selection(
        selection=QUOTE_STATUSES,
        string="Quote status",
        compute="_compute_quote_status",
        store=True,
        index=True,
        help="Created on: being written. Sent: the customer has it. Accepted: by the user or by the"
        " customer on the portal. Rejected: refused. Settled: all of it invoiced, every"
        " invoice paid. Postponed: the customer put it off. No answer: in spite of reminders.",
    )
    quote_answer = fields.Selection(
        selection=QUOTE_ANSWERS,
        string="Customer's answer",
        copy=False,
        tracking=True,
        help="What the user knows of a quote that waits: postponed, or no answer.",
    )
    last_sent_date = fields.Datetime(
        string="Sent on",
        copy=False,
        readonly=True,
        help="When the quote was last sent to the customer.",
    )
    is_settled_before = fields.Boolean(
        string="Settled before",
        copy=False,
        readonly=True,
        help="Invoiced and paid before it was brought in: its invoices do not hang on its lines, and nothing of it is"
        " left to invoice.",
    )
    reject_reason_id = fields.Many2one(
        comodel_name="crm.lost.reason",
        string="Reason of rejection",
        copy=False,
        tracking=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    # The quotes in progress, few among those of years, in the order of their list.
    # Word for word the condition of the filter « In progress »: else PostgreSQL does not know it again.
    _quote_in_progress_idx = models.Index(
        "(next_reminder_date, create_date DESC, id DESC) WHERE billing_frequency IS NULL"
        " AND (quote_status NOT IN ('rejected', 'settled', 'replaced') OR quote_status IS NULL)"
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "quote_answer",
        "is_settled_before",
        "billing_frequency",
        "invoice_status",
        "order_line.invoice_lines.move_id.state",
        "order_line.invoice_lines.move_id.payment_state",
    )
    def _compute_quote_status(self):
        for order in self:
            status = STATUS_OF_STATE[order.state]
            if status == "accepted" and order._is_settled():
                status = "settled"
            elif status in ("draft", "sent") and order.quote_answer:
                status = order.quote_answer
            order.quote_status = status

    # === ACTION METHODS === #

    def action_quotation_sent(self):
        """Override of `sale`: a quote put off or without an answer may be sent again.

        :raise UserError: if a quote is neither a draft nor waiting for an answer
        """
        waiting = self.filtered(lambda order: order.state == "sent" and order.quote_answer)
        waiting._set_quote_status("sent")
        if drafts := self - waiting:
            return super(SaleOrder, drafts).action_quotation_sent()
        return None

    def action_reject(self, reject_reason_id=False):
        """Mark the quotes as refused by the customer.

        :param int reject_reason_id: id of the `crm.lost.reason`, if known
        :raise UserError: if a quote may not be rejected, as a settled one
        """
        reason = self.env["crm.lost.reason"].browse(reject_reason_id)
        self._check_quote_move({"state": "cancel"})
        self.action_cancel()
        if reason:
            self.reject_reason_id = reason
        return True

    def action_ask_reject_reason(self):
        """Ask for the reason, then reject the quotes."""
        self._check_quote_move({"state": "cancel"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject the quote"),
            "res_model": "agency.quote.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_ids": self.ids},
        }

    def action_postpone(self):
        """Mark the quotes as put off by the customer; they can still be accepted.

        :raise UserError: if a quote may not be postponed
        """
        self._set_quote_status("postponed")
        return True

    def action_no_answer(self):
        """Mark the quotes as left without an answer; they can still be accepted.

        :raise UserError: if a quote was not sent, or has its answer
        """
        self._set_quote_status("no_answer")
        return True

    # === BUSINESS METHODS === #

    def _set_quote_status(self, status):
        """Move the quotes to a status that waits for the customer: sent, postponed, no answer.

        The other statuses are Odoo's own: `action_confirm()`, `action_cancel()`, `action_draft()`.

        :raise UserError: if a quote may not move there
        """
        if status == "sent":
            self.write({"state": "sent"})
        else:
            self.write({"quote_answer": status})

    def _check_quote_move(self, vals):
        """Check that the quotes may take the status that `vals` would give them.

        :param dict vals: write values with `state` or `quote_answer`
        :raise UserError: if `const.QUOTE_MOVES` does not know the move
        """
        target = vals.get("quote_answer") or STATUS_OF_STATE[vals["state"]]
        for order in self:
            status = order.quote_status
            if target != status and target not in QUOTE_MOVES[status]:
                # A settled quote that is confirmed again, say, stays what it is.
                if target == "accepted" and status == "settled":
                    continue
                raise UserError(order._get_quote_move_error_message(target))

    def _get_quote_move_error_message(self, target):
        """Return why this quote can't take the status `target`, and what to do instead."""
        self.ensure_one()
        labels = dict(self._fields["quote_status"]._description_selection(self.env))
        values = {
            "quote": self.name,
            "status": labels[self.quote_status],
            "target": labels[target],
        }
        if self.quote_status == "settled":
            return self.env._(
                "The quote %(quote)s is settled: its invoices are paid, so it can't become"
                " “%(target)s”. Make a credit note for its invoices instead.",
                **values,
            )
        if self.quote_status == "rejected":
            return self.env._(
                "The quote %(quote)s was rejected, so it can't become “%(target)s”. Set it to quotation first.",
                **values,
            )
        return self.env._("The quote %(quote)s is “%(status)s”, so it can't become “%(target)s”.", **values)

    def _get_deal_fact(self):
        """Return what this quote tells its deal, see `crm.lead._get_facts()`."""
        self.ensure_one()
        if self.state == "draft":
            return None
        if self.state == "cancel":
            return "rejected"
        if self.state == "sent":
            return f"sent {self.last_sent_date or ''}"
        if self.billing_frequency:
            return "recurring"
        if self.is_settled_before or (self._is_invoiced() and self._get_posted_invoices()._are_sent()):
            return "final"
        deposits = self.order_line.filtered("is_downpayment").invoice_lines.move_id
        if any(move.move_type == "out_invoice" and move._is_sent() for move in deposits):
            return "deposit"
        return "accepted"

    def _is_invoiced(self):
        """Return whether all of this quote is invoiced, by invoices that were confirmed."""
        self.ensure_one()
        invoices = self.order_line.invoice_lines.move_id.filtered(lambda m: m.state != "cancel")
        return (
            self.invoice_status in ("invoiced", "upselling")
            and bool(invoices)
            and all(invoice.state == "posted" for invoice in invoices)
        )

    def _get_posted_invoices(self):
        return self.order_line.invoice_lines.move_id.filtered(lambda move: move.state == "posted")

    def _is_settled(self):
        """Return whether all of this quote is invoiced and every invoice paid."""
        self.ensure_one()
        return self.is_settled_before or (
            not self.billing_frequency
            and self._is_invoiced()
            and all(
                invoice.payment_state in ("paid", "in_payment", "reversed")
                for invoice in self.order_line.invoice_lines.move_id
                if invoice.state == "posted"
            )
        )
