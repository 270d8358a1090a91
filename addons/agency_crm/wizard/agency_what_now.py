from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import STEP_RESULTS


class AgencyWhatNow(models.TransientModel):
    """« Et maintenant ? »: the one dialog that follows a next step, a call, a quote chased."""

    _name = "agency.what.now"
    _description = "What Now"

    lead_ids = fields.Many2many(comodel_name="crm.lead", string="Deals", required=True)
    lead_id = fields.Many2one(
        comodel_name="crm.lead", string="Deal", compute="_compute_lead_id", help="The deal, when there is but one."
    )
    partner_id = fields.Many2one(related="lead_id.partner_id", string="Contact", help="Whom the deal is with.")
    deal_count = fields.Integer(compute="_compute_lead_id", export_string_translation=False)
    activity_ids = fields.Many2many(
        comodel_name="mail.activity", string="Done", help="The activities that are done, besides the next step itself."
    )
    result = fields.Selection(selection=STEP_RESULTS, required=True, default="done")
    note = fields.Text(help="What there is to remember of it: it is kept in the history of the deal.")
    possible_stage_ids = fields.Many2many(comodel_name="crm.stage", compute="_compute_possible_stage_ids")
    stage_id = fields.Many2one(
        comodel_name="crm.stage",
        string="Sales stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
    )
    allowed_next_step_ids = fields.Many2many(
        comodel_name="agency.next.step", string="Possible next steps", compute="_compute_allowed_next_step_ids"
    )
    next_step_id = fields.Many2one(
        comodel_name="agency.next.step",
        string="Next step",
        compute="_compute_next_step_id",
        store=True,
        readonly=False,
    )
    is_next_step_closing = fields.Boolean(related="next_step_id.is_closing", export_string_translation=False)
    next_step_date = fields.Date(
        string="Next step date",
        compute="_compute_next_step_date",
        store=True,
        readonly=False,
        help="Of several deals: left empty, each has the date that its step proposes.",
    )

    # === COMPUTE METHODS === #

    @api.depends("lead_ids")
    def _compute_lead_id(self):
        for wizard in self:
            wizard.deal_count = len(wizard.lead_ids)
            wizard.lead_id = wizard.lead_ids if len(wizard.lead_ids) == 1 else False

    @api.depends("lead_id")
    def _compute_possible_stage_ids(self):
        stages = self.env["crm.stage"]
        lost = stages._get_phase_stage("lost")
        for wizard in self:
            lead = wizard.lead_id
            unused = stages._get_unused_ids(lead._get_working_company()) if lead else []
            domain = [("id", "not in", [*unused, lost.id]), ("team_ids", "in", [False, *lead.team_id.ids])]
            wizard.possible_stage_ids = stages.search(domain) if lead else False

    @api.depends("lead_id")
    def _compute_stage_id(self):
        for wizard in self:
            wizard.stage_id = wizard.lead_id.stage_id

    @api.depends("stage_id", "lead_id")
    def _compute_allowed_next_step_ids(self):
        for wizard in self:
            wizard.allowed_next_step_ids = (
                wizard._get_lead_at_stage()._get_allowed_next_steps() if wizard.lead_id else False
            )

    @api.depends("stage_id", "result", "lead_id")
    def _compute_next_step_id(self):
        for wizard in self:
            lead = wizard.lead_id
            if not lead:
                wizard.next_step_id = False
            elif not wizard._is_finished():
                wizard.next_step_id = lead.next_step_id
            elif wizard.stage_id != lead.stage_id:
                wizard.next_step_id = wizard.allowed_next_step_ids[:1]
            else:
                wizard.next_step_id = lead._prepare_what_now_values(wizard.result)["next_step_id"]

    @api.depends("next_step_id", "result", "lead_id")
    def _compute_next_step_date(self):
        for wizard in self:
            lead = wizard.lead_id
            if not lead or not wizard.next_step_id:
                wizard.next_step_date = False
            elif not wizard._is_finished() and wizard.next_step_id == lead.next_step_id:
                wizard.next_step_date = lead.next_step_date
            else:
                values = lead._prepare_what_now_values(wizard.result, wizard.next_step_id)
                wizard.next_step_date = values["next_step_date"]

    # === ACTION METHODS === #

    def action_apply(self):
        """Note what was done, and give each deal what comes next.

        :raise UserError: if the step chosen has no date
        """
        self.ensure_one()
        if not self.lead_ids:
            raise UserError(self.env._("Choose the deal first."))
        self.lead_ids.check_access("write")
        if self._is_finished():
            self.lead_ids._finish_next_step(self.result, self.note, self.activity_ids, self._prepare_deal_values())
        else:
            self._note_apart()
        return {"type": "ir.actions.act_window_close"}

    def action_lost(self):
        """Ask for the reason of the loss instead: nothing comes next."""
        self.ensure_one()
        self.lead_ids.check_access("write")
        self.lead_ids._close_activities(self.activity_ids, self.result, self.note)
        action = self.env["ir.actions.actions"]._for_xml_id("crm.crm_lead_lost_action")
        return {**action, "context": {"default_lead_ids": self.lead_ids.ids}}

    # === BUSINESS METHODS === #

    def _get_lead_at_stage(self):
        """Return the deal as it would be at the stage chosen, without writing it."""
        self.ensure_one()
        return self.env["crm.lead"].new({"stage_id": self.stage_id.id}, origin=self.lead_id._origin)

    def _is_finished(self):
        """Return whether what is done is the next step: not a meeting held while an estimate is being made."""
        self.ensure_one()
        activities = self.activity_ids._origin
        return (
            not activities
            or any(activity._is_next_step() or activity._is_quote_reminder() for activity in activities)
            or any(lead.next_step_id.kind == "follow_up" for lead in self.lead_ids)
        )

    def _prepare_deal_values(self):
        """Prepare what the user chose for the deals, see `crm.lead._finish_next_step()`."""
        self.ensure_one()
        if not self.lead_id:
            return {"next_step_date": self.next_step_date} if self.next_step_date else {}
        if not self.next_step_date and not self.next_step_id.is_closing:
            raise UserError(self.lead_id._get_missing_date_message(self.next_step_id))
        values = {"next_step_id": self.next_step_id.id, "next_step_date": self.next_step_date}
        if self.stage_id and self.stage_id != self.lead_id.stage_id:
            values["stage_id"] = self.stage_id.id
        return values

    def _note_apart(self):
        """Note what was done beside the next step, which stays unless the user chose another."""
        self.lead_ids._close_activities(self.activity_ids, self.result, self.note)
        if self.lead_id:
            lead, values = self.lead_id, self._prepare_deal_values()
            changed = {
                name: value
                for name, value in values.items()
                if lead._fields[name].convert_to_write(lead[name], lead) != value
            }
            if changed:
                lead.write(values)
