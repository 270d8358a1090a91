from odoo import fields, models

from ..engine import Limits
from .ir_actions_report import MEGABYTES_PARAMETER, SECONDS_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_pdf_engine_note = fields.Char(compute="_compute_agency_pdf_engine_note")
    agency_pdf_draw_seconds = fields.Integer(
        string="Seconds to draw a document",
        config_parameter=SECONDS_PARAMETER,
        default=Limits().seconds,
        help="Of processor time. A document that takes more is refused, naming its record; so is one that takes four"
        " times as many seconds without using the processor.",
    )
    agency_pdf_draw_megabytes = fields.Integer(
        string="Memory to draw a document (MB)",
        config_parameter=MEGABYTES_PARAMETER,
        default=Limits().megabytes,
        help="A document that takes more is refused, naming its record.",
    )

    def _compute_agency_pdf_engine_note(self):
        for settings in self:
            settings.agency_pdf_engine_note = self.env.ref("agency_pdf.report_invoice").pdf_engine_note

    def action_agency_company(self):
        """Open the company where its legal identity is."""
        return self.company_id._get_records_action(name=self.env._("Company"))
