from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..const import MONTHLY_FIGURES


class AgencyMonthlyReport(models.TransientModel):
    """A month of the agency: what came in, was offered, won, lost, invoiced, paid (manual: « rapports mensuels »).

    Each figure is the count, and the sum, of the records that its domain finds; a deal counts once in it, whatever
    its quotes and invoices. Beside it the month before, and the same month a year before.
    """

    _name = "agency.monthly.report"
    _description = "Monthly report"

    month = fields.Date(required=True, help="First day of the month; this month by default.")
    company_id = fields.Many2one(comodel_name="res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many(comodel_name="agency.monthly.report.line", inverse_name="report_id")

    @api.depends("month")
    def _compute_display_name(self):
        for report in self:
            month = format_date(self.env, report.month, date_format="MMMM y") if report.month else ""
            report.display_name = month[:1].upper() + month[1:]

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to count at once."""
        today = fields.Date.context_today(self)
        months = [fields.Date.to_date(vals.get("month") or today).replace(day=1) for vals in vals_list]
        reports = super().create([{**vals, "month": month} for vals, month in zip(vals_list, months, strict=True)])
        reports._count()
        return reports

    def write(self, vals):
        """Override to count again when the month changes."""
        if "month" in vals:
            vals = {**vals, "month": fields.Date.to_date(vals["month"]).replace(day=1)}
        res = super().write(vals)
        if "month" in vals:
            self._count()
        return res

    # === ACTION METHODS === #

    def action_open_current(self):
        """Open the report of this month."""
        report = self.create({})
        return report._get_records_action(name=self.env._("Monthly report"))

    def action_previous(self):
        """Show the month before."""
        self.month -= relativedelta(months=1)

    def action_next(self):
        """Show the month after."""
        self.month += relativedelta(months=1)

    def action_print(self):
        """Print the report."""
        return self.env.ref("agency_crm.action_report_monthly").report_action(self, config=False)

    # === BUSINESS METHODS === #

    def _count(self):
        for report in self:
            report.line_ids = [Command.clear(), *(Command.create(vals) for vals in report._prepare_lines())]

    def _prepare_lines(self):
        """Prepare the lines: each figure, and below it its parts."""
        self.ensure_one()
        months = {
            "": self.month,
            "previous_": self.month - relativedelta(months=1),
            "last_year_": self.month - relativedelta(years=1),
        }
        lines = []
        labels = dict(self.env["agency.monthly.report.line"]._fields["key"]._description_selection(self.env))
        for key, (_label, model, date_field, amount_field, group_field) in MONTHLY_FIGURES.items():
            domains = {prefix: self._get_domain(key, month) for prefix, month in months.items()}
            if not date_field:  # as it is today: the past is not known
                domains = {"": domains[""]}
            measures = {
                prefix: self._measure(model, domain, amount_field, group_field) for prefix, domain in domains.items()
            }
            total = self._prepare_line(key, labels[key], model, domains[""], measures, None)
            lines.append(total)
            parts = dict.fromkeys(part for measure in measures.values() for part in measure if part is not None)
            for part in sorted(parts, key=lambda part: part._name and (getattr(part, "sequence", 0), part.id)):
                domain = Domain.AND([domains[""], [(group_field, "=", part.id)]])
                lines.append(
                    self._prepare_line(key, part.display_name or self.env._("Without"), model, domain, measures, part)
                )
        return [{**line, "sequence": sequence} for sequence, line in enumerate(lines)]

    def _prepare_line(self, key, label, model, domain, measures, part):
        values = {
            "key": key,
            "name": label,
            "res_model": model,
            "domain": list(Domain(domain)),
            "is_part": part is not None,
        }
        for prefix, measure in measures.items():
            values[f"{prefix}count"], values[f"{prefix}amount"] = measure.get(part, (0, 0.0))
        return values

    @api.model
    def _measure(self, model, domain, amount_field, group_field):
        """Return count and sum of the records a domain finds: of all (key None), and of each part."""
        records = self.env[model].with_context(active_test=False)
        aggregates = ["__count", f"{amount_field}:sum"]
        ((count, amount),) = records._read_group(domain, [], aggregates)
        measure = {None: (count, amount or 0.0)}
        if group_field and count:
            for part, part_count, part_amount in records._read_group(domain, [group_field], aggregates):
                measure[part] = (part_count, part_amount or 0.0)
        return measure

    def _get_domain(self, key, month):
        """Return the domain of the records behind a figure of `const.MONTHLY_FIGURES`.

        :param date month: first day of the month
        """
        _label, model, date_field, _amount, _group = MONTHLY_FIGURES[key]
        end = month + relativedelta(months=1)
        domain = Domain("company_id", "in", [self.company_id.id, False])
        if date_field:
            field = self.env[model]._fields[date_field]
            bounds = (month, end) if field.type == "date" else (self._get_midnight(month), self._get_midnight(end))
            domain &= Domain(date_field, ">=", bounds[0]) & Domain(date_field, "<", bounds[1])
        if model == "crm.lead":
            domain &= Domain("type", "=", "opportunity")
        elif model == "account.move":
            domain &= Domain("move_type", "in", ("out_invoice", "out_refund")) & Domain("state", "=", "posted")
        else:
            domain &= Domain("partner_type", "=", "customer") & Domain("state", "in", ("in_process", "paid"))
        if key == "pipe":
            domain &= Domain("active", "=", True) & Domain("next_step_id.is_closing", "=", False)
        elif key == "outstanding":
            domain &= Domain("agency_status", "=", "sent")
        return domain

    def _get_midnight(self, day):
        """Return the beginning of a day of the user, in the time of the database."""
        zone = pytz.timezone(self.env.user.tz or "UTC")
        return zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)


class AgencyMonthlyReportLine(models.TransientModel):
    """A figure of the month, and the records behind it."""

    _name = "agency.monthly.report.line"
    _description = "Figure of a monthly report"
    _order = "sequence, id"

    report_id = fields.Many2one(comodel_name="agency.monthly.report", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer()
    key = fields.Selection(selection=[(key, values[0]) for key, values in MONTHLY_FIGURES.items()], required=True)
    name = fields.Char(string="Figure", required=True)
    is_part = fields.Boolean(help="A part of the figure above: a reason, a next step.")
    res_model = fields.Char(required=True)
    domain = fields.Json()
    currency_id = fields.Many2one(related="report_id.currency_id")
    count = fields.Integer(string="Number")
    amount = fields.Monetary()
    previous_count = fields.Integer(string="Month before")
    previous_amount = fields.Monetary(string="Month before (amount)")
    last_year_count = fields.Integer(string="Year before")
    last_year_amount = fields.Monetary(string="Year before (amount)")

    def action_open(self):
        """Open the records behind the figure: as many as it says, for as much."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name}, {self.report_id.display_name}",
            "res_model": self.res_model,
            "view_mode": "list,form",
            "views": [(self._get_list_view().id, "list"), (False, "form")],
            "domain": self.domain,
            "context": {"active_test": False, "create": False},
        }

    def _get_list_view(self):
        views = {
            "crm.lead": "agency_crm.crm_lead_view_list",
            "account.move": "agency_crm.account_move_view_list",
            "account.payment": "account.view_account_payment_tree",
        }
        return self.env.ref(views[self.res_model])
