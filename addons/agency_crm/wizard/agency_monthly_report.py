from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..const import MONTHLY_FIGURES


class AgencyMonthlyReport(models.TransientModel):
    """A month of the agency: what came in, was offered, won, lost, invoiced, paid (manual: « rapports mensuels »).

    Each figure is the count, and the sum, of the records that its domain finds; a deal counts once in it, whatever
    its quotes and invoices. Beside it the month before, and the same month a year before. What is in the pipe and
    what is to cash in are those of now for this month, of the month's end for another (`agency.month.end`).
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
        for key in MONTHLY_FIGURES:
            sources = {prefix: self._get_source(key, month) for prefix, month in months.items()}
            measures = {prefix: self._measure(*source) for prefix, source in sources.items() if source}
            total = self._prepare_line(key, labels[key], sources, measures, None)
            lines.append(total)
            parts = dict.fromkeys(part for measure in measures.values() for part in measure if part is not None)
            for part in sorted(parts, key=lambda part: part._name and (getattr(part, "sequence", 0), part.id)):
                name = part.display_name or self.env._("Without")
                lines.append(self._prepare_line(key, name, sources, measures, part))
        return [{**line, "sequence": sequence} for sequence, line in enumerate(lines)]

    def _prepare_line(self, key, name, sources, measures, part):
        """Prepare the line of a figure, or of a part of it.

        :param dict sources: where the figure of each month comes from, by prefix of the fields
        :param dict measures: counts and sums, of those that are known
        """
        values = {"key": key, "name": name, "is_part": part is not None}
        if sources[""]:
            model, domain, _amount_field, group_field = sources[""]
            if part is not None:
                domain &= Domain(group_field, "=", part.id)
            values.update(res_model=model, domain=list(domain))
        for prefix, measure in measures.items():
            values[f"{prefix}count"], values[f"{prefix}amount"] = measure.get(part, (0, 0.0))
            values[f"is_{prefix}known"] = True
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

    def _get_source(self, key, month):
        """Return where a figure of `const.MONTHLY_FIGURES` comes from: (model, domain, amount field, group field).

        :param date month: first day of the month
        :return: None when nobody kept what was open at the end of that month
        """
        _label, model, date_field, amount_field, group_field = MONTHLY_FIGURES[key]
        month_ends = self.env["agency.month.end"]
        if date_field:
            return model, self._get_dated_domain(model, date_field, month), amount_field, group_field
        if month >= fields.Date.context_today(self).replace(day=1):
            return model, month_ends._get_open_domain(key, self.company_id), amount_field, group_field
        if not month_ends._is_known(month, self.company_id):
            return None
        domain = Domain("month", "=", month) & Domain("key", "=", key) & Domain("company_id", "=", self.company_id.id)
        return month_ends._name, domain, "amount", group_field

    def _get_dated_domain(self, model, date_field, month):
        """Return the domain of the records of `model` whose date is in this month."""
        end = month + relativedelta(months=1)
        field = self.env[model]._fields[date_field]
        bounds = (month, end) if field.type == "date" else (self._get_midnight(month), self._get_midnight(end))
        domain = Domain("company_id", "in", [self.company_id.id, False])
        domain &= Domain(date_field, ">=", bounds[0]) & Domain(date_field, "<", bounds[1])
        if model == "crm.lead":
            return domain & Domain("type", "=", "opportunity")
        if model == "account.move":
            return domain & Domain("move_type", "in", ("out_invoice", "out_refund")) & Domain("state", "=", "posted")
        return domain & Domain("partner_type", "=", "customer") & Domain("state", "in", ("in_process", "paid"))

    def _get_midnight(self, day):
        """Return the beginning of a day of the user, in the time of the database."""
        zone = pytz.timezone(self.env.user.tz or "UTC")
        return zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)


class AgencyMonthlyReportLine(models.TransientModel):
    """A figure of the month, and the records behind it."""

    _name = "agency.monthly.report.line"
    _description = "Figure of a monthly report"
    _inherit = ["agency.guarded.mixin"]
    _order = "sequence, id"

    _governing_fields = ("report_id",)

    report_id = fields.Many2one(comodel_name="agency.monthly.report", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer()
    key = fields.Selection(selection=[(key, values[0]) for key, values in MONTHLY_FIGURES.items()], required=True)
    name = fields.Char(string="Figure", required=True)
    is_part = fields.Boolean(help="A part of the figure above: a reason, a next step.")
    res_model = fields.Char()
    domain = fields.Json()
    currency_id = fields.Many2one(related="report_id.currency_id")
    count = fields.Integer(string="Number")
    amount = fields.Monetary()
    previous_count = fields.Integer(string="Month before")
    previous_amount = fields.Monetary(string="Month before (amount)")
    last_year_count = fields.Integer(string="Year before")
    last_year_amount = fields.Monetary(string="Year before (amount)")
    # Nothing is known of what was open before the month's end was first kept.
    is_known = fields.Boolean()
    is_previous_known = fields.Boolean()
    is_last_year_known = fields.Boolean()

    def action_open(self):
        """Open the records behind the figure: as many as it says, for as much.

        :raise UserError: if the figure is not known
        """
        self.ensure_one()
        if not self.is_known:
            raise UserError(
                self.env._(
                    "What was open at the end of %(month)s is not known: it is kept since this report was installed.",
                    month=self.report_id.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name}, {self.report_id.display_name}",
            "res_model": self.res_model,
            "view_mode": "list,form",
            "views": [(self._get_list_view().id, "list"), (False, "form")],
            "domain": self.domain,
            "context": {"active_test": False, "create": False, "agency_figure": self.key},
        }

    def _get_list_view(self):
        views = {
            "crm.lead": "agency_crm.crm_lead_view_list",
            "account.move": "agency_crm.account_move_view_list",
            "account.payment": "account.view_account_payment_tree",
            "agency.month.end": "agency_crm.agency_month_end_view_list",
        }
        return self.env.ref(views[self.res_model])
