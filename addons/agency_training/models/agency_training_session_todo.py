"""What a session asks of whoever it is assigned to, in « À faire »: sheets to close, then certificates to send (§3)."""

from odoo import fields, models


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session", "agency.todo.mixin", "mail.activity.mixin"]

    _todo_type = "agency_training.mail_activity_session"

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

    def _get_todo(self):
        """Override of `agency.todo.mixin`."""
        self.ensure_one()
        if self.state == "planned":
            return self.env._("Attendance sheets to close: %(title)s", title=self.title), self.date_end
        if self.state == "done":
            words = self.env._("Certificates to send: %(title)s", title=self.title)
            return words, fields.Date.context_today(self)
        return None


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def write(self, vals):
        """Override: what is asked for by the last day moves with it (T9)."""
        res = super().write(vals)
        if "date" in vals:
            self.session_id.filtered(lambda session: session.state == "planned")._sync_todo()
        return res
