"""What quotes bring to a deal after it was won: new business, lines given up, the balance's date (SPEC 3)."""

from odoo import models


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
