"""Which engine draws a report, what it may take, and what an add-on says of its own reports."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models import ir_actions_report as base_report

from .. import engine
from ..printing import get_printing

SECONDS_PARAMETER = "report_weasyprint.draw_seconds"
MEGABYTES_PARAMETER = "report_weasyprint.draw_megabytes"
HELPERS_PARAMETER = "report_weasyprint.helper_processes"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    pdf_engine = fields.Selection(
        string="PDF engine",
        selection=[
            ("odoo", "Odoo's own"),
            ("auto", "WeasyPrint if installed, else wkhtmltopdf"),
            ("wkhtmltopdf", "wkhtmltopdf, without opening any address"),
        ],
        # Not required: add-ons loaded before this one create reports while it is being updated.
        default="odoo",
        help="What draws the PDF. Odoo's own engine is wkhtmltopdf reading its styles from the"
        " server. The two others open no address and draw each record apart.",
    )
    pdf_engine_note = fields.Char(string="What this engine does here", compute="_compute_pdf_engine_note")

    @api.depends("pdf_engine")
    def _compute_pdf_engine_note(self):
        for report in self:
            report.pdf_engine_note = report._get_pdf_engine_note()

    def _get_pdf_engine_note(self):
        """Say which engine really draws the report on this server, and what it cannot do."""
        pdf_engine = self._get_pdf_engine()
        if pdf_engine == "weasyprint":
            return self.env._("WeasyPrint draws this report, in a process of its own within limits of time and memory.")
        wkhtml = base_report._wkhtml()
        if not wkhtml.version:
            return self.env._("Neither WeasyPrint nor wkhtmltopdf is installed: no PDF.")
        if not wkhtml.is_patched_qt:
            return self.env._(
                "wkhtmltopdf %(version)s has no patched Qt: footers are written in plain text, the header of a"
                " table is not repeated on the next page, totals may stand alone at the top of a page, and the"
                " font of the company is used only if it is installed on the server.",
                version=wkhtml.version,
            )
        return self.env._(
            "wkhtmltopdf %(version)s draws this report. Totals may stand alone at the top of a page.",
            version=wkhtml.version,
        )

    def _get_pdf_engine(self):
        """Return the engine that draws the report here.

        :return: 'odoo', 'weasyprint' or 'wkhtmltopdf'
        """
        if self.pdf_engine == "auto":
            return "weasyprint" if engine.has_weasyprint() else "wkhtmltopdf"
        return self.pdf_engine or "odoo"

    def _is_report(self, *xml_ids):
        """Return whether this report is one of those of these external ids, where `env.ref()` asks the database."""
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        return bool(self.id) and self.id in {get_id(xml_id, raise_if_not_found=False) for xml_id in xml_ids}

    # === HOOKS: WHAT AN ADD-ON SAYS OF ITS REPORTS === #

    def _get_page_style(self, records):
        """Return the style sheet that the pages of this report leave to the engine, the same for all `records`.

        A page that leaves it out (`style_apart` in its template) is read faster, names no other style sheet, and may
        hold several records, each an `article` with its own pages. '' for reports that bring all they need.
        """
        return ""

    def _get_existing_streams(self, records, data):
        """Return the PDF files that exist already and are served instead of new ones: `{id: stream data}`."""
        return {}

    def _get_prepended_files(self, record):
        """Return the PDF files, as bytes, that come before the document of `record`: a cover."""
        return []

    def _get_appended_files(self, record):
        """Return the PDF files, as bytes, that go behind the document of `record`."""
        return []

    def _get_pdf_variant(self):
        """Return the variant of PDF that WeasyPrint makes of this report, 'pdf/a-3b' say; None for plain PDF."""
        return None

    @api.model
    def _get_identity_fields(self):
        """Return the fields of the company whose pictures every document may show."""
        return {"logo", "logo_web", "layout_background_image"}

    # === LIMITS === #

    @api.model
    def _get_drawing_limits(self):
        """Return what one page may take: as the settings say."""
        # Sudo: technical parameters, whoever prints.
        get_param = self.env["ir.config_parameter"].sudo().get_param
        limits = engine.Limits()
        seconds, megabytes = get_param(SECONDS_PARAMETER) or "", get_param(MEGABYTES_PARAMETER) or ""
        return engine.Limits(
            int(seconds) if seconds.isdecimal() and int(seconds) else limits.seconds,
            int(megabytes) if megabytes.isdecimal() and int(megabytes) else limits.megabytes,
        )

    @api.model
    def _get_helper_number(self):
        """Return how many helper processes draw a batch at most, one or more: as the server's administrator says, else
        as many as it has processors."""
        # Sudo: a technical parameter, whoever prints.
        number = self.env["ir.config_parameter"].sudo().get_param(HELPERS_PARAMETER)
        return max(int(number), 1) if number and number.isdecimal() else engine.count_processors()

    @api.model
    def _get_drawing_error(self, error, res_ids=()):
        """Return the error that tells users which record could not be drawn, why, and what to do.

        :param DrawingError error: the engine's
        :rtype: UserError
        """
        if error.reason == "no_helper":
            return UserError(
                self.env._("The server has too many documents to draw at this moment: try again in a minute.")
            )
        # Sudo: the name of what the user prints.
        records_sudo = self.env[get_printing(self.env).model].sudo().browse(res_ids[:1])
        name, limits = records_sudo.display_name or "", self._get_drawing_limits()
        if error.reason == "time":
            return UserError(
                self.env._(
                    "The document of %(name)s takes more than %(seconds)s seconds to draw: make its texts simpler"
                    " (tables within tables, pictures), or ask the administrator for more (Settings > PDF reports).",
                    name=name,
                    seconds=limits.seconds,
                )
            )
        if error.reason == "memory":
            return UserError(
                self.env._(
                    "The document of %(name)s takes more than %(megabytes)s MB of memory to draw: make its texts"
                    " simpler (tables within tables, pictures), or ask the administrator for more (Settings >"
                    " PDF reports).",
                    name=name,
                    megabytes=limits.megabytes,
                )
            )
        return UserError(
            self.env._(
                "The document of %(name)s could not be drawn: look for what is unusual in its texts and its pictures."
                " The server's log says more.",
                name=name,
            )
        )
