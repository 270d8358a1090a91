from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_pdf_engine_note = fields.Char(compute="_compute_agency_pdf_engine_note")

    def _compute_agency_pdf_engine_note(self):
        for settings in self:
            settings.agency_pdf_engine_note = self.env.ref("agency_pdf.report_invoice").pdf_engine_note

    def action_agency_company(self):
        """Open the company where its legal identity is."""
        return self.company_id._get_records_action(name=self.env._("Company"))
