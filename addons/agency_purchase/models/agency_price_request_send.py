"""Asking: what is complete leaves, a mail for each supplier, and the deal waits."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..const import STEP_OF_KIND


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

    # === ACTION METHODS === #

    def action_send(self):
        """Mail to each supplier who was not asked yet (B1, B3)."""
        for request in self:
            waiting = request.consultation_ids.filtered(lambda each: each.state == "to_send")
            if not waiting:
                raise UserError(
                    request.env._("%(name)s: no supplier is left to ask. Choose one.", name=request.display_name)
                )
            waiting._check_open()
            request._check_complete()
            waiting._mail()
            request._wait_on_deal()

    def action_tell_not_chosen(self):
        """Thank those who answered and were not chosen, each by a mail of its own (B20)."""
        others = self.consultation_ids.filtered(lambda each: each.state == "not_chosen" and not each.is_told)
        others.action_tell_not_chosen()

    def action_cancel(self):
        """Ask no more; what was answered stays."""
        self._by_rules().write({"is_cancelled": True})

    def action_close(self):
        """It is over."""
        self._by_rules().write({"is_closed": True})

    def action_reopen(self):
        """Go on with a request that was cancelled or closed."""
        self._by_rules().write({"is_cancelled": False, "is_closed": False})

    # === BUSINESS METHODS === #

    def _check_complete(self):
        """Check that these can be asked (B2).

        :raise UserError: that names what is missing
        """
        for request in self:
            name = request.display_name
            if not request.item_ids:
                raise UserError(request.env._("%(name)s: say what is asked for, at least one item.", name=name))
            if bare := request.item_ids.filtered(lambda item: all(item.quantity_ids.mapped("is_run_on"))):
                raise UserError(
                    request.env._(
                        "%(name)s: type the quantities of “%(item)s”, as 500 1000 2000.", name=name, item=bare[0].name
                    )
                )
            if request.answer_by < fields.Date.context_today(request):
                raise UserError(
                    request.env._("%(name)s: the day to answer by is over. Choose today or a later one.", name=name)
                )
            if archived := request.consultation_ids.partner_id.filtered(lambda partner: not partner.active):
                raise UserError(
                    request.env._(
                        "%(name)s: %(supplier)s is archived. Take it out, or unarchive it.",
                        name=name,
                        supplier=", ".join(archived.mapped("name")),
                    )
                )

    def _wait_on_deal(self):
        """Let the deals wait for these prices until the day asked, where their stage allows that step (B7)."""
        for request in self.filtered("lead_id"):
            lead = request.lead_id
            step = self.env["agency.next.step"]._get_step(STEP_OF_KIND[request.kind])
            if lead._is_agency_deal() and step in lead._get_allowed_next_steps() and lead.next_step_id != step:
                lead.write({"next_step_id": step.id, "next_step_date": request.answer_by})

    def _sync_choice(self):
        """Let suppliers be those who were chosen or not, from the prices chosen (B20)."""
        for request in self:
            is_chosen = any(request.offer_ids.mapped("is_chosen"))
            for consultation in request.consultation_ids.filtered(
                lambda each: each.state in ("answered", "chosen", "not_chosen")
            ):
                chosen = any(consultation.offer_ids.mapped("is_chosen"))
                state = "chosen" if chosen else "not_chosen" if is_chosen else "answered"
                if consultation.state != state:
                    consultation._by_rules().state = state
