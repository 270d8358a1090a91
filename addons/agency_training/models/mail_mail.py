"""A paper of a training whose mail did not leave is to be sent again: who planned the session is told (§3)."""

from odoo import fields, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    convoked_ids = fields.Many2many(
        comodel_name="agency.training.registration",
        relation="agency_training_convocation_mail",
        string="Convoked by it",
        copy=False,
        groups=fields.NO_ACCESS,
    )
    certified_ids = fields.Many2many(
        comodel_name="agency.training.registration",
        relation="agency_training_certificate_mail",
        string="Certified by it",
        copy=False,
        groups=fields.NO_ACCESS,
    )

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        """Override of `mail`: what did not leave is not sent."""
        # Sudo: closed to everybody; read before `super()`, which deletes the mails that left.
        mails_sudo = self.sudo()
        convoked, certified = mails_sudo.convoked_ids, mails_sudo.certified_ids
        reason = failure_reason or ", ".join(filter(None, self.mapped("failure_reason"))) or failure_type
        res = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
        if failure_type:
            convoked._note_unsent("convoked_on", reason)
            certified._note_unsent("certificate_sent_on", reason)
        return res


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _note_unsent(self, name, reason):
        """Say that a mail of these trainees did not leave: it is to be sent again.

        :param str name: field of the day when it was sent
        :param str reason: the server's words
        """
        self._by_rules()[name] = False
        for session in self.session_id:
            names = ", ".join(self.filtered(lambda one, own=session: one.session_id == own).trainee_id.mapped("name"))
            words = (
                self.env._("The certificates of %(names)s did not leave: %(reason)s", names=names, reason=reason)
                if name == "certificate_sent_on"
                else self.env._("The convocations of %(names)s did not leave: %(reason)s", names=names, reason=reason)
            )
            session.message_post(body=words, partner_ids=session.user_id.partner_id.ids)
        self.session_id._sync_todo()
