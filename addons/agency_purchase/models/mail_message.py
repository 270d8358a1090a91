from odoo import api, models

CONSULTATION = "agency.price.consultation"


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message"]

    @api.model
    def _get_mailed_models(self):
        """Override of `agency_crm`: a request that did not leave is told to its sender."""
        return super()._get_mailed_models() | {CONSULTATION}

    def _get_asking(self):
        """Return those of these messages that ask suppliers for prices, or follow it up."""
        return self.filtered(lambda message: message.model == CONSULTATION)

    def _do_mark_sent(self):
        """Override of `agency_crm`: suppliers are asked once the mail server has taken the mail."""
        res = super()._do_mark_sent()
        for message in self._get_asking():
            consultation = self.env[CONSULTATION].browse(message.res_id)
            message._get_markable_sudo(consultation, tracking_disable=True)._note_mailed()
        return res

    def _carries_something(self):
        """Override of `agency_crm`: a mail on a consultation carries its request."""
        return super()._carries_something() or self.model == CONSULTATION

    def _take_back_bounced(self, reason):
        """Override of `agency_crm`: who was not reached is to be asked again."""
        res = super()._take_back_bounced(reason)
        self.env[CONSULTATION].browse(self._get_asking().mapped("res_id")).exists()._note_bounced()
        return res
