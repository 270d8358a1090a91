from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import BILLING_FREQUENCIES, RECURRENCE_STATES


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # Recurrence (manual: « Les commandes client »)
    billing_frequency = fields.Selection(
        selection=BILLING_FREQUENCIES,
        string="Frequency",
        index="btree_not_null",
        tracking=True,
        copy=False,
        help="How often the service is invoiced. Makes the quote a recurring order.",
    )
    next_invoice_date = fields.Date(
        string="Start",
        index="btree_not_null",
        tracking=True,
        copy=False,
        help="Date at which the service falls due and is to be invoiced.",
    )
    recurrence_state = fields.Selection(
        selection=RECURRENCE_STATES,
        string="How it stands",
        compute="_compute_recurrence_state",
        help="To invoice: its start is near. Past its start: it should have been invoiced.",
    )
    subject = fields.Char(
        compute="_compute_subject",
        store=True,
        readonly=False,
        precompute=True,
        help="What the quote or order is about, in the customer's words.",
    )

    # === COMPUTE METHODS === #

    @api.depends("opportunity_id")
    def _compute_subject(self):
        for order in self:
            order.subject = order.subject or order.opportunity_id.name

    @api.depends("billing_frequency", "next_invoice_date", "company_id.recurring_margin_days")
    def _compute_recurrence_state(self):
        today = fields.Date.context_today(self)
        for order in self:
            start = order.billing_frequency and order.next_invoice_date
            margin = timedelta(days=order.company_id.recurring_margin_days)
            if not start:
                order.recurrence_state = False
            elif start < today:
                order.recurrence_state = "past"
            else:
                order.recurrence_state = "due" if start - margin <= today else "waiting"

    # === CONSTRAINT METHODS === #

    @api.constrains("billing_frequency", "next_invoice_date")
    def _check_next_invoice_date(self):
        for order in self:
            if order.billing_frequency and not order.next_invoice_date:
                raise ValidationError(
                    self.env._(
                        "The recurring order %(order)s needs a start: the date at which the"
                        " service falls due and is to be invoiced.",
                        order=order.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale`: a recurring order is accepted when made."""
        orders = super().create(vals_list)
        orders._confirm_recurring_orders()
        return orders

    def write(self, vals):
        res = super().write(vals)
        if vals.get("billing_frequency"):
            self._confirm_recurring_orders()
        return res

    # === ACTION METHODS === #

    def action_make_recurring(self):
        """Open a recurring order made from this quote, with all its lines.

        :raise UserError: if this already is a recurring order
        """
        self.ensure_one()
        if self.billing_frequency:
            raise UserError(
                self.env._("%(order)s already is a recurring order.", order=self.name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make a recurring order"),
            "res_model": "agency.make.recurring",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _confirm_recurring_orders(self):
        """Accept the recurring orders that still are quotes."""
        self.filtered(
            lambda order: order.billing_frequency and order.state in ("draft", "sent")
        ).action_confirm()
