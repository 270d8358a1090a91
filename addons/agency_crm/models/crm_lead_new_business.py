"""What quotes bring to a deal after it was won: new business, lines given up, the balance's date (SPEC 3)."""

from odoo import models

from ..const import DEAL_EVENTS
from ..context_keys import get_key
from .crm_lead_follow import PLACES


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    def _get_event(self, facts):
        """Override: a quote accepted, or a line added to one, on a deal that was done is no step back."""
        seen = self.followed_facts or {}
        if self._get_place(seen) == "final" and self._get_place(facts) in ("accepted", "deposit"):
            return "accepted" if self._has_new_business(facts) else None
        return super()._get_event(facts)

    def _has_new_business(self, facts):
        """Return whether one of the quotes that are not done was accepted since, or has more to invoice."""
        seen = self.followed_facts or {}
        for document, fact in facts.items():
            model, _separator, res_id = document.partition(",")
            if model != "sale.order" or fact not in ("accepted", "deposit"):
                continue
            if seen.get(document) != "final" or self.env[model].browse(int(res_id))._has_new_lines():
                return True
        return False

    def _prepare_event_values(self, event, dates=None):
        """Override: new business takes a deal that was done back to Won; the balance is due by the deal's closing."""
        if event == "accepted" and self.stage_id._get_phase() == "final":
            return self._prepare_place_values(event)
        values = super()._prepare_event_values(event, dates)
        if event == "deposit" and values and "next_step_date" not in values:
            proposed = self._get_next_step_date(dates=dates)
            # A date further on was typed: it stays.
            values["next_step_date"] = self.date_deadline or max(self.next_step_date or proposed, proposed)
        return values

    # === A QUOTE THAT GOES TO ANOTHER DEAL === #

    def _get_quote_place(self):
        """Return the place and the amount that the quotes of each of these deals had brought it to, by deal.

        :rtype: dict
        """
        if get_key(self.env, "agency_history"):
            return {}
        # Sudo: whoever moves a quote need not see the deal it leaves.
        deals_sudo = self.sudo()._filter_agency()
        return {deal: (deal._get_place(deal.followed_facts or {}), deal.quotes_amount) for deal in deals_sudo}

    def _give_up_place(self, place, amount):
        """Take this deal back to what its other documents say: one of its quotes went to another deal, which is won.

        A deal moved by hand since, or an amount typed by hand, stays.

        :param place: what its quotes had brought it to, see `_get_quote_place()`
        :param float amount: what its quotes came to
        """
        self.ensure_one()
        if not self.company_currency.compare_amounts(self.expected_revenue, amount):
            self.expected_revenue = self.quotes_amount
        left = self._get_place(self.followed_facts or {})
        is_behind = place and PLACES.index(left) < PLACES.index(place)
        if not is_behind or self.stage_id._get_phase() != DEAL_EVENTS[place][0]:
            return
        if left:
            values = self._prepare_place_values(left)
        else:
            stage = self.env["crm.stage"]._get_phase_stage("analysis")
            step = stage._get_next_steps()[:1]
            date = self._get_next_step_date() if step else False
            values = {"stage_id": stage.id, "next_step_id": step.id, "next_step_date": date}
        self._track_set_log_message(self.env._("Moved by itself: its quote went to another deal."))
        self.write(values)
