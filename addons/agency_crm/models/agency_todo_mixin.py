"""What records ask of whoever they are assigned to, in « À faire »: one activity at a time, by their state."""

from odoo import models


class AgencyTodoMixin(models.AbstractModel):
    _name = "agency.todo.mixin"
    _description = "Asks for what comes next"

    # Activities are the model’s own, by `mail.activity.mixin`: a quote had them before anybody asked.
    # External id of the type of activity that is the rules' own: others are people's.
    _todo_type = ""

    def _get_todo(self):
        """Return what is to be done and by when, in the language of the environment, or nothing.

        :return: (words, date), or None
        """
        raise NotImplementedError

    def _sync_todo(self):
        """Give each of these records the one activity that its state asks for, others none."""
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(self._todo_type)
        for record in self:
            user = record.user_id or self.env.user
            todo = record.with_context(lang=user.lang)._get_todo()
            asked = record.activity_ids.filtered(lambda activity: activity.activity_type_id.id == type_id)
            kept = asked[:1] if todo else asked.browse()
            (asked - kept)._take_back()
            if not todo:
                continue
            words, day = todo
            values = {"summary": words, "date_deadline": day, "user_id": user.id}
            if kept:
                kept._bring_up_to(values)
            else:
                # No mail to a colleague: the activity menu shows it.
                record.with_context(mail_activity_quick_update=True).activity_schedule(self._todo_type, **values)
