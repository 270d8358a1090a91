from odoo import fields, models


class AgencyTrainingReopening(models.TransientModel):
    """Why a closed attendance sheet is opened again (T27)."""

    _name = "agency.training.reopening"
    _description = "Open a Sheet Again"

    slot_id = fields.Many2one(comodel_name="agency.training.slot", required=True)
    reason = fields.Char(required=True, help="Kept in the history of the session.")

    def action_reopen(self):
        """Open the sheet, and show it."""
        self.ensure_one()
        self.slot_id._reopen_sheet(self.reason)
        return self.slot_id.action_open_sheet()
