from odoo import api, fields, models

from ..engine import Limits
from .ir_actions_report import MEGABYTES_PARAMETER, SECONDS_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    report_engine_note = fields.Char(string="PDF engine", compute="_compute_report_engine_note")
    report_draw_seconds = fields.Integer(
        string="Seconds to draw a document",
        config_parameter=SECONDS_PARAMETER,
        default=Limits().seconds,
        help="Of processor time. A document that takes more is refused, naming its record; so is one that takes four"
        " times as many seconds without using the processor.",
    )
    report_draw_megabytes = fields.Integer(
        string="Memory to draw a document (MB)",
        config_parameter=MEGABYTES_PARAMETER,
        default=Limits().megabytes,
        help="A document that takes more is refused, naming its record.",
    )

    @api.depends("company_id")
    def _compute_report_engine_note(self):
        report = self.env["ir.actions.report"].new({"pdf_engine": "auto"})
        for settings in self:
            settings.report_engine_note = report.pdf_engine_note
