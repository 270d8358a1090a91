"""Deals that are merged become one, at the place that all their documents say (SPEC 3)."""

from odoo import models

from ..const import DEAL_EVENTS


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    def _merge_opportunity(self, *args, **kwargs):
        """Override of `crm`: a lost deal merged with an open one is open, and stands where its documents say."""
        # https://github.com/odoo/odoo/issues/68884
        deals = self.filtered(lambda lead: lead.type == "opportunity" and lead.stage_id._get_phase())
        open_stage = deals.filtered("active").stage_id.sorted("sequence")[-1:]
        merged = super()._merge_opportunity(*args, **kwargs)
        if deals:
            merged._settle_merged(open_stage)
        return merged

    def _merge_dependences(self, opportunities):
        """Override of `crm`: invoices come along; the next step of the deal that stays is the only one."""
        res = super()._merge_dependences(opportunities)
        if self.type == "opportunity":
            # An invoice that the user may not change still belongs to the deal that stays: that is no change of it.
            opportunities.sudo().invoice_ids.opportunity_id = self.id
            opportunities.activity_unlink(["agency_crm.mail_activity_next_step"])
            self.activity_ids.filtered(lambda activity: activity.automated).sorted("id")[1:].filtered(
                lambda activity: activity.activity_type_id == self.env.ref("agency_crm.mail_activity_next_step")
            ).unlink()
        return res

    def _settle_merged(self, open_stage):
        """Put this deal, merged of several, at the place that its documents say.

        :param open_stage: the furthest stage of those that were open, if any
        """
        self.ensure_one()
        if self.stage_id._get_phase() == "lost" and open_stage:
            self.write({"stage_id": open_stage.id})
        facts = self._get_facts()
        event = self._get_place(facts)
        # A quote that was sent reopens no deal that was given up.
        is_given_up = self.stage_id._get_phase() == "lost" and event == "sent"
        values = self._prepare_place_values(event) if event and not is_given_up else {}
        self._by_rules().followed_facts = facts
        if values:
            self._track_set_log_message(self._get_event_message(event))
            self.write(values)

    def _prepare_place_values(self, event):
        """Prepare the values that put this deal at the place of `event`, forwards or back.

        :return: write values, empty when it is there
        """
        self.ensure_one()
        phase, step_name, delay = DEAL_EVENTS[event]
        stage = self.env["crm.stage"]._get_phase_stage(phase)
        if self.stage_id == stage:
            return {}
        step = self.env["agency.next.step"]._get_step(step_name)
        date = False if step.is_closing else self._get_next_step_date(delay or "next_step_delay")
        return {"stage_id": stage.id, "next_step_id": step.id, "next_step_date": date}
