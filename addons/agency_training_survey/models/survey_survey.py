"""Questionnaires of trainings: what kind they are, whose, and who may open one (T34)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import KINDS


class SurveySurvey(models.Model):
    _name = "survey.survey"
    _inherit = ["survey.survey"]

    evaluation_kind = fields.Selection(
        selection=KINDS,
        string="Of trainings",
        help="When it is sent to trainees, each by a link of their own. Empty: a survey that is none of a training.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", string="Agency", index="btree_not_null", help="Empty: for all agencies here."
    )

    @api.constrains("evaluation_kind", "access_mode")
    def _check_evaluation_access(self):
        """Who has no link of their own does not answer: no answer is counted twice, nor a stranger's (T34)."""
        for survey in self:
            if survey.evaluation_kind and survey.access_mode != "token":
                raise UserError(
                    self.env._(
                        "“%(survey)s” is of trainings: choose “Invited people only”, trainees have their own links.",
                        survey=survey.title,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        """What trainees answered proves the training: it is kept (T51)."""
        for survey in self:
            # Sudo: answers of other agencies count too.
            if survey.sudo().user_input_ids.filtered("registration_id"):
                raise UserError(
                    self.env._("“%(survey)s” was sent to trainees: archive it instead.", survey=survey.title)
                )

    def _check_answer_creation(self, user, partner, email, **kwargs):
        """Override of `survey`: one answer a trainee, sent from the session; a test is no answer (T34)."""
        if self.evaluation_kind and not kwargs.get("test_entry"):
            raise UserError(
                self.env._("“%(survey)s” is sent to trainees from their session.", survey=self.title),
            )
        return super()._check_answer_creation(user, partner, email, **kwargs)

    def _is_ready(self):
        """Return whether it may be sent: open, with questions."""
        return bool(self.active and self.question_ids)
