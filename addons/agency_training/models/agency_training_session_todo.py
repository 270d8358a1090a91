"""What a session asks of whoever it is assigned to, in « À faire »: sheets to close, then certificates to send (§3)."""

from odoo import fields, models


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session", "mail.activity.mixin"]

    def action_plan(self):
        """Override: what comes next is asked for."""
        res = super().action_plan()
        self._sync_todo()
        return res

    def action_back_to_draft(self):
        """Override: nothing is asked for before the session is planned again."""
        res = super().action_back_to_draft()
        self._sync_todo()
        return res

    def action_cancel(self):
        """Override: a session that is not given asks for nothing."""
        res = super().action_cancel()
        self._sync_todo()
        return res

    # === BUSINESS METHODS === #

    def _settle(self):
        """Override: sheets closed, certificates are to be sent."""
        res = super()._settle()
        self._sync_todo()
        return res

    def _sync_todo(self):
        """Give each session the one activity that its state asks for, others none."""
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        type_id = self.env["ir.model.data"]._xmlid_to_res_id("agency_training.mail_activity_session")
        for session in self:
            user = session.user_id or self.env.user
            wanted = session.with_context(lang=user.lang)._get_todo()
            asked = session.activity_ids.filtered(lambda activity: activity.activity_type_id.id == type_id)
            kept = asked.filtered(lambda activity, wanted=wanted: activity.summary in wanted)
            (asked - kept)._take_back()
            if wanted and not kept:
                summary, day = wanted
                session.with_context(mail_activity_quick_update=True).activity_schedule(
                    "agency_training.mail_activity_session", day, summary=summary, user_id=user.id
                )

    def _get_todo(self):
        """Return what is to be done and by when, or nothing.

        :return: (words, date), or an empty tuple
        """
        self.ensure_one()
        if self.state == "planned":
            return self.env._("Attendance sheets to close: %(title)s", title=self.title), self.date_end
        if self.state == "done":
            words = self.env._("Certificates to send: %(title)s", title=self.title)
            return words, fields.Date.context_today(self)
        return ()
