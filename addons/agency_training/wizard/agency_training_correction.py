from odoo import fields, models


class AgencyTrainingCorrection(models.TransientModel):
    """Why a signature is taken back, to be drawn again (T24)."""

    _name = "agency.training.correction"
    _description = "Correct a Signature"

    attendance_id = fields.Many2one(comodel_name="agency.training.attendance")
    delivery_id = fields.Many2one(comodel_name="agency.training.delivery")
    reason = fields.Char(required=True, help="Kept in the history of the session, with the signature.")

    def action_correct(self):
        """Take the signature back, and show the sheet."""
        self.ensure_one()
        signed = self.attendance_id or self.delivery_id
        signed._take_signature_back(self.reason)
        return signed.slot_id.action_open_sheet()
