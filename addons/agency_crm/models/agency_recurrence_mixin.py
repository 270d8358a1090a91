from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..const import (
    BILLING_FREQUENCIES,
    FREQUENCY_MONTHS,
    RECURRENCE_STATES,
    RECURRENCE_STATUSES,
)

MAX_PERIOD_MONTHS = 120
# A start elsewhere is a slip of the keyboard, and dates near their end cannot be counted on.
START_YEARS = range(1900, 2200)


class AgencyRecurrenceMixin(models.AbstractModel):
    """The calendar of a recurring order (manual: « Les commandes client »).

    How it is invoiced is in `sale_order_recurring_invoice`.
    """

    _name = "agency.recurrence.mixin"
    _description = "Recurrence"

    company_id = fields.Many2one(comodel_name="res.company")
    billing_frequency = fields.Selection(
        selection=BILLING_FREQUENCIES,
        string="Frequency",
        index="btree_not_null",
        tracking=True,
        copy=False,
        help="How often the service is invoiced. Makes the quote a recurring order.",
    )
    billing_months = fields.Integer(
        string="Months of a period",
        compute="_compute_billing_months",
        store=True,
        readonly=False,
        copy=False,
        help="Length of a period, in months; to be said for another frequency.",
    )
    next_invoice_date = fields.Date(
        string="Start",
        index="btree_not_null",
        tracking=True,
        copy=False,
        help="Date at which the service falls due and is to be invoiced.",
    )
    billing_day = fields.Integer(
        compute="_compute_billing_day",
        store=True,
        readonly=False,
        copy=False,
        export_string_translation=False,
        help="Day of the month on which periods start: 31 for the last day of each month.",
    )
    recurrence_end_date = fields.Date(
        string="End",
        tracking=True,
        copy=False,
        help="No period that starts after this date is invoiced; the last day invoiced stops the order at once.",
    )
    recurrence_status = fields.Selection(
        selection=RECURRENCE_STATUSES,
        string="Recurrence",
        default="running",
        required=True,
        tracking=True,
        copy=False,
        help="Paused: nothing is invoiced until it goes on. Stopped: nothing is invoiced any more.",
    )
    recurrence_state = fields.Selection(
        selection=RECURRENCE_STATES,
        string="How it stands",
        compute="_compute_recurrence_state",
        help="To invoice: its start is near. Past its start: it should have been invoiced.",
    )

    # === COMPUTE METHODS === #

    @api.depends("billing_frequency")
    def _compute_billing_months(self):
        for order in self:
            order.billing_months = FREQUENCY_MONTHS.get(order.billing_frequency, order.billing_months)

    @api.depends("next_invoice_date")
    def _compute_billing_day(self):
        for order in self:
            order.billing_day = order.next_invoice_date.day if order.next_invoice_date else 0

    @api.depends(
        "billing_frequency",
        "next_invoice_date",
        "recurrence_status",
        "company_id.recurring_margin_days",
    )
    def _compute_recurrence_state(self):
        today = fields.Date.context_today(self)
        for order in self:
            start = order.billing_frequency and order.next_invoice_date
            due = today + timedelta(days=order.company_id.recurring_margin_days)
            if not start:
                order.recurrence_state = False
            elif order.recurrence_status != "running":
                order.recurrence_state = order.recurrence_status
            elif start < today:
                order.recurrence_state = "past"
            else:
                order.recurrence_state = "due" if start <= due else "waiting"

    # === CONSTRAINT METHODS === #

    @api.constrains("billing_frequency", "billing_months", "billing_day", "next_invoice_date")
    def _check_recurrence(self):
        for order in self.filtered("billing_frequency"):
            if not order.next_invoice_date:
                raise ValidationError(
                    self.env._(
                        "The recurring order %(order)s needs a start: the date at which the"
                        " service falls due and is to be invoiced.",
                        order=order.name,
                    )
                )
            if not 0 < order.billing_months <= MAX_PERIOD_MONTHS:
                raise ValidationError(
                    self.env._(
                        "Say how many months a period of the recurring order %(order)s lasts: from 1 to %(maximum)s.",
                        order=order.name,
                        maximum=MAX_PERIOD_MONTHS,
                    )
                )
            if not 0 < order.billing_day <= 31:
                raise ValidationError(
                    self.env._(
                        "The periods of the recurring order %(order)s start on a day of the month, from 1 to 31.",
                        order=order.name,
                    )
                )
            if order.next_invoice_date.year not in START_YEARS:
                raise ValidationError(
                    self.env._(
                        "The recurring order %(order)s starts on %(date)s: is its year right?",
                        order=order.name,
                        date=format_date(self.env, order.next_invoice_date),
                    )
                )

    def _get_first_end_date(self):
        """Return the first day on which it may end: its start, while nothing of it was invoiced."""
        return self.next_invoice_date

    @api.constrains("recurrence_end_date", "next_invoice_date", "recurrence_status")
    def _check_recurrence_end_date(self):
        for order in self:
            if (
                order.recurrence_status == "running"
                and order.recurrence_end_date
                and order.next_invoice_date
                and order.recurrence_end_date < order._get_first_end_date()
            ):
                raise ValidationError(
                    self.env._(
                        "The recurring order %(order)s ends before its start: change one of the"
                        " dates, or stop the order.",
                        order=order.name,
                    )
                )

    # === ACTION METHODS === #

    def action_pause_recurrence(self):
        """Invoice nothing until the orders go on."""
        self._get_recurring_orders().write({"recurrence_status": "paused"})

    def action_resume_recurrence(self):
        """Go on with the orders, from the first period that starts today or later."""
        today = fields.Date.context_today(self)
        starts = {}
        for order in self._get_recurring_orders():
            start = order.next_invoice_date
            while start < today:
                start = order._get_next_start(start)
            starts[order] = start
        self._set_next_starts(starts, recurrence_status="running")

    def action_stop_recurrence(self):
        """Invoice nothing any more."""
        self._get_recurring_orders().write({"recurrence_status": "stopped"})

    # === BUSINESS METHODS === #

    def _get_recurring_orders(self):
        return self.filtered("billing_frequency")

    def _get_next_start(self, start):
        """Return the start of the period after the one that starts on `start`.

        By the calendar: from 31 January, a monthly order goes to 28 February, then 31 March.
        """
        self.ensure_one()
        return start + relativedelta(months=self.billing_months, day=self.billing_day or start.day)

    def _get_period_end(self, start):
        """Return the last day of the period that starts on `start`."""
        return self._get_next_start(start) - timedelta(days=1)

    def _set_next_starts(self, starts, **values):
        """Move the Début of orders on; an order stops by itself after its end date.

        :param dict starts: the next start of each order
        :param values: other values to write on the orders
        """
        groups = defaultdict(self.browse)
        for order, start in starts.items():
            # The day is kept: 31 stays the last day of each month.
            new = {"next_invoice_date": start, "billing_day": order.billing_day, **values}
            if order.recurrence_end_date and start > order.recurrence_end_date:
                new["recurrence_status"] = "stopped"
            groups[tuple(new.items())] += order
        for new, orders in groups.items():
            orders.write(dict(new))
