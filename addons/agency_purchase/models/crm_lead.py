from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    price_request_ids = fields.One2many(
        comodel_name="agency.price.request", inverse_name="lead_id", string="Price requests", readonly=True
    )
    price_progress = fields.Char(
        string="Prices",
        compute="_compute_price_progress",
        help="Suppliers who gave a price, of those who were asked for this deal.",
    )
    is_price_ready = fields.Boolean(
        compute="_compute_price_progress", help="Nobody is awaited any more: the prices can be compared (B8)."
    )

    @api.depends("price_request_ids.consultation_ids.state", "price_request_ids.state")
    def _compute_price_progress(self):
        for lead in self:
            requests = lead.price_request_ids.filtered(lambda request: request.state != "cancelled")
            counts = [[int(part) for part in request.progress.split("/")] for request in requests if request.progress]
            lead.price_progress = f"{sum(one for one, _all in counts)}/{sum(all_ for _one, all_ in counts)}"
            asking = requests.filtered(lambda request: request.state in ("waiting", "complete"))
            lead.is_price_ready = bool(asking) and all(request.state == "complete" for request in asking)

    def action_new_price_request(self):
        """Open a new request of prices for this deal (B1): what is asked comes from its quote, if there is one."""
        self.ensure_one()
        quotes = self.order_ids.filtered(lambda order: order.state in ("draft", "sent") and not order.billing_frequency)
        return self.env["res.partner"]._get_new_record_action(
            "agency.price.request",
            self.env._("New price request"),
            default_lead_id=self.id,
            default_order_id=quotes[:1].id,
            default_company_id=self._get_working_company().id,
        )

    def action_view_price_requests(self):
        """Open the price requests of this deal: the only one itself."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_purchase.agency_price_request_action")
        requests = self.price_request_ids
        if len(requests) == 1:
            return {**action, "views": [(False, "form")], "res_id": requests.id, "context": {}}
        return {**action, "domain": [("lead_id", "=", self.id)], "context": {"default_lead_id": self.id}}

    def action_prices_received(self):
        """Prices are there: the estimate is the team's to make (B8), by the day the company allows.

        :raise UserError: if the stage of a deal does not have that step
        """
        step = self.env["agency.next.step"]._get_step("quote_internal")
        for lead in self:
            if step not in (lead._get_allowed_next_steps() or step):
                raise UserError(self.env._("The stage of this deal does not have this step: choose another one."))
            lead.write({"next_step_id": step.id, "next_step_date": lead._get_next_step_date()})
