from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _is_agency_page(self):
        """Override of `agency_pdf`: our documents are made of its page."""
        return self.report_name.startswith("agency_training.") or super()._is_agency_page()

    def _get_unsigned_reports(self):
        """Override of `agency_pdf`: an agreement goes with a quote, as a programme does: neither is signed online."""
        # Sudo: the user's templates, which whoever prints may use without reading them.
        agreements_sudo = self.env["agency.document.template"].sudo().search([("kind", "=", "convention")])
        papers = self.env.ref("agency_training.report_convention") | self.env.ref("agency_training.report_programme")
        agreements = papers | agreements_sudo.report_id.sudo(self.env.su)
        return super()._get_unsigned_reports() | agreements

    @api.model
    def _get_identity_fields(self):
        """Override of `report_weasyprint`: the logo of the certification."""
        return super()._get_identity_fields() | {"qualiopi_logo"}
