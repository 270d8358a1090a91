from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Override of `mail`: a reminder that was made, by mail or by telephone, counts."""
        reminder = self.env.ref("agency_crm.mail_activity_quote_reminder", raise_if_not_found=False)
        reminders = self.filtered(lambda activity: reminder and activity.activity_type_id == reminder)
        orders = self.env["sale.order"].browse(reminders.mapped("res_id"))
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        orders._count_reminder()
        return res
