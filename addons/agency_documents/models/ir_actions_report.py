"""What users made of the agency's documents: texts edited by hand, templates of their own."""

from odoo import models

from odoo.addons.agency_crm.context_keys import get_key
from odoo.addons.agency_pdf.models.ir_actions_report import DOCUMENT_MODELS

from .agency_document_template import REPORT_NAME_RE as USER_TEMPLATE_RE


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _get_user_template_sudo(self):
        """Return the template of a user that the report prints, with all rights, or none."""
        match = USER_TEMPLATE_RE.match(self.report_name)
        # Sudo: whoever prints need not read templates.
        return self.env["agency.document.template"].sudo().browse(int(match[1]) if match else [])

    def _get_prepended_files(self, record):
        """Override of `report_weasyprint`: the cover of a user's template."""
        return [*self._get_user_template_sudo()._get_files("cover_file"), *super()._get_prepended_files(record)]

    def _get_appended_files(self, record):
        """Override of `report_weasyprint`: the annex of a user's template, before those of the record."""
        return [*self._get_user_template_sudo()._get_files("annex_file"), *super()._get_appended_files(record)]

    def _is_agency_page(self):
        """Override of `agency_pdf`: users' templates are made of its page."""
        return bool(self._get_user_template_sudo()) or super()._is_agency_page()

    def _get_rendering_context(self, report, docids, data):
        """Override of `base`: what users edited by hand."""
        data = super()._get_rendering_context(report, docids, data)
        if report.model in DOCUMENT_MODELS and not get_key(self.env, "agency_documents_as_filled"):
            documents = self.env[report.model].browse(docids)
            data["document_versions"] = self.env["agency.document.version"]._get_current(documents, report)
        return data

    def _render_template(self, template, values=None):
        """Override of `base`: a user's template is a record, and one QWeb template prints all."""
        if match := USER_TEMPLATE_RE.match(template):
            values = {
                **(values or {}),
                "user_template": self.env["agency.document.template"].browse(int(match[1])),
            }
            template = "agency_documents.user_template"
        return super()._render_template(template, values)
