"""The mail of a questionnaire: sent when the server took it, reminded once (T34)."""

from datetime import timedelta

from odoo import fields, models

from ..const import REMINDER_DAYS


class SurveyUserInput(models.Model):
    _name = "survey.user_input"
    _inherit = ["survey.user_input"]

    def _mail_evaluation(self):
        """Mail these trainees their link, each alone."""
        # Sudo: the template is everybody's to send, not to read.
        template_sudo = self.env.ref("agency_training_survey.mail_template_evaluation").sudo()
        for answer in self:
            address = {"email_to": answer.registration_id._get_convocation_email(), "recipient_ids": []}
            template_sudo.send_mail(answer.id, email_values=address)
        self._by_rules().evaluation_queued_on = fields.Datetime.now()
        # Sudo: mails leave by themselves once an hour; what is asked at the end of a session is not to wait for that.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _is_to_be_mailed_again(self):
        """Return whether the mail was made, did not leave, and waits no more: a server refused it a day ago."""
        self.ensure_one()
        if self.evaluation_sent_on or self.state == "done":
            return False
        day = fields.Datetime.now() - timedelta(days=1)
        if self.evaluation_queued_on and self.evaluation_queued_on > day:
            return False
        # Sudo: the queue is nobody's to read.
        mails_sudo = self.env["mail.mail"].sudo()
        return not mails_sudo.search_count(
            [("model", "=", self._name), ("res_id", "=", self.id), ("state", "=", "outgoing")], limit=1
        )

    def _note_taken(self):
        """The mail server took the mail to these trainees."""
        self.filtered(lambda one: not one.evaluation_sent_on)._by_rules().evaluation_sent_on = fields.Datetime.now()

    def _is_to_remind(self):
        """Return whether whoever did not answer is reminded now: some days after, while it can be answered, once."""
        now = fields.Datetime.now()
        return bool(
            self.state != "done"
            and self.evaluation_sent_on
            and not self.evaluation_reminded_on
            and self.evaluation_sent_on <= now - timedelta(days=REMINDER_DAYS)
            and self.deadline
            and now < self.deadline
            and self._is_link_open()
        )


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _remind_evaluations(self):
        """Remind this trainee, once, of what they did not answer, then leave them alone (T34)."""
        if not self._get_convocation_email():
            return
        # Sudo: who is reminded of what is the rules', not the reader's.
        for answer_sudo in self.sudo().evaluation_ids.filtered(lambda one: one._is_to_remind()):
            answer_sudo._mail_evaluation()
            # As soon as it is made: a reminder is never sent twice, were the server to refuse it.
            answer_sudo._by_rules().evaluation_reminded_on = fields.Datetime.now()
