"""A questionnaire sent to one trainee: one answer by registration and kind (T34)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import BEST_MARK, KINDS

TEXTS = ("text_box", "char_box")


class SurveyUserInput(models.Model):
    _name = "survey.user_input"
    _inherit = ["agency.guarded.fields.mixin", "survey.user_input"]

    registration_id = fields.Many2one(
        comodel_name="agency.training.registration",
        string="Registration to a training",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )
    evaluation_kind = fields.Selection(selection=KINDS, string="Evaluation", readonly=True, copy=False)
    evaluation_queued_on = fields.Datetime(
        string="Mail made", readonly=True, copy=False, help="When its mail was made, whether or not it left."
    )
    evaluation_sent_on = fields.Datetime(
        string="Sent", readonly=True, copy=False, help="When the mail server took its mail."
    )
    evaluation_reminded_on = fields.Datetime(
        string="Reminded", readonly=True, copy=False, help="Once, then the trainee is left alone (T34)."
    )

    _evaluation_uniq = models.UniqueIndex(
        "(registration_id, evaluation_kind) WHERE registration_id IS NOT NULL",
        "This trainee was sent this questionnaire already.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        """What a trainee answered proves the training: it is kept (T51)."""
        for answer in self:
            if answer.registration_id and answer.state == "done":
                raise UserError(
                    self.env._(
                        "%(trainee)s answered “%(survey)s”: the answer is kept with the training.",
                        trainee=answer.registration_id.trainee_id.name,
                        survey=answer.survey_id.title,
                    )
                )

    # === BUSINESS METHODS === #

    def _is_link_open(self):
        """Return whether the link of a trainee still opens something; that of a test always does."""
        return not self.registration_id or self.registration_id._is_link_valid()

    def _get_marks(self):
        """Return the marks of these answers, out of `BEST_MARK`, as a list of (question, mark)."""
        lines = self.user_input_line_ids.filtered(lambda line: line.answer_type == "scale" and not line.skipped)
        return [(line.question_id, line.value_scale * BEST_MARK / line.question_id.scale_max) for line in lines]

    def _get_texts(self):
        """Return what was written in these answers, as a list of (question, text)."""
        lines = self.user_input_line_ids.filtered(lambda line: line.answer_type in TEXTS and not line.skipped)
        texts = [(line.question_id, (line[f"value_{line.answer_type}"] or "").strip()) for line in lines]
        return [(question, text) for question, text in texts if text]

    def _get_percents(self):
        """Return how much was right of each section, in percent, as a dict of the section's title (T35)."""
        self.ensure_one()
        best, got = {}, {}
        for question in self.predefined_question_ids:
            scores = [score for score in question.suggested_answer_ids.mapped("answer_score") if score > 0]
            if question.question_type == "simple_choice":
                total = max(scores, default=0)
            elif question.question_type == "multiple_choice":
                total = sum(scores)
            else:
                total = question.answer_score if question.is_scored_question else 0
            title = question.page_id.title or self.survey_id.title
            lines = self.user_input_line_ids.filtered(lambda line, question=question: line.question_id == question)
            best[title] = best.get(title, 0) + total
            got[title] = got.get(title, 0) + sum(lines.mapped("answer_score"))
        return {title: max(0, round(100 * got[title] / total, 2)) for title, total in best.items() if total}


class SurveyQuestion(models.Model):
    _name = "survey.question"
    _inherit = ["survey.question"]

    is_complaint = fields.Boolean(
        string="Complaint",
        help="Whatever a trainee writes here is a complaint: a Responsable is asked to answer (T37).",
    )
