"""An invoice is sent when the mail server took the mail that carries it, or when a user says so: paper (SPEC 6)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import sql

from ..const import SETTLED_PAYMENT_STATES
from ..context_keys import get_key


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    sent_date = fields.Datetime(
        string="Sent on",
        readonly=True,
        copy=False,
        help="When the customer was first sent the invoice: its mail was taken by the server, or a user said so.",
    )

    def _auto_init(self):
        """Override of `base`: what was issued before this status existed counts as sent."""
        if not sql.column_exists(self.env.cr, self._table, "sent_date"):
            sql.create_column(self.env.cr, self._table, "sent_date", "timestamp")
            self.env.cr.execute(
                """
                UPDATE account_move SET sent_date = COALESCE(invoice_date, create_date)
                 WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
                """
            )
        return super()._auto_init()

    @api.depends("sent_date")
    def _compute_agency_status(self):
        """Override to tell what was sent from what waits to be: both are issued, one is known to the customer."""
        res = super()._compute_agency_status()
        for move in self:
            if move.agency_status == "sent" and not move.sent_date:
                move.agency_status = "to_send"
            elif move.agency_status == "paid" and move.payment_state == "reversed":
                move.agency_status = "credited"
        return res

    def write(self, vals):
        """Override of `account`: the deal looks again when an invoice was sent."""
        res = super().write(vals)
        if "sent_date" in vals:
            self._after_invoice_move()
        return res

    def _post(self, soft=True):
        """Override of `account`: what was issued elsewhere was sent."""
        posted = super()._post(soft)
        if get_key(self.env, "agency_history"):
            posted._note_sent()
        return posted

    def button_draft(self):
        """Override of `account`: what is changed is to be sent anew."""
        res = super().button_draft()
        # Odoo sets none to draft, too, for each entry that it unlinks from nothing.
        if sent := self.filtered("sent_date"):
            sent._by_rules().write({"sent_date": False})
        return res

    def _invoice_paid_hook(self):
        """Override of `account`: paid counts as sent, so the deal looks again."""
        res = super()._invoice_paid_hook()
        self._after_invoice_move()
        return res

    # === ACTION METHODS === #

    def action_mark_sent(self):
        """Mark these invoices as sent: on paper, or by any other way than a mail from here.

        :raise UserError: if one is no confirmed customer invoice
        """
        self.check_access("write")
        for move in self:
            if move.state != "posted" or not move.is_sale_document():
                raise UserError(
                    self.env._(
                        "%(invoice)s is not confirmed: confirm it first, then it can be sent.",
                        invoice=move._get_deal_label(),
                    )
                )
        self._note_sent()
        return True

    # === BUSINESS METHODS === #

    def _is_sent(self):
        """Return whether the customer has this invoice; one that is paid or credited counts as sent."""
        self.ensure_one()
        return self.state == "posted" and bool(self.sent_date or self.payment_state in SETTLED_PAYMENT_STATES)

    def _are_sent(self):
        """Return whether the customer has all these invoices; credit notes follow theirs."""
        return all(move._is_sent() for move in self if move.move_type == "out_invoice")

    def _note_sent(self):
        """Note when these invoices were first sent."""
        moves = self.filtered(lambda m: m.state == "posted" and m.is_sale_document() and not m.sent_date)
        if moves:
            moves._by_rules().write({"sent_date": fields.Datetime.now()})

    def message_post(self, **kwargs):
        """Override of `account`: a mail of invoices, those of the context key `mailed_record_ids`, carries them."""
        kwargs.pop("sent_invoice_ids", None)  # Said by the rules, not by who calls.
        if not get_key(self.env, "mailed_record_ids"):
            return super().message_post(**kwargs)
        invoices = self.get_mailed_records()
        message = super().message_post(**kwargs, sent_invoice_ids=[Command.set(invoices.ids)])
        # Where sending is turned off, as in tests, no server can refuse a mail.
        # Sudo: notifications are those of the recipients.
        is_mailed = "email" in message.sudo().notification_ids.mapped("notification_type")
        if is_mailed and self.env["ir.mail_server"]._disable_send():
            message._mark_sent()
        return message

    def _get_message_create_valid_field_names(self):
        """Override of `mail`: a message may carry invoices."""
        return super()._get_message_create_valid_field_names() | {"sent_invoice_ids"}

    def _message_create(self, values_list):
        """Override of `mail`: the invoices that a message carries are said by `message_post` alone."""
        return super(AccountMove, self._by_rules())._message_create(values_list).with_env(self.env)


class AccountMoveSend(models.AbstractModel):
    _name = "account.move.send"
    _inherit = ["account.move.send"]

    @api.model
    def _send_mail(self, move, mail_template, **kwargs):
        """Override of `account`: this mail carries its invoice."""
        return super()._send_mail(move.with_context(mailed_record_ids=move.ids), mail_template, **kwargs)
