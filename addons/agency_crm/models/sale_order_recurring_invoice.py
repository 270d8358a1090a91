"""The daily job: a draft invoice for each period of a recurring order, never two for one."""

import logging
from collections import defaultdict
from datetime import timedelta

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..context_keys import get_key
from ..isolation import set_apart

_logger = logging.getLogger(__name__)

# Orders invoiced between two commits.
BATCH_SIZE = 100


class SaleOrder(models.Model):
    _inherit = "sale.order"

    recurring_invoice_ids = fields.One2many(
        comodel_name="account.move",
        inverse_name="recurring_order_id",
        string="Invoices of the periods",
    )

    # === ACTION METHODS === #

    def action_make_recurring_invoice(self):
        """Make the draft invoice of the next period now, whatever the margin.

        The context key `invoiced_period_start` is the Début that the user sees: two who click at one moment want one
        invoice, not that of the period after too.

        :raise UserError: if the order can't be invoiced, with the reason, or if somebody has just invoiced this period
        """
        self.ensure_one()
        start = fields.Date.to_date(get_key(self.env, "invoiced_period_start"))
        if start and start != self.next_invoice_date:
            raise UserError(
                self.env._(
                    "The period of %(order)s that starts on %(start)s has just been invoiced. Nothing was invoiced a"
                    " second time: reload the page.",
                    order=self.name,
                    start=format_date(self.env, start),
                )
            )
        if error := self._get_recurring_error():
            raise UserError(error)
        invoice = self._make_recurring_invoices({self: 1})
        return invoice._get_records_action(name=self.env._("Invoice"))

    # === CRON METHODS === #

    @api.model
    def _cron_make_recurring_invoices(self):
        """Make the draft invoices of all periods that are due, batch by batch.

        An order that can't be invoiced, whatever is wrong with it, is named to its salesperson by an activity, and
        does not stop the others. A missed run catches up, one draft a period.
        """
        orders = self.search(self._get_due_domain(), order="next_invoice_date, id")
        orders = orders.filtered(lambda order: order.recurrence_state in ("due", "past"))
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(orders))
        for batch in orders._split(BATCH_SIZE):
            # A colleague may be invoicing one of them by hand at this moment: leave it to them.
            locked = batch.try_lock_for_update()
            locked.invalidate_recordset()
            locked._invoice_due_periods()
            if not progress._commit_progress(processed=len(batch)):
                break

    # === BUSINESS METHODS === #

    @api.model
    def _get_due_domain(self):
        """Return the orders that may be due, each company's margin left to their state."""
        companies = self.env["res.company"].search([("is_agency", "=", True)])
        margins = companies.mapped("recurring_margin_days")
        last = fields.Date.context_today(self) + timedelta(days=max(margins, default=0))
        return (
            Domain("billing_frequency", "!=", False)
            & Domain("company_id", "in", companies.ids)
            & Domain("state", "=", "sale")
            & Domain("recurrence_status", "=", "running")
            & Domain("next_invoice_date", "<=", last)
        )

    def _split(self, size):
        for start in range(0, len(self), size):
            yield self[start : start + size]

    def _invoice_due_periods(self):
        """Make the drafts of these due orders; tell the salesperson of those that can't be."""
        counts = {}
        for order in self:
            try:
                count = order._count_due_periods()
                error = order._get_recurring_error() if count else None
            except Exception as failure:
                order._report_recurring_failure(failure)
                continue
            if error:
                order._report_recurring_error(error)
            elif count:  # Else it was invoiced meanwhile.
                counts[order] = count
        try:
            with self.env.cr.savepoint():
                self._make_recurring_invoices(counts)
        except Exception as batch_error:
            _logger.info("Recurring orders are invoiced one by one: %r", batch_error)
            for order, count in counts.items():
                order._invoice_alone(count)

    def _invoice_alone(self, count):
        """Make the drafts of this order, or tell its salesperson why not."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._make_recurring_invoices({self: count})
        except UserError as error:
            self._report_recurring_error(str(error))
        except Exception as error:
            self._report_recurring_failure(error)

    def _report_recurring_failure(self, error):
        """Tell the salesperson that this order could not be invoiced, for a reason that the log alone can tell."""
        _logger.error("The recurring order %s could not be invoiced", self.id, exc_info=error)
        self._report_recurring_error(
            self.env._(
                "An unforeseen error stopped it (%(error)s): check the order, its dates and its services; the"
                " administrator finds the rest in the server's log.",
                error=type(error).__name__,
            )
        )

    def _count_due_periods(self):
        """Return how many periods are due, at most one more than the setting allows in one run."""
        self.ensure_one()
        last = fields.Date.context_today(self) + timedelta(days=self.company_id.recurring_margin_days)
        if self.recurrence_end_date:
            last = min(last, self.recurrence_end_date)
        count, start = 0, self.next_invoice_date
        while start <= last and count <= self.company_id.recurring_catch_up_max:
            count, start = count + 1, self._get_next_start(start)
        return count

    def _get_recurring_error(self):
        """Return why this order can't be invoiced, and what to do; None when it can."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type)
        if not lines:
            return self.env._("The order has no service to invoice: add its lines.")
        archived = lines.product_id.filtered(lambda product: not product.active)
        if archived:
            return self.env._(
                "The service “%(service)s” was archived: replace it on the order, or restore it.",
                service=archived[0].display_name,
            )
        customer = self.partner_invoice_id
        if not (customer.street or customer.street2) or not customer.city:
            return self.env._(
                "%(customer)s has no invoicing address: fill in its street and its city.",
                customer=customer.display_name,
            )
        known = self.recurring_invoice_ids.filtered(
            lambda move: (
                move.recurring_period_start == self.next_invoice_date
                and move.state != "cancel"
                and not move.is_period_free
            )
        )
        if known:
            return self.env._(
                "The period that starts on %(start)s already has its invoice, %(invoice)s: set the start of the order"
                " to the next period, or credit that invoice in full first.",
                start=format_date(self.env, self.next_invoice_date),
                invoice=known[0].display_name,
            )
        today = fields.Date.context_today(self)
        locks = self.company_id._get_lock_date_violations(today, purchase=False)
        if locks:
            return self.env._(
                "The accounting period of today is closed, up to %(date)s: the accountant has to open it.",
                date=format_date(self.env, max(locks)[0]),
            )
        return None

    def _report_recurring_error(self, error):
        """Name this order to its salesperson, by one activity however often the job fails."""
        self.ensure_one()
        with set_apart(self.env, f"telling why the recurring order {self.id} is not invoiced: {error}"):
            activity_type = "agency_crm.mail_activity_recurring_error"
            note = self.env._("It could not be invoiced. %(error)s", error=error)
            known = self.activity_search([activity_type])
            if known:
                known.write({"note": note})
                return
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                activity_type,
                user_id=self.user_id._get_stand_in(self.company_id, self.team_id).id,
                note=note,
                automated=True,
            )

    def _make_recurring_invoices(self, counts):
        """Make draft invoices for the next periods of orders, and move their Début on.

        :param dict counts: number of periods of each order
        :return: the draft invoices
        """
        vals_list, starts, notes = [], {}, defaultdict(list)  # notes: lines of each order's chatter
        for order, count in counts.items():
            allowed = order.company_id.recurring_catch_up_max
            if count > allowed:
                notes[order].append(
                    self.env._(
                        "More than %(count)s periods were due: %(count)s drafts were made, the"
                        " next run goes on. Check the start of the order.",
                        count=allowed,
                    )
                )
            start = order.next_invoice_date
            for _period in range(min(count, allowed)):
                order._apply_price_revisions(start)
                vals_list.append(order._prepare_recurring_invoice_values(start))
                start = order._get_next_start(start)
            if count > 1:
                notes[order].append(
                    self.env._(
                        "%(count)s periods were late: each has its draft.",
                        count=min(count, allowed) - 1,
                    )
                )
            starts[order] = start
        # Who runs the job or the order need not have the right to make invoices. The salesperson follows
        # each draft, without a mail that says so: they come by the dozen.
        move_model = self.env["account.move"].sudo().with_context(mail_auto_subscribe_no_notify=True)
        move_model.flush_model(["is_period_free"])  # The index of periods looks at it.
        invoices = move_model.create(vals_list).with_env(self.env)
        for invoice in invoices:
            order = invoice.recurring_order_id
            notes[order].append(
                self.env._(
                    "Draft invoice of the period from %(start)s to %(end)s: %(invoice)s.",
                    start=format_date(self.env, invoice.recurring_period_start),
                    end=format_date(self.env, invoice.recurring_period_end),
                    invoice=invoice._get_html_link(title=self.env._("open it")),
                )
            )
        orders = self.browse().concat(*starts)
        # One line says why Début moved on and where the draft is, instead of Odoo's bare tracking.
        orders.with_context(tracking_disable=True)._set_next_starts(starts)
        orders._message_log_batch({order.id: Markup("<br/>").join(notes[order]) for order in orders})
        orders.activity_unlink(["agency_crm.mail_activity_recurring_error"])
        return invoices

    def _prepare_recurring_invoice_values(self, start):
        """Prepare the draft invoice of the period that starts on `start`.

        :return: `account.move` create values
        """
        order = self.with_context(lang=self._get_lang()).with_company(self.company_id)
        end = self._get_period_end(start)
        return {
            **order._prepare_invoice(),
            "recurring_order_id": self.id,
            "recurring_period_start": start,
            "recurring_period_end": end,
            "opportunity_id": self.opportunity_id.id,
            "invoice_line_ids": [
                Command.create(line._prepare_recurring_invoice_line_values(start, end))
                for line in order.order_line
                if not line.is_downpayment
            ],
        }

    def _apply_price_revisions(self, start):
        """Apply the price revisions in force on `start` that were not applied yet."""
        self.price_revision_ids.filtered(lambda revision: not revision.applied_on and revision.date <= start).sorted(
            "date"
        )._apply(start)
