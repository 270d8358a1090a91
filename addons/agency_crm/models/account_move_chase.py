"""When an unpaid invoice is to be reminded of; what stops it: its payment, a dispute, a promise (LEGAL F13, F14)."""

from datetime import timedelta

from odoo import api, fields, models

# Days between two mails about one invoice, at least.
MIN_DAYS_BETWEEN = 5
# What was left alone longer than that when the reminders came is not chased by itself: all would come at once.
MAX_OVERDUE_DAYS = 366
# Art. D. 441-5 of the Code de commerce, for each invoice that is late (LEGAL F15).
RECOVERY_FEE = 40.0


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    chase_count = fields.Integer(
        string="Reminders made", copy=False, readonly=True, help="Rounds of reminders that are behind this invoice."
    )
    last_chase_date = fields.Date(string="Last reminder", copy=False, readonly=True)
    next_chase_date = fields.Date(
        string="Next reminder",
        compute="_compute_next_chase_date",
        store=True,
        index="btree_not_null",
        copy=False,
        help="When the customer is to be reminded; empty when nothing is asked for any more.",
    )
    promise_date = fields.Date(
        string="Promised for", copy=False, tracking=True, help="No reminder until that day has passed."
    )
    is_disputed = fields.Boolean(
        string="Disputed", copy=False, tracking=True, help="The customer disputes it: no reminder while this is ticked."
    )
    is_never_paid_proposed = fields.Boolean(
        compute="_compute_is_never_paid_proposed", help="All reminders were made, and it still is not paid."
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "agency_status",
        "move_type",
        "invoice_date_due",
        "chase_count",
        "last_chase_date",
        "promise_date",
        "is_disputed",
        "commercial_partner_id.is_invoice_reminded",
        "company_id.is_invoice_reminder",
        "company_id.is_agency",
    )
    def _compute_next_chase_date(self):
        today = fields.Date.context_today(self)
        for move in self:
            is_chased = move.move_type == "out_invoice" and move.agency_status == "sent" and move._is_chased()
            move.next_chase_date = is_chased and move._get_next_chase_date(today)

    def _is_chased(self):
        """Return whether reminders of this invoice are asked for, by the agency and for this customer."""
        self.ensure_one()
        company = self.company_id
        return bool(
            company._works_as_agency()
            and company.is_invoice_reminder
            and self.commercial_partner_id.is_invoice_reminded
            and not self.is_disputed
            and self.invoice_date_due
        )

    def _get_next_chase_date(self, today):
        rounds = self.env["agency.invoice.reminder"]._get_rounds(self.company_id)
        due, number = self.invoice_date_due, self._get_round_number(rounds, today)
        if number >= len(rounds) or (not self.chase_count and due < today - timedelta(days=MAX_OVERDUE_DAYS)):
            return False
        dates = [due + timedelta(days=rounds[number].delay_days)]
        if self.promise_date:
            dates.append(self.promise_date + timedelta(days=1))
        if self.last_chase_date:  # one that was late puts the next one off
            gap = rounds[number].delay_days - rounds[number - 1].delay_days if number and self.chase_count else 0
            dates.append(self.last_chase_date + timedelta(days=max(gap, MIN_DAYS_BETWEEN)))
        return max(dates)

    def _get_round_number(self, rounds, today):
        """Return the number of the next round, from 0: a courtesy that comes too late is left out."""
        self.ensure_one()
        number = self.chase_count
        while number < len(rounds) and rounds[number].delay_days < 0 and self.invoice_date_due < today:
            number += 1
        return number

    @api.depends("chase_count", "agency_status", "last_chase_date", "next_chase_date")
    def _compute_is_never_paid_proposed(self):
        today = fields.Date.context_today(self)
        for move in self:
            rounds = self.env["agency.invoice.reminder"]._get_rounds(move.company_id)
            move.is_never_paid_proposed = bool(
                move.agency_status == "sent"
                and rounds
                and move.chase_count >= len(rounds)
                and move._is_chased()
                and move.last_chase_date
                and move.last_chase_date + timedelta(days=MIN_DAYS_BETWEEN) <= today
                and not (move.promise_date and move.promise_date >= today)
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `account`: a dispute or a promise takes the invoice out of the reminder that waits."""
        res = super().write(vals)
        if vals.keys() & {"is_disputed", "promise_date", "is_never_paid"}:
            self._review_chases()
        return res

    def _invoice_paid_hook(self):
        """Override of `account`: a payment takes the invoice out of the reminder that waits."""
        res = super()._invoice_paid_hook()
        self._review_chases()
        return res

    # === ACTION METHODS === #

    def action_chase(self):
        """Open the reminder of all that the customer of this invoice owes, ready to be sent.

        :raise UserError: if nothing is due
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["agency.invoice.chase"]._get_draft(self)._get_records_action()

    # === BUSINESS METHODS === #

    def _review_chases(self):
        """Cancel the reminders that wait and have nothing left to ask for."""
        # Sudo: whoever notes a payment need not follow the reminders.
        chases_sudo = self.env["agency.invoice.chase"].sudo()
        chases_sudo.search([("state", "=", "draft"), ("invoice_ids", "in", self.ids)])._cancel_settled()

    def _is_still_due(self, today):
        """Return whether a reminder made today still asks for this invoice."""
        self.ensure_one()
        return (
            self.state == "posted"
            and self.agency_status == "sent"
            and not self.is_disputed
            and not (self.promise_date and self.promise_date >= today)
        )

    def _get_days_late(self, date):
        self.ensure_one()
        return max((date - self.invoice_date_due).days, 0) if self.invoice_date_due else 0

    def _get_late_penalty(self, date):
        """Return the penalty for late payment as of `date`, in the currency of the company.

        What is due, taxes included, at the yearly rates of the days since the due date. Between professionals alone
        (LEGAL F14).
        """
        self.ensure_one()
        if not self.commercial_partner_id.is_company or not self._get_days_late(date):
            return 0.0
        points = 0.0  # percent times days
        rates = self.company_id._get_penalty_rates()
        for (start, rate), (end, _next) in zip(rates, [*rates[1:], (date + timedelta(days=1), 0)], strict=True):
            first = max(start, self.invoice_date_due + timedelta(days=1))
            points += rate * max((min(end, date + timedelta(days=1)) - first).days, 0)
        return self.company_currency_id.round(self.amount_residual_signed * points / 36500)

    def _get_recovery_fee(self, date):
        """Return the fixed sum for the costs of recovery, in the currency of the company (LEGAL F15)."""
        self.ensure_one()
        return RECOVERY_FEE if self.commercial_partner_id.is_company and self._get_days_late(date) else 0.0


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    is_invoice_reminder = fields.Boolean(
        string="Remind of unpaid invoices",
        default=True,
        help="A reminder is made for each customer who is late, by the rounds of “Invoice reminders”.",
    )
    is_invoice_reminder_automatic = fields.Boolean(
        string="Send reminders of invoices without asking",
        help="Off: each reminder waits as a draft for its salesperson. A formal notice always waits.",
    )


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    is_invoice_reminded = fields.Boolean(
        string="Remind of unpaid invoices", default=True, help="Untick to send this customer no reminder by itself."
    )

    @api.model
    def _commercial_fields(self):
        """Override of `base`: it is said of the account."""
        return super()._commercial_fields() + ["is_invoice_reminded"]
