"""« Déposé »: the figures stay as they were filed, and say what changed since (T63)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.agency_crm.turns import hold

FIGURES = ("amount", "persons", "hours")


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf"]

    filed_on = fields.Date(readonly=True, copy=False, tracking=True)
    filed_by = fields.Many2one(comodel_name="res.users", readonly=True, copy=False)
    identity = fields.Json(readonly=True, copy=False, help="Frames A and H as they were filed.")
    drift = fields.Text(
        string="Changed since",
        compute="_compute_drift",
        help="Figures that sessions and invoices would give today, and that differ from those kept.",
    )

    def _compute_drift(self):
        for bpf in self:
            bpf.drift = "\n".join(bpf._get_drift()) if bpf.id and bpf.line_ids else ""

    def _get_drift(self):
        """Return in words the figures that would be others today; charges, which are typed, are left out."""
        self.ensure_one()
        bpf = self.with_company(self.company_id)
        rows, vals_list, income = bpf._count(bpf.date_from, bpf.date_to)
        figures = bpf._get_figures(rows, vals_list, income)
        words = []
        for line in self.line_ids.filtered(lambda line: line.frame != "D"):
            today = figures.get(line.code)
            if today is None:
                continue
            if (today.nsf or False) != line.nsf_id.id:
                name = self.env["agency.nsf"].browse(today.nsf or 0).display_name if today.nsf else "–"
                words.append(f"{line.frame} {line.name} → {name}")
            kept = [line[name] for name in FIGURES]
            now = [getattr(today, name) for name in FIGURES]
            if kept != now:
                words.append(f"{line.frame} {line.name}: {self._say(line, kept)} → {self._say(line, now)}")
        return words

    def _say(self, line, figures):
        """Return the figures of a row in words."""
        amount, persons, hours = (formatLang(self.env, figure, digits=0) for figure in figures)
        if line.unit == "people":
            return self.env._("%(persons)s pers., %(hours)s h", persons=persons, hours=hours)
        return f"{amount}\N{NO-BREAK SPACE}{'%' if line.unit == 'percent' else '€'}"

    # === ACTION METHODS === #

    def action_file(self):
        """Say that the statement was filed: figures, who and when stay, with the PDF and the spreadsheet (T63).

        :raise UserError: if it is filed already, its frames do not agree, or its records changed since it was
            calculated
        """
        self.ensure_one()
        self.check_access("write")
        hold(self)
        self._check_draft()
        if self.errors:
            raise UserError(self.errors)
        if self.date_to >= fields.Date.context_today(self):
            raise UserError(self.env._("%(bpf)s: the year is not over.", bpf=self.name))
        if drift := self._get_drift():
            raise UserError(
                self.env._(
                    "Sessions or invoices changed since it was calculated. Calculate it again, look at it, then file"
                    " it:\n%(changes)s",
                    changes="\n".join(drift),
                )
            )
        self._by_rules().write(
            {
                "state": "filed",
                "filed_on": fields.Date.context_today(self),
                "filed_by": self.env.user.id,
                "identity": {"a": self._get_identity(), "h": self._get_head()},
            }
        )
        self._sync_todo()
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf("agency_bpf.bpf", self.ids)
        name = self._get_agency_file_name()
        self.message_post(
            body=self.env._("Filed."), attachments=[(f"{name}.pdf", pdf), (f"{name}.xlsx", self._get_sheet())]
        )
