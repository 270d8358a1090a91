from odoo import fields, models
from odoo.exceptions import UserError


class AgencyQuotePostpone(models.TransientModel):
    """Asks until when quotes are put off: their deals wait until then (SPEC 4: « Reporter asks until when »)."""

    _name = "agency.quote.postpone"
    _description = "Postpone Quotes"

    order_ids = fields.Many2many(comodel_name="sale.order", string="Quotes", required=True)
    date = fields.Date(string="Until", required=True, help="When the customer is to be called again.")
    note = fields.Text(string="Comment")

    def action_apply(self):
        """Postpone the quotes, and let their deals wait until the day.

        :raise UserError: if the day is over, or a quote may not be postponed
        """
        self.ensure_one()
        if self.date < fields.Date.context_today(self):
            raise UserError(self.env._("This day is over: choose today or a later one."))
        self.order_ids.action_postpone()
        for order in self.order_ids:
            order.message_post(body=self._get_message())
        self.order_ids.opportunity_id._wait_until(self.date)
        return {"type": "ir.actions.act_window_close"}

    def _get_message(self):
        date = self.env["ir.qweb.field.date"].value_to_html(self.date, {})
        words = self.env._("Postponed until %(date)s.", date=date)
        return f"{words} {self.note}" if self.note else words
