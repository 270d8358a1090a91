from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import BILLING_FREQUENCIES


class AgencyMakeRecurring(models.TransientModel):
    """Asks which services of a quote come back, how often, and from when."""

    _name = "agency.make.recurring"
    _description = "Make a Recurring Order"

    order_id = fields.Many2one(comodel_name="sale.order", required=True)
    billing_frequency = fields.Selection(
        selection=BILLING_FREQUENCIES, string="Frequency", required=True, default="annual"
    )
    billing_months = fields.Integer(string="Months of a period", default=12)
    next_invoice_date = fields.Date(
        string="Start",
        required=True,
        help="Date at which the service falls due and is to be invoiced.",
    )
    line_ids = fields.Many2many(
        comodel_name="sale.order.line",
        string="Services that come back",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        domain="[('order_id', '=', order_id), ('display_type', '=', False), ('is_downpayment', '=', False)]",
    )

    @api.constrains("order_id", "line_ids")
    def _check_line_ids(self):
        for wizard in self:
            if wizard.line_ids - wizard._get_services():
                raise ValidationError(
                    self.env._(
                        "The services that come back are lines of the quote: choose some of %(order)s.",
                        order=wizard.order_id.name,
                    )
                )

    @api.depends("order_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = wizard._get_services()

    def _get_services(self):
        return self.order_id.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)

    def action_apply(self):
        """Make the recurring order, and open it.

        The quote itself becomes the order when all of it comes back and nothing was invoiced.
        Else the services that come back leave it for an order of their own, unless they were
        invoiced by the quote already: a first period, say.

        :raise UserError: if no service was chosen
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Choose the services that come back."))
        values = {
            "billing_frequency": self.billing_frequency,
            "next_invoice_date": self.next_invoice_date,
        }
        if self.billing_frequency == "other":
            values["billing_months"] = self.billing_months
        order = self.order_id
        if self.line_ids == self._get_services() and not order.invoice_ids:
            order.write(values)
            return order._get_records_action()
        recurring = order.copy(
            {
                **values,
                "opportunity_id": order.opportunity_id.id,
                "order_line": [Command.create(line.copy_data({"order_id": False})[0]) for line in self.line_ids],
            }
        )
        for line in self.line_ids:
            line.product_uom_qty = line.qty_invoiced
        order.message_post(
            body=self.env._("Services that come back went to %(order)s.", order=recurring._get_html_link())
        )
        return recurring._get_records_action()
