"""What the agency gives to all its trainees: its internal rules, its welcome booklet, each in its version (T46)."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby

from odoo.addons.agency_crm.context_keys import get_key
from odoo.addons.agency_pdf.pdf_files import check_pdf

from ..const import HANDOUTS


class AgencyTrainingHandout(models.Model):
    """A version of a paper for trainees, in force from a day on; what changes is another version."""

    _name = "agency.training.handout"
    _description = "Paper for Trainees"
    _inherit = ["agency.guarded.mixin"]
    _order = "kind, date desc, id desc"
    _check_company_auto = True
    _frozen_fields = ("company_id", "kind", "date", "file")

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(selection=HANDOUTS, string="Paper", required=True, default="rules")
    date = fields.Date(
        string="In force from",
        required=True,
        default=fields.Date.context_today,
        help="From this day on it is the one that is given.",
    )
    file = fields.Binary(string="File (PDF)", attachment=True, required=True)
    file_name = fields.Char()
    state = fields.Selection(
        selection=[("coming", "To come"), ("in_force", "In force"), ("replaced", "Replaced")],
        compute="_compute_state",
        help="Replaced ones stay: they are what earlier trainees were given.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "date", "company_id")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        in_force = self.browse().union(*(self._get_in_force(company, today) for company in self.company_id))
        for handout in self:
            is_coming = handout.date and handout.date > today
            handout.state = "in_force" if handout._origin in in_force else "coming" if is_coming else "replaced"

    @api.depends("kind", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Override of `base`: « Règlement intérieur du 01/01/2026 », in the language of who is told."""
        words = dict(self._fields["kind"]._description_selection(self.env))
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        for handout in self:
            day = handout.date.strftime(lang.date_format or "%Y-%m-%d") if handout.date else ""
            handout.display_name = self.env._("%(paper)s of %(day)s", paper=words.get(handout.kind, ""), day=day)

    # === CONSTRAINT METHODS === #

    @api.constrains("file")
    def _check_file(self):
        for handout in self.with_context(bin_size=False):
            check_pdf(self.env, handout.file_name or handout.display_name, handout.file)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        """T51: what trainees were given is kept."""
        for handout in self:
            given = [
                ("company_id", "=", handout.company_id.id),
                ("convoked_on", ">=", fields.Datetime.to_datetime(handout.date)),
            ]
            # Sudo: given is given, whoever may read to whom.
            if self.env["agency.training.registration"].sudo().search_count(given, limit=1):
                raise UserError(
                    self.env._(
                        "%(paper)s may have been given to trainees: it is kept. Add a new version instead.",
                        paper=handout.display_name,
                    )
                )

    # === BUSINESS METHODS === #

    @api.model
    def _get_in_force(self, company, day):
        """Return the papers that a company gives on a day, one a kind at most, in the order of `HANDOUTS`.

        :param company: `res.company`
        :param date day: the day
        """
        papers = self.search([("company_id", "=", company.id), ("date", "<=", day)])
        latest = {kind: versions[0] for kind, versions in groupby(papers, lambda one: one.kind)}
        return self.browse().union(*(latest[kind] for kind, _words in HANDOUTS if kind in latest))

    def _get_given_file(self):
        """Return this paper as a (file name, bytes) pair, named by what it is."""
        self.ensure_one()
        name = self.display_name.replace("/", "-")
        return f"{name}.pdf", base64.b64decode(self.with_context(bin_size=False).file)


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    has_own_rules = fields.Boolean(
        string="Firm with rules of its own",
        help="The training is held in a firm that has internal rules: what they say of health and safety applies to the"
        " trainees, and the convocation says so (C. trav. R.6352-1).",
    )


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _get_handouts_sudo(self):
        """Return the papers of the day when the trainee is told, or was."""
        self.ensure_one()
        # Sudo: a trainee is given them, whoever convokes.
        handouts_sudo = self.env["agency.training.handout"].sudo().with_context(lang=self._get_pdf_lang())
        told = self.convoked_on or fields.Datetime.now()
        return handouts_sudo._get_in_force(self.company_id, fields.Datetime.context_timestamp(self, told).date())

    def _get_pdf_convocation(self):
        """Override to name the papers that come with it, and whose safety rules apply."""
        return {
            **super()._get_pdf_convocation(),
            "handouts": ", ".join(self._get_handouts_sudo().mapped("display_name")),
            "has_own_rules": self.session_id.has_own_rules,
        }

    def _prepare_convocation_files(self):
        """Override: the internal rules and the welcome booklet are among them."""
        given = [handout_sudo._get_given_file() for handout_sudo in self._get_handouts_sudo()]
        return [*super()._prepare_convocation_files(), *({"name": name, "raw": content} for name, content in given)]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _get_handouts_sudo(self):
        """Return the papers for the trainees of these quotes, in force today."""
        # Sudo: customers are given them, whoever mails.
        handouts_sudo = self.env["agency.training.handout"].sudo()
        today = fields.Date.context_today(self)
        companies = self.filtered("is_training").company_id
        return handouts_sudo.union(*(handouts_sudo._get_in_force(company, today) for company in companies))

    def _get_mailed_pdfs(self):
        """Override of `agency_pdf`: who signs an agreement is given them before (C. trav. L.6353-8), as is who is
        mailed the programme."""
        pdfs = super()._get_mailed_pdfs()
        report = self.env["ir.actions.report"].browse(get_key(self.env, "mailed_report_id") or [])
        orders = self.get_mailed_records()
        if not report._is_agreement():
            orders = orders.filtered("is_programme_mailed")
        return [*pdfs, *(handout_sudo._get_given_file() for handout_sudo in orders._get_handouts_sudo())]

    def _get_portal_papers(self):
        """Override: the customer's page gives them."""
        return [*super()._get_portal_papers(), *self._get_handouts_sudo().mapped("kind")]

    def _get_portal_paper(self, paper, registration_id=None):
        """Override: they are files, which nobody draws."""
        handout_sudo = self._get_handouts_sudo().filtered(lambda one: one.kind == paper)
        if registration_id is None and handout_sudo:
            return handout_sudo._get_given_file()
        return super()._get_portal_paper(paper, registration_id)


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _is_agreement(self):
        """Return whether this report prints agreements: the delivered one, or one made of a template."""
        return self._is_report("agency_training.report_convention") or bool(
            self and self._get_user_template_sudo().kind == "convention"
        )
