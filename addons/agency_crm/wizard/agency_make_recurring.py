from odoo import fields, models

from ..const import BILLING_FREQUENCIES


class AgencyMakeRecurring(models.TransientModel):
    """Asks how often a quote is to be invoiced, and from when."""

    _name = "agency.make.recurring"
    _description = "Make a Recurring Order"

    order_id = fields.Many2one(comodel_name="sale.order", required=True)
    billing_frequency = fields.Selection(
        selection=BILLING_FREQUENCIES, string="Frequency", required=True, default="annual"
    )
    next_invoice_date = fields.Date(
        string="Start",
        required=True,
        help="Date at which the service falls due and is to be invoiced.",
    )

    def action_apply(self):
        """Make the quote a recurring order; it is accepted by that."""
        self.ensure_one()
        self.order_id.write({
            "billing_frequency": self.billing_frequency,
            "next_invoice_date": self.next_invoice_date,
        })
        return self.order_id._get_records_action()
