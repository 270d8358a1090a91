"""A quote that the customer puts off: until when, and what its deal does meanwhile (SPEC 4)."""

from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def action_ask_postpone(self):
        """Ask until when these quotes are put off.

        :raise UserError: if one may not be postponed
        """
        self._check_quote_move({"quote_answer": "postponed"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Postpone the quote"),
            "res_model": "agency.quote.postpone",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_ids": self.ids},
        }


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    def _wait_until(self, date):
        """Let these deals wait for their customers until `date`, as « En attente de retour » where the stage allows it.

        Those that are won, lost or out of the pipe have nothing to wait for.
        """
        waiting = self.env["agency.next.step"]._get_step("waiting")
        for deal in self._filter_agency():
            if deal.next_step_id.kind not in ("estimate", "follow_up"):
                continue
            values = {"next_step_date": date}
            if waiting in deal._get_allowed_next_steps():
                values["next_step_id"] = waiting.id
            deal.write(values)
