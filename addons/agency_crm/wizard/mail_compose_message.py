from odoo import models


class MailComposeMessage(models.TransientModel):
    _name = "mail.compose.message"
    _inherit = ["agency.send.once.mixin", "mail.compose.message"]

    def _action_send_mail(self, auto_commit=False):
        """Override of `mail`: a mail of quotes or invoices leaves once, however often it is asked for."""
        mails = self.filtered(
            lambda mail: mail.composition_mode == "comment" and mail.model in ("sale.order", "account.move")
        )
        with mails._take_unsent() as unsent:
            return super(MailComposeMessage, self - mails + unsent)._action_send_mail(auto_commit=auto_commit)
