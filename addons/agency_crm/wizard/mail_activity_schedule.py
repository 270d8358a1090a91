from odoo import models


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    def action_schedule_activities_done(self):
        """Override of `mail`: a call noted as made asks what comes next on its deal."""
        return self._action_schedule_activities().action_done()
