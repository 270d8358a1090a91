from odoo import fields, models


class AgencyInvoiceNeverPaid(models.TransientModel):
    """Asks why invoices will never be paid."""

    _name = "agency.invoice.never.paid"
    _description = "Give Up Invoices"

    move_ids = fields.Many2many(comodel_name="account.move", string="Invoices", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Give up the invoices."""
        self.ensure_one()
        self.move_ids.action_never_paid(self.reason)
        return {"type": "ir.actions.act_window_close"}
