"""What a request asks of whoever it is assigned to, in « À faire »: suppliers to chase, then prices to compare (B9)."""

from datetime import timedelta

from odoo import api, fields, models


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

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

    def _sync_todo(self):
        """Give each request the one activity that its state asks for, others none."""
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        type_id = self.env["ir.model.data"]._xmlid_to_res_id("agency_purchase.mail_activity_request")
        for request in self:
            user = request.user_id or self.env.user
            wanted = request.with_context(lang=user.lang)._get_todo()
            asked = request.activity_ids.filtered(lambda activity: activity.activity_type_id.id == type_id)
            values = wanted and {"summary": wanted[0], "date_deadline": wanted[1], "user_id": user.id}
            kept = asked[:1] if wanted else asked.browse()
            (asked - kept)._take_back()
            quiet = request.with_context(mail_activity_quick_update=True)
            if kept:
                changed = {
                    name: value
                    for name, value in values.items()
                    if kept._fields[name].convert_to_write(kept[name], kept) != value
                }
                if changed:
                    kept.with_env(quiet.env).write(changed)
            elif wanted:
                quiet.activity_schedule("agency_purchase.mail_activity_request", **values)

    def _get_todo(self):
        """Return what is to be done and by when, or nothing.

        :return: (words, date), or None
        """
        self.ensure_one()
        if not self.active:
            return None
        if self.state == "waiting":
            day = self.answer_by - timedelta(days=1)
            while self.company_id._get_working_date(1, day - timedelta(days=1)) != day:
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
