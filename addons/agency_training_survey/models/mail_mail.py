from odoo import models

ANSWER = "survey.user_input"


class MailMail(models.Model):
    _name = "mail.mail"
    _inherit = ["mail.mail"]

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        """Override of `mail`: a questionnaire is sent when the server has taken its mail (T34)."""
        # Read before `super()`, which deletes the mails that left with their messages.
        taken = success_emails and self.filtered(lambda mail: mail.model == ANSWER).mapped("res_id")
        res = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
        if taken:
            # Sudo: the queue is whoever's it happens to be.
            answers_sudo = self.env[ANSWER].sudo().browse(taken).exists()
            answers_sudo.filtered("registration_id")._note_taken()
        return res
