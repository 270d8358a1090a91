"""A certificate that was made is kept; one that says otherwise since cancels and replaces it, and both stay (T49)."""

import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.turns import hold
from odoo.addons.report_weasyprint.printing import AS_ONE_KEY

CERTIFICATE_REPORT = "agency_training.report_certificate"


class AgencyTrainingCertificate(models.Model):
    """A certificate of completion as it was made.

    The rules alone make one. Nobody changes or deletes it, Responsable included; one that is void stays, and says so.
    """

    _name = "agency.training.certificate"
    _description = "Certificate of Completion"
    _inherit = ["agency.guarded.mixin", "agency.kept.file.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _governing_fields = ("registration_id",)
    _frozen_fields = ("registration_id", "number", "date", "content", "file", "digest")

    registration_id = fields.Many2one(
        comodel_name="agency.training.registration",
        string="Trainee",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    session_id = fields.Many2one(related="registration_id.session_id", store=True, index=True)
    company_id = fields.Many2one(related="registration_id.company_id", store=True, index=True)
    number = fields.Integer(
        string="Certificate no.", required=True, readonly=True, help="Of this trainee in this session, from 1 on."
    )
    date = fields.Date(required=True, readonly=True, help="The day when it was made, which it says.")
    hours = fields.Float(readonly=True, help="Followed, in hours: what the certificate says.")
    content = fields.Json(readonly=True, groups=fields.NO_ACCESS, help="What the certificate says, but for its day.")
    file = fields.Binary(required=True, exportable=False)
    file_name = fields.Char(required=True)
    digest = fields.Char(required=True)
    is_void = fields.Boolean(string="Void", readonly=True, help="Another one cancels and replaces it.")
    voided_on = fields.Datetime(string="Void since", readonly=True)

    _number_uniq = models.Constraint("UNIQUE(registration_id, number)", "This certificate has this number already.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        """T51: what was certified is kept, void or not."""
        for certificate in self:
            raise UserError(self.env._("%(certificate)s was given: it is kept.", certificate=certificate.display_name))

    @api.depends("number", "registration_id.trainee_id.name")
    def _compute_display_name(self):
        """Override of `base`: « Certificate no. 2, Claire Dupont »."""
        for certificate in self:
            certificate.display_name = self.env._(
                "Certificate no. %(number)s, %(trainee)s",
                number=certificate.number,
                trainee=certificate.registration_id.trainee_id.name,
            )


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    certificate_ids = fields.One2many(
        comodel_name="agency.training.certificate",
        inverse_name="session_id",
        string="Certificates kept",
        readonly=True,
    )


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    certificate_ids = fields.One2many(
        comodel_name="agency.training.certificate",
        inverse_name="registration_id",
        string="Certificates kept",
        readonly=True,
    )

    def _get_certificate_content(self):
        """Return what a certificate says, but for the day when it is made, to tell whether it says the same since."""
        self.ensure_one()
        document = self.with_context(lang=self._get_pdf_lang())
        said = {name: text for name, text in document._get_pdf_certificate().items() if name != "today"}
        # As it is read again: JSON knows no tuples.
        return {**said, "natures": [list(pair) for pair in said["natures"]]}

    def _get_kept_certificate_sudo(self):
        """Return the certificate that holds, with all rights; none before the first."""
        self.ensure_one()
        # Sudo: what it says is closed to users, and the customer has it by the portal.
        return self.sudo().certificate_ids.filtered(lambda one: not one.is_void)[:1]

    def _keep_certificates(self, files):
        """Keep certificates that were just drawn; each cancels and replaces the one before.

        :param dict files: PDF file by id of the trainee's inscription
        """
        report, today = self.env.ref(CERTIFICATE_REPORT), fields.Date.context_today(self)
        before_sudo = {one: one._get_kept_certificate_sudo() for one in self}
        # Sudo: the rules alone keep certificates, whoever prints them.
        kept_sudo = self.env["agency.training.certificate"].sudo().concat(*before_sudo.values())
        kept_sudo._by_rules().write({"is_void": True, "voided_on": fields.Datetime.now()})
        kept_sudo.create(
            [
                {
                    "registration_id": one.id,
                    "number": before_sudo[one].number + 1,
                    "date": today,
                    "hours": one.hours_done,
                    "content": one._get_certificate_content(),
                    **kept_sudo._prepare_file(files[one.id], one._get_document_file_name(report)),
                }
                for one in self
            ]
        )

    # === DOCUMENT === #

    def _check_may_print(self):
        """Check that the user may have papers of these trainees, those that are kept too.

        :raise AccessError: if not
        """
        self.check_access("read")

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`: which certificate this one replaces (T49)."""
        facts = super()._get_pdf_facts(kind)
        kept_sudo = kind == "certificate" and self._get_kept_certificate_sudo()
        if not kept_sudo:
            return facts
        words = self.env._("no. %(number)s of %(day)s", number=kept_sudo.number, day=self._pdf_date(kept_sudo.date))
        return [(self._pdf_label(self.env._("Cancels and replaces")), words), *facts]


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _get_existing_streams(self, records, data):
        """Override of `report_weasyprint`: a certificate is served as it was made, while it says the same (T49)."""
        existing = super()._get_existing_streams(records, data)
        if not self._is_report(CERTIFICATE_REPORT):
            return existing
        records._check_may_print()
        records._check_certificate()
        # Of two who print at once, both have the same one.
        hold(records)
        for registration in records:
            kept_sudo = registration._get_kept_certificate_sudo()
            if kept_sudo and kept_sudo.content == registration._get_certificate_content():
                existing[registration.id] = {"stream": io.BytesIO(kept_sudo._get_file()), "attachment": None}
        return existing

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base`: a certificate that is new, or says otherwise since, is kept."""
        report = self._get_report(report_ref)
        if not report._is_report(CERTIFICATE_REPORT):
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        # A file of its own for each, even if the caller wants one of all: each is kept.
        self_apart = self.with_context(**{AS_ONE_KEY: None})
        streams = super(IrActionsReport, self_apart)._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        files = {res_id: stream["stream"].getvalue() for res_id, stream in streams.items() if res_id}
        registrations = self.env[report.model].browse(files)
        # What was served as it was kept is no new one.
        registrations.filtered(
            lambda one: not (kept_sudo := one._get_kept_certificate_sudo()) or not kept_sudo._is_file(files[one.id])
        )._keep_certificates(files)
        return streams
