from odoo import models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def action_create_deal(self):
        """Open the deal of this meeting, made with its contact when there is none yet."""
        self.ensure_one()
        lead = self.opportunity_id
        if not lead:
            lead = self.env["crm.lead"].create(self._prepare_deal_values())
            self.write(
                {
                    "opportunity_id": lead.id,
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": lead.id,
                }
            )
        return lead._get_records_action(name=self.env._("Deal"))

    def _prepare_deal_values(self):
        """Prepare the deal of this meeting: its contact is the first attendee from outside."""
        self.ensure_one()
        guests = self.partner_ids.filtered(lambda partner: partner.partner_share)
        return {
            "name": self.name,
            "type": "opportunity",
            "partner_id": guests[:1].id,
            "user_id": (self.user_id or self.env.user).id,
        }
