from odoo import fields, models


class AgencyQuoteReject(models.TransientModel):
    """Asks why quotes are rejected."""

    _name = "agency.quote.reject"
    _description = "Reject Quotes"

    order_ids = fields.Many2many(comodel_name="sale.order", string="Quotes", required=True)
    reject_reason_id = fields.Many2one(comodel_name="crm.lost.reason", string="Reason", required=True)
    note = fields.Text(string="Comment")

    def action_apply(self):
        """Reject the quotes, and keep the comment in their chatter."""
        self.ensure_one()
        self.order_ids.action_reject(self.reject_reason_id.id)
        if self.note:
            for order in self.order_ids:
                order.message_post(body=self.note)
        return {"type": "ir.actions.act_window_close"}
