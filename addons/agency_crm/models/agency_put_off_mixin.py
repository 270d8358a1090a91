from odoo import models


class AgencyPutOffMixin(models.AbstractModel):
    """For quotes, orders and invoices: put off in « À faire » until a day, by an activity that anybody sees there."""

    _name = "agency.put.off.mixin"
    _description = "Put off in what is to be done"

    def _put_off_today(self, date, note=False):
        """Hide these from « À faire » until `date`.

        :param str note: what was done meanwhile, for the history
        """
        type_id = self.env["agency.today.line"]._get_type_id("put_off")
        known = self._get_put_off_activities(type_id)
        known.write({"date_deadline": date})
        model_id = self.env["ir.model"]._get_id(self._name)
        have = set(known.mapped("res_id"))
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": type_id,
                    "res_model_id": model_id,
                    "res_id": record.id,
                    "date_deadline": date,
                    "user_id": self.env.uid,
                    "automated": True,
                }
                for record in self
                if record.id not in have
            ]
        )
        if note:
            for record in self:
                record.message_post(body=note)

    def _get_put_off_activities(self, type_id):
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("activity_type_id", "=", type_id)]
        return self.env["mail.activity"].search(domain)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "agency.put.off.mixin"]


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "agency.put.off.mixin"]
