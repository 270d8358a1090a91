from odoo import api, models
from odoo.tools import html2plaintext


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Override of `mail`: a quote whose mail came back was not sent, and its sender has it to do again."""
        res = super()._routing_handle_bounce(email_message, message_dict)
        message = message_dict["bounced_message"]
        if message and message_dict["bounced_email"]:
            words = html2plaintext(message_dict.get("body") or "").strip()[:500]
            # Sudo: mails come in by themselves, with nobody's rights.
            message.sudo()._take_back_bounced(f"{message_dict['bounced_email']}: {words}")
        return res
