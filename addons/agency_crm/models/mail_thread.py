from odoo import api, models
from odoo.tools import html2plaintext

# What a message carries, and what became of it: the rules say it, not who calls.
SAID_BY_RULES = ("is_quote_reminder", "sent_invoice_ids", "sent_order_ids", "was_taken")


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_notify(self, **kwargs):
        """Override of `mail`: a notice carries neither quotes nor invoices, whatever its caller says."""
        return super().message_notify(**{name: value for name, value in kwargs.items() if name not in SAID_BY_RULES})

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
