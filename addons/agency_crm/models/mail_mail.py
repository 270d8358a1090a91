import smtplib

from odoo import models
from odoo.tools import exception_to_unicode


class MailMail(models.Model):
    _inherit = "mail.mail"

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """Override of `mail`: a server that hangs up fails the mail in hand, and no other.

        Odoo would roll back the mails which the server has taken already, and send them again.
        """
        if raise_exception or not self.mail_message_id.sent_order_ids:
            return super().send(auto_commit, raise_exception, post_send_callback)
        try:
            return super().send(auto_commit, raise_exception, post_send_callback)
        except smtplib.SMTPServerDisconnected as error:
            reason = exception_to_unicode(error)
            in_hand = self.exists().filtered(lambda mail: mail.state == "exception" and mail.failure_type == "unknown")
            in_hand.write({"failure_type": "mail_smtp", "failure_reason": reason})
            in_hand._postprocess_sent_message([], [], failure_reason=reason, failure_type="mail_smtp")
            return True

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        """Override of `mail`: what a mail carries is sent when the server has taken it."""
        messages = self.mail_message_id
        # Read before `super()`, which deletes the mails that left.
        reason = failure_reason or ", ".join(filter(None, self.mapped("failure_reason"))) or failure_type
        taken = messages.filtered(lambda m: m._is_taken(success_pids, success_emails))
        res = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
        # With a mail that left, Odoo deletes its message, unless it is part of a discussion: nothing is to be marked.
        messages = messages.exists()
        (taken & messages)._mark_sent()
        if failure_type:
            (messages - taken)._tell_not_sent(reason)
        return res
