"""What the trainers of a session cost, beside what it sells (TRAINING §9): frame D counts the same hours."""

from odoo import api, fields, models

from ..const import OUTSIDE


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    trainers_cost = fields.Monetary(
        string="Cost of trainers",
        compute="_compute_trainers_cost",
        groups="agency_crm.group_agency_manager",
        help="Hours of the agency’s own trainers at their cost, and the prices of subcontracts, without tax, in the"
        " company’s currency. Of who has no cost and no contract, nothing.",
    )

    @api.depends(
        "slot_ids.duration",
        "slot_ids.state",
        "slot_ids.delivery_ids.trainer_id.hourly_cost",
        "slot_ids.delivery_ids.trainer_id.kind",
        "subcontract_ids.price",
    )
    def _compute_trainers_cost(self):
        for session in self:
            own = sum(
                slot.duration * trainer.hourly_cost
                for slot in session._get_live_slots()
                for trainer in slot.delivery_ids.trainer_id
                if trainer.kind != OUTSIDE
            )
            session.trainers_cost = own + sum(session.subcontract_ids.mapped("price"))
