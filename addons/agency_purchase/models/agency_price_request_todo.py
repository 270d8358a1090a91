"""What a request asks of whoever it is assigned to, in « À faire »: suppliers to chase, then prices to compare (B9)."""

from datetime import timedelta

from odoo import api, fields, models


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request", "agency.todo.mixin", "mail.activity.mixin"]

    _todo_type = "agency_purchase.mail_activity_request"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what comes next is asked for."""
        requests = super().create(vals_list)
        requests._sync_todo()
        return requests

    def write(self, vals):
        """Override: what comes next follows the request."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(("answer_by", "title", "user_id", "active", "is_cancelled", "is_closed")):
            self._sync_todo()
        return res

    def _get_todo(self):
        """Override of `agency.todo.mixin`."""
        self.ensure_one()
        if not self.active:
            return None
        if self.state == "waiting":
            day = self.answer_by - timedelta(days=1)
            while not self.company_id._is_working_day(day):
                day -= timedelta(days=1)
            return self.env._("Suppliers to chase: %(title)s", title=self.title), day
        if self.state == "complete":
            return self.env._("Prices to compare: %(title)s", title=self.title), fields.Date.context_today(self)
        return None


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    def write(self, vals):
        """Override: what comes next of the request follows who answered."""
        res = super().write(vals)
        if "state" in vals:
            self.request_id._sync_todo()
        return res


class AgencyPriceOffer(models.Model):
    _name = "agency.price.offer"
    _inherit = ["agency.price.offer"]

    def write(self, vals):
        """Override: a price that is chosen leaves nothing to compare."""
        res = super().write(vals)
        if "is_chosen" in vals:
            self.request_id._sync_todo()
        return res
