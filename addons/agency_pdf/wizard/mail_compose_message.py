from odoo import api, models


class MailComposeMessage(models.TransientModel):
    _name = "mail.compose.message"
    _inherit = ["mail.compose.message", "agency.mail.weight.mixin"]

    @api.model
    def _get_weight_triggers(self):
        """Override of `agency.mail.weight.mixin`."""
        return ["body", "attachment_ids"]

    def _get_weighed_attachments(self):
        """Override of `agency.mail.weight.mixin`."""
        return self.attachment_ids

    def _get_linked_record(self):
        """Override of `agency.mail.weight.mixin`."""
        return self.env[self.model].browse(self._evaluate_res_ids()[:1])

    def _action_send_mail_comment(self, res_ids):
        """Override of `mail`: a mail too heavy to arrive does not leave as it is."""
        heavy, body = self._link_heavy_attachments()
        if heavy:
            self.write({"attachment_ids": [(3, attachment.id) for attachment in heavy], "body": body})
        return super()._action_send_mail_comment(res_ids)
