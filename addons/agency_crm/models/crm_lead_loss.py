"""A deal that is lost, and one that is found again."""

from odoo import api, fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    stage_before_loss_id = fields.Many2one(
        comodel_name="crm.stage",
        compute="_compute_stage_before_loss_id",
        store=True,
        export_string_translation=False,
    )

    # === COMPUTE METHODS === #

    @api.depends("stage_id")
    def _compute_stage_before_loss_id(self):
        """Remember the last stage of a deal before it was lost, to restore it there."""
        lost = self.env["crm.stage"]._get_phase_stage("lost")
        for lead in self:
            lead.stage_before_loss_id = lead.stage_before_loss_id if lead.stage_id == lost else lead.stage_id

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `crm`: the stage Lost and a lost deal are one; out of it, a deal is where it was before."""
        lost_stage = self.env["crm.stage"]._get_phase_stage("lost")
        were_lost = self.browse()
        if vals.get("stage_id") == lost_stage.id:
            vals = {"active": False, "probability": 0, "automated_probability": 0, **vals}
        elif vals.get("stage_id") or vals.get("active"):
            were_lost = self.filtered(lambda lead: lead.stage_id == lost_stage)
        if vals.get("stage_id"):
            were_lost.filtered(lambda lead: not lead.active).action_restore()
        res = super().write(vals)
        if "stage_id" not in vals:
            for stage, leads in were_lost.grouped("stage_before_loss_id").items():
                stage = stage or self.env["crm.stage"]._get_phase_stage("analysis")
                leads.write({"stage_id": stage.id})
        return res

    # === ACTION METHODS === #

    def action_set_lost(self, **additional_values):
        """Override of `crm`: a deal of the agency's pipeline enters the stage Lost."""
        stages = self.env["crm.stage"]
        deals = self.filtered(lambda lead: lead.type == "opportunity" and lead.stage_id._get_phase())
        others = self - deals
        res = True
        if others:
            res = super(CrmLead, others).action_set_lost(**additional_values)
        if deals:
            res = super(CrmLead, deals).action_set_lost(
                **{"stage_id": stages._get_phase_stage("lost").id, **additional_values}
            )
        return res

    # === BUSINESS METHODS === #

    def _pls_get_lead_pls_values(self, domain=None):
        """Override of `crm`: the probability learns from where deals were lost, not from "Lost"."""
        values_by_lead = super()._pls_get_lead_pls_values(domain=domain)
        lost = ("stage_id", self.env["crm.stage"]._get_phase_stage("lost").id)
        leads = self.browse(lead_id for lead_id, values in values_by_lead.items() if lost in values["values"])
        for lead in leads:
            values = values_by_lead[lead.id]["values"]
            values[values.index(lost)] = ("stage_id", lead.stage_before_loss_id.id or lost[1])
        return values_by_lead
