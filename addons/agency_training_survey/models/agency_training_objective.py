"""What each trainee learnt, objective by objective: measured by two questionnaires, said by the trainer (T35)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..const import KNOWLEDGE, LEVELS, PROGRESS_PERCENT

# What a trainer writes: their own word.
STATED_FIELDS = {"stated_level", "stated_reason"}


class AgencyTrainingObjective(models.Model):
    """An objective of a training, for one trainee."""

    _name = "agency.training.objective"
    _description = "Objective of a Trainee"
    _inherit = ["agency.training.taught", "agency.guarded.mixin"]
    _order = "session_id, registration_id, sequence, id"
    _check_company_auto = True

    _governing_fields = ("registration_id",)
    _frozen_fields = ("registration_id",)

    registration_id = fields.Many2one(
        comodel_name="agency.training.registration",
        string="Trainee",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    session_id = fields.Many2one(related="registration_id.session_id", store=True, index=True)
    company_id = fields.Many2one(related="registration_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Objective", required=True, help="A section of the questionnaire, or typed here.")
    score_before = fields.Float(
        string="Before",
        digits=(5, 0),
        readonly=True,
        aggregator=None,
        help="Percent that was right before the session.",
    )
    score_after = fields.Float(
        string="After", digits=(5, 0), readonly=True, aggregator=None, help="Percent that was right at its end."
    )
    is_measured_before = fields.Boolean(string="Asked before", readonly=True)
    measured_level = fields.Selection(
        selection=LEVELS, string="By the answers", readonly=True, help="What the questionnaire of the end says."
    )
    stated_level = fields.Selection(
        selection=LEVELS, string="By the trainer", help="Prevails over the answers; the trainer says why."
    )
    stated_reason = fields.Char(string="Why", help="What the trainer saw.")
    level = fields.Selection(
        selection=LEVELS,
        string="Result",
        compute="_compute_level",
        store=True,
        help="What the attestation says: the trainer's word, else the answers.",
    )

    _name_uniq = models.Constraint("UNIQUE(registration_id, name)", "This trainee has this objective already.")

    @api.depends("measured_level", "stated_level")
    def _compute_level(self):
        for objective in self:
            objective.level = objective.stated_level or objective.measured_level

    @api.constrains("measured_level", "stated_level", "stated_reason")
    def _check_stated_reason(self):
        """A trainer overrules the answers with a word (T35)."""
        for objective in self:
            if objective.stated_level and not (objective.stated_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(trainee)s, “%(objective)s”: say in a word why the result is yours.",
                        trainee=objective.registration_id.trainee_id.name,
                        objective=objective.name,
                    )
                )

    def write(self, vals):
        """Override: a trainer says what they saw; which objectives there are is the planner's.

        :raise AccessError: if a trainer writes anything else
        """
        if self._is_trainer_alone() and not self._may_write_rules() and not vals.keys() <= STATED_FIELDS:
            raise AccessError(self.env._("Of an objective, the trainer writes the result and why."))
        return super().write(vals)

    def _get_taught_slots(self):
        """Override of `agency.training.taught`: those this trainer teaches, else all, which then refuse."""
        slots = self.session_id.slot_ids
        return slots.filtered(lambda slot: self.env.user in slot.trainer_ids.user_id) or slots

    def _measure(self, before, after, success):
        """Note what the questionnaires said.

        :param before: percent, or None where nobody answered
        :param after: as `before`
        :param float success: percent from which it is acquired
        """
        level = False
        if after is not None:
            passed, begun = after >= success, after >= min(PROGRESS_PERCENT, success)
            level = "acquired" if passed else "in_progress" if begun else "not_acquired"
        self._by_rules().write(
            {
                "score_before": before or 0,
                "is_measured_before": before is not None,
                "score_after": after or 0,
                "measured_level": level,
            }
        )


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    objective_ids = fields.One2many(
        comodel_name="agency.training.objective", inverse_name="registration_id", string="Objectives", copy=False
    )

    def _sync_objectives(self):
        """Measure the objectives of these trainees by what they answered; what a trainer said stays."""
        for registration in self:
            # The words of the attestation are those of the agency's language.
            lang = registration.company_id.partner_id.lang
            # Sudo: answers are measured whoever makes them known.
            answers_sudo = registration.sudo().evaluation_ids.with_context(lang=lang)
            done = {one.evaluation_kind: one for one in answers_sudo if one.state == "done"}
            before, after = (done[kind]._get_percents() if kind in done else {} for kind in KNOWLEDGE)
            success = done["acquis_end"].survey_id.scoring_success_min if "acquis_end" in done else 0
            # Sudo: as above, a trainee has no right of their own.
            objectives_sudo = registration.sudo().objective_ids
            known = {objective.name: objective for objective in objectives_sudo}
            for number, name in enumerate(dict.fromkeys([*before, *after]), 1):
                objective_sudo = known.get(name) or objectives_sudo.create(
                    {"registration_id": registration.id, "name": name, "sequence": number * 10}
                )
                objective_sudo._measure(before.get(name), after.get(name), success)


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    objective_ids = fields.One2many(comodel_name="agency.training.objective", inverse_name="session_id")

    def action_open_objectives(self):
        """Open what the trainees of the session learnt; a trainer gives their word here (T35)."""
        self.ensure_one()
        is_trainer = self.env["agency.training.taught"]._is_trainer_alone()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What was learnt"),
            "res_model": "agency.training.objective",
            "view_mode": "list",
            "domain": [("session_id", "=", self.id)],
            "context": {"create": not is_trainer},
        }
