from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import MONTHLY_FIGURES, STATUSES_TO_CASH_IN
from ..isolation import set_apart

# How many days after the end of a month its last state is still taken for that of its end, a holiday of the server say.
LATEST_DAY = 5


class AgencyMonthEnd(models.Model):
    """What was in the pipe and what was to cash in when a month ended, for the monthly report: no date tells it later.

    Written by the daily job alone, once a month.
    """

    _name = "agency.month.end"
    _description = "Open at the end of a month"
    _order = "month desc, key, amount desc, id"

    month = fields.Date(required=True, index=True, help="First day of the month that ended.")
    key = fields.Selection(
        selection=[(key, values[0]) for key, values in MONTHLY_FIGURES.items() if not values[2]],
        string="Figure",
        required=True,
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    lead_id = fields.Many2one(comodel_name="crm.lead", string="Deal", index="btree_not_null", ondelete="cascade")
    move_id = fields.Many2one(comodel_name="account.move", string="Invoice", index="btree_not_null", ondelete="cascade")
    partner_id = fields.Many2one(comodel_name="res.partner", string="Contact", compute="_compute_partner_id")
    next_step_id = fields.Many2one(
        comodel_name="agency.next.step", string="Next step", ondelete="restrict", help="That of the deal, that day."
    )
    amount = fields.Monetary(help="Expected revenue of the deal, or what was left to pay of the invoice, that day.")

    _lead_uniq = models.UniqueIndex("(month, company_id, lead_id) WHERE lead_id IS NOT NULL")
    _move_uniq = models.UniqueIndex("(month, company_id, move_id) WHERE move_id IS NOT NULL")

    @api.depends("lead_id", "move_id")
    def _compute_partner_id(self):
        for line in self:
            line.partner_id = line.lead_id.partner_id or line.move_id.partner_id

    @api.model
    def _get_open_domain(self, key, company):
        """Return the domain of what is open now: deals in the pipe, or invoices to cash in.

        :param str key: a figure of `const.MONTHLY_FIGURES` that has no date
        """
        domain = Domain("company_id", "in", [company.id, False])
        if key == "pipe":
            domain &= Domain("type", "=", "opportunity") & Domain("active", "=", True)
            return domain & Domain("next_step_id.is_closing", "=", False)
        domain &= Domain("move_type", "in", ("out_invoice", "out_refund")) & Domain("state", "=", "posted")
        return domain & Domain("agency_status", "in", STATUSES_TO_CASH_IN)

    @api.model
    def _is_known(self, month, company):
        """Return whether the end of this month was kept."""
        return bool(self.search_count([("month", "=", month), ("company_id", "=", company.id)], limit=1))

    @api.model
    def _cron_keep_month_end(self):
        """Keep what was open when the last month ended, for each company that has nothing of that month yet."""
        today = fields.Date.context_today(self)
        month = today.replace(day=1) - relativedelta(months=1)
        if today.day > LATEST_DAY:
            return
        known = [company.id for (company,) in self._read_group([("month", "=", month)], ["company_id"])]
        for company in self.env["res.company"].search([("id", "not in", known), ("is_agency", "=", True)]):
            with set_apart(self.env, f"end of {month} of the company {company.id}"):
                self.create(self._prepare_month_end(month, company))

    @api.model
    def _prepare_month_end(self, month, company):
        common = {"month": month, "company_id": company.id}
        deals = self.env["crm.lead"].search(self._get_open_domain("pipe", company))
        invoices = self.env["account.move"].search(self._get_open_domain("outstanding", company))
        vals_list = [
            {
                **common,
                "key": "pipe",
                "lead_id": deal.id,
                "next_step_id": deal.next_step_id.id,
                "amount": deal.expected_revenue,
            }
            for deal in deals
        ]
        vals_list += [
            {**common, "key": "outstanding", "move_id": invoice.id, "amount": invoice.amount_residual_signed}
            for invoice in invoices
        ]
        return vals_list

    def action_open(self):
        """Open the deal or the invoice as it is now."""
        self.ensure_one()
        return (self.lead_id or self.move_id)._get_records_action()
