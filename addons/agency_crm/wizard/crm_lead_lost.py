from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLeadLost(models.TransientModel):
    _inherit = "crm.lead.lost"

    is_reason_required = fields.Boolean(
        compute="_compute_is_reason_required", help="A deal of an agency is not lost without saying why."
    )

    @api.depends("lead_ids")
    def _compute_is_reason_required(self):
        for wizard in self:
            wizard.is_reason_required = bool(wizard.lead_ids._filter_agency())

    def action_lost_reason_apply(self):
        """Override of `crm`: the monthly report says why deals were lost.

        :raise UserError: if a deal of an agency has no reason
        """
        for wizard in self:
            if wizard.is_reason_required and not wizard.lost_reason_id:
                raise UserError(self.env._("Say why the deal was lost: the monthly report counts the reasons."))
        return super().action_lost_reason_apply()
