from odoo import api, fields, models


class AgencyTrainingDelivery(models.Model):
    """Who teaches a half-day."""

    _name = "agency.training.delivery"
    _description = "Half-day Taught"
    _inherit = ["agency.training.signature"]
    _rec_name = "trainer_id"
    _check_company_auto = True

    _governing_fields = ("slot_id",)
    _frozen_fields = ("slot_id",)

    slot_id = fields.Many2one(
        comodel_name="agency.training.slot", required=True, index=True, ondelete="cascade", check_company=True
    )
    trainer_id = fields.Many2one(
        comodel_name="agency.trainer", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="slot_id.company_id", store=True, index=True)

    _trainer_uniq = models.Constraint("UNIQUE(slot_id, trainer_id)", "This trainer gives this half-day already.")

    @api.constrains("slot_id", "trainer_id")
    def _check_conflicts(self):
        """T5: a trainer is never in two half-days at once."""
        self.slot_id._check_conflicts()
