from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import BPF_STATES


class AgencyBpf(models.Model):
    """The statement of a fiscal year: « bilan pédagogique et financier » (cerfa 10443, TRAINING §7)."""

    _name = "agency.bpf"
    _description = "Training Statement (BPF)"
    _inherit = ["agency.guarded.mixin", "mail.thread"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company, index=True
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._get_last_closed_year(self.env.company)[0],
        help="First day of the fiscal year: the last closed one, unless you choose another.",
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._get_last_closed_year(self.env.company)[1]
    )
    state = fields.Selection(
        selection=BPF_STATES, default="draft", required=True, readonly=True, copy=False, index=True, tracking=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Assigned to",
        default=lambda self: self.env.user,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Who is asked for it in « À faire ».",
    )
    form = fields.Char(readonly=True, copy=False, help="Number and version of the cerfa.")
    # Not read-only: charges are typed in the form. Lines are made and taken away by the calculation alone.
    line_ids = fields.One2many(comodel_name="agency.bpf.line", inverse_name="bpf_id", string="Figures", copy=False)
    entry_ids = fields.One2many(
        comodel_name="agency.bpf.entry", inverse_name="bpf_id", string="What counts", readonly=True, copy=False
    )
    is_remote = fields.Boolean(
        string="Remote training", readonly=True, copy=False, help="Some of it was at a distance (frame B)."
    )
    is_nil = fields.Boolean(
        string="No activity", compute="_compute_is_nil", help="« Néant »: it is filed all the same."
    )
    income = fields.Monetary(
        string="Turnover", readonly=True, copy=False, help="All that was sold in the year: C is a share of it."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    calculated_on = fields.Datetime(readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.depends("date_from", "date_to")
    def _compute_name(self):
        for bpf in self:
            years = dict.fromkeys(str(day.year) for day in (bpf.date_from, bpf.date_to) if day)
            bpf.name = f"BPF {'-'.join(years)}"

    @api.depends("line_ids.amount", "line_ids.persons")
    def _compute_is_nil(self):
        for bpf in self:
            bpf.is_nil = not any(line.amount or line.persons for line in bpf.line_ids)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for bpf in self:
            # A first or last year may be longer, two years are not one.
            if not bpf.date_from <= bpf.date_to < bpf.date_from + timedelta(days=740):
                raise ValidationError(
                    self.env._(
                        "%(bpf)s: a fiscal year ends after it begins, and lasts two years at most.", bpf=bpf.name
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: its figures are there at once.

        :raise AccessError: if a value is one that only the rules give, by a default of the context too
        """
        self._check_values(vals_list)
        statements = super().create(vals_list)
        statements._calculate()
        return statements

    def write(self, vals):
        """Override: what is filed stays as it was filed (T63); another year is calculated anew."""
        is_year = not vals.keys().isdisjoint(("date_from", "date_to", "company_id"))
        if is_year:
            self._check_draft()
        res = super().write(vals)
        if is_year:
            self._calculate()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filed(self):
        """What was filed is kept."""
        self._check_draft()

    # === ACTION METHODS === #

    def action_calculate(self):
        """Calculate the figures from sessions and invoices as they are now; what was typed stays."""
        self._calculate()

    # === BUSINESS METHODS === #

    @api.model
    def _get_last_closed_year(self, company):
        """Return the first and the last day of the fiscal year that closed last (P)."""
        current = company.compute_fiscalyear_dates(fields.Date.context_today(self))
        last = company.compute_fiscalyear_dates(current["date_from"] - timedelta(days=1))
        return last["date_from"], last["date_to"]

    def _get_previous_year(self):
        """Return the days of the year before: of the same length, to the day, or the fiscal year of the company."""
        self.ensure_one()
        dates = self.company_id.compute_fiscalyear_dates(self.date_from - timedelta(days=1))
        return dates["date_from"], dates["date_to"]

    def _check_draft(self):
        """Check that the statement is not filed.

        :raise UserError: if it is
        """
        for bpf in self:
            if bpf.state == "filed":
                raise UserError(self.env._("%(bpf)s is filed: its figures stay as they were.", bpf=bpf.name))

    def _get_due_date(self):
        """Return the day by which it is to be filed: the first deadline after the year."""
        company = self.company_id
        day = date(self.date_to.year, company.bpf_deadline_month, company.bpf_deadline_day)
        return day if day > self.date_to else day.replace(year=day.year + 1)
