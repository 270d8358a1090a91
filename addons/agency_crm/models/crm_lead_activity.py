"""The activity of an open deal: one, which says its next step and date."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..context_keys import get_key


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `crm`: each open deal has the activity of its next step."""
        leads = super().create(vals_list)
        leads._sync_next_step_activity()
        return leads

    def write(self, vals):
        """Override of `crm`: the activity follows the next step.

        Forms, kanban drags, imports and other people's code all end here.
        """
        if not vals.keys() & self._get_next_step_activity_fields():
            return super().write(vals)
        had_activity = self.filtered(lambda lead: lead._has_next_step_activity())
        res = super().write(vals)
        # Nothing to look for where there was no activity and there is to be none.
        (had_activity | self.filtered(lambda lead: lead._has_next_step_activity()))._sync_next_step_activity()
        return res

    # === BUSINESS METHODS === #

    @api.model
    def _get_next_step_activity_fields(self):
        """Return the fields that the activity of the next step mirrors."""
        return {"stage_id", "next_step_id", "next_step_date", "user_id", "active", "type"}

    def _has_next_step_activity(self):
        self.ensure_one()
        return bool(
            self._is_agency_deal()
            and self._get_working_company().is_next_step_activity
            and self.active
            and self.user_id
            and self.next_step_id
            and not self.next_step_id.is_closing
        )

    def _sync_next_step_activity(self):
        """Give each open deal one activity that says its next step and date, others none."""
        if get_key(self.env, "agency_history"):
            return
        # Computed here, so that nothing is left to compute in the middle of another method.
        self.mapped("next_step_date")
        if not self:
            return
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        activity_type_id = self.env["ir.model.data"]._xmlid_to_res_id("agency_crm.mail_activity_next_step")
        ours = self.filtered(lambda lead: lead._is_of_agency())
        activities = self.env["mail.activity"].search(
            Domain("res_model", "=", "crm.lead")
            & Domain("res_id", "in", self.ids)
            & Domain("activity_type_id", "=", activity_type_id)
            # What somebody typed on a deal of a shop is theirs.
            & (Domain("res_id", "in", ours.ids) | Domain("automated", "=", True))
        )
        activity_by_lead = {activity.res_id: activity for activity in activities}
        vals_list = []
        for lead in self.filtered(lambda lead: lead._has_next_step_activity()):
            values = lead._prepare_next_step_activity_values()
            activity = activity_by_lead.pop(lead.id, None)
            if activity is None:
                vals_list.append(
                    {
                        **values,
                        "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                        "res_id": lead.id,
                        "activity_type_id": activity_type_id,
                        "automated": True,
                    }
                )
            else:
                activity._bring_up_to(values)
        self.env["mail.activity"].concat(*activity_by_lead.values())._take_back()
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(vals_list)

    def _prepare_next_step_activity_values(self):
        """Prepare the values of the activity that mirrors the next step.

        A step without a date yet is due today: the activity then asks for the date.
        """
        self.ensure_one()
        lead = self.with_context(lang=self._get_working_user().lang)
        return {
            "summary": lead.next_step_id.name,
            "date_deadline": lead.next_step_date or fields.Date.context_today(lead),
            "user_id": lead._get_working_user().id,
        }
