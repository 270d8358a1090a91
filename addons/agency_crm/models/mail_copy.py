"""Whoever gets a copy of a mail (Cc) is named in it, and gets the very mail of its first recipient."""

from odoo import models


class MailThread(models.AbstractModel):
    _name = "mail.thread"
    _inherit = ["mail.thread"]

    def _notify_by_email_get_final_mail_values(self, recipient_ids, mail_values, additional_values=None):
        """Override of `mail`: the copies that its author asked for go with the mail of the first recipient."""
        values = super()._notify_by_email_get_final_mail_values(recipient_ids, mail_values, additional_values)
        message = self.env["mail.message"].browse(values.get("mail_message_id"))
        copies = message.message_type == "comment" and message.incoming_email_cc
        return {**values, "email_cc": copies} if copies and message.partner_ids[:1].id in recipient_ids else values


class MailMail(models.Model):
    _name = "mail.mail"
    _inherit = ["mail.mail"]

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Override of `mail`: a copy is that of the first recipient's mail, not a mail of its own without To."""
        prepared = super()._prepare_outgoing_list(*args, **kwargs)
        copies = [mail for mail in prepared if mail["email_cc"] and not mail["email_to"]]
        others = [mail for mail in prepared if mail not in copies]
        if not copies or not others or self.mail_message_id.message_type != "comment":
            return prepared
        others[0]["email_cc"] = copies[0]["email_cc"]
        others[0]["email_to_normalized"] = others[0]["email_to_normalized"] + copies[0]["email_to_normalized"]
        return others
