"""Results of the evaluations of a session, a course, a trainer, a year: one count for all of them (T36)."""

from odoo import api, fields, models

from ..const import BEST_MARK, FEWEST_ANSWERS, KINDS, SATISFACTION

READERS = "agency_crm.group_agency_user"


class AgencyTrainingEvaluated(models.AbstractModel):
    """What trainees' questionnaires tell about."""

    _name = "agency.training.evaluated"
    _description = "Evaluated by trainees"

    satisfaction = fields.Char(
        compute="_compute_satisfaction",
        compute_sudo=True,
        groups=READERS,
        help="Mean of the marks at the end of the training, of how many answers (indicator 2); under"
        " five answers it says nothing.",
    )
    satisfaction_mean = fields.Float(
        string="Satisfaction (out of 5)",
        compute="_compute_satisfaction",
        compute_sudo=True,
        digits=(3, 1),
        aggregator=None,
        groups=READERS,
        help="0 under five answers: too few to mean anything.",
    )
    answer_rate = fields.Float(
        string="Response rate",
        compute="_compute_satisfaction",
        compute_sudo=True,
        aggregator=None,
        groups=READERS,
        help="Of the questionnaires of the end that were sent, between 0 and 1.",
    )
    answer_count = fields.Integer(
        string="Answers", compute="_compute_satisfaction", compute_sudo=True, groups=READERS, help="At the end."
    )
    evaluation_page = fields.Html(
        string="Evaluations", compute="_compute_evaluation_page", compute_sudo=True, sanitize=False, groups=READERS
    )

    @api.depends_context("lang")
    def _compute_satisfaction(self):
        for record, figures in self._get_evaluation_figures("hot").items():
            record.satisfaction_mean = figures["mean"] if figures["is_significant"] else 0
            record.answer_count = figures["answered"]
            record.answer_rate = figures["answered"] / figures["asked"] if figures["asked"] else 0
            record.satisfaction = figures["words"]

    @api.depends_context("lang")
    def _compute_evaluation_page(self):
        for record in self:
            record.evaluation_page = self.env["ir.qweb"]._render(
                "agency_training_survey.evaluation_page", record._get_evaluation_page()
            )

    # === BUSINESS METHODS === #

    def _group_evaluated_registrations(self):
        """Return the registrations whose answers tell about each of these records, as a dict."""
        raise NotImplementedError

    def _group_evaluation_answers(self, kind):
        """Return what was sent of a kind, as a dict by record: a mail that did not leave asked nobody.

        :param str kind: of `KINDS`
        """
        registrations = self._group_evaluated_registrations()
        # Sudo: whoever reads the figures need not read the answers.
        answers_sudo = self.env["survey.user_input"].sudo()
        every = self.env["agency.training.registration"].union(*registrations.values())
        asked_sudo = answers_sudo.search([("registration_id", "in", every.ids), ("evaluation_kind", "=", kind)])
        asked_sudo = asked_sudo.filtered(lambda one: one.evaluation_sent_on or one.state == "done")
        own_sudo = asked_sudo.grouped(lambda one: one.registration_id.id)
        return {
            # In the order in which they were sent: texts say no names.
            record: answers_sudo.union(
                *(own_sudo[one.id] for one in registrations[record] if one.id in own_sudo)
            ).sorted("id")
            for record in self
        }

    def _get_evaluation_figures(self, kind):
        """Return the figures of a kind (T36), as a dict by record.

        :return: of each, a dict of `asked`, `answered` (numbers of trainees), `mean` (out of 5), `is_significant`,
            `words` (text), `questions` (list of (title, mean text)), `texts` (list of (title, texts), without names)
        """
        return {
            record: record._sum_up_evaluation(answers_sudo)
            for record, answers_sudo in self._group_evaluation_answers(kind).items()
        }

    def _sum_up_evaluation(self, answers_sudo):
        """Return the figures of these answers, see `_get_evaluation_figures`."""
        done_sudo = answers_sudo.filtered(lambda one: one.state == "done")
        marks, texts = {}, {}
        for question, mark in done_sudo._get_marks():
            marks.setdefault(question.title, []).append(mark)
        for question, text in done_sudo._get_texts():
            texts.setdefault(question.title, []).append(text)
        # Each trainee counts once, however many questions they answered.
        means = [sum(own) / len(own) for own in ([mark for _q, mark in one._get_marks()] for one in done_sudo) if own]
        figures = {
            "asked": len(answers_sudo),
            "answered": len(done_sudo),
            "mean": round(sum(means) / len(means), 1) if means else 0,
            "is_significant": len(done_sudo) >= FEWEST_ANSWERS,
            "questions": [(title, self._get_mark_text(sum(given) / len(given))) for title, given in marks.items()],
            "texts": list(texts.items()),
        }
        if not figures["is_significant"]:
            figures["questions"] = []
        return {**figures, "words": self._get_figures_words(figures)}

    def _get_figures_words(self, figures):
        """Return the figures as one publishes them: with how many answered."""
        if not figures["asked"]:
            return ""
        values = {
            "answered": figures["answered"],
            "asked": figures["asked"],
            "rate": round(100 * figures["answered"] / figures["asked"]),
        }
        if not figures["is_significant"]:
            return self.env._("Not significant (%(answered)s answers of %(asked)s)", **values)
        return self.env._(
            "%(mean)s (%(answered)s answers of %(asked)s, %(rate)s %%)",
            mean=self._get_mark_text(figures["mean"]),
            **values,
        )

    def _get_mark_text(self, mark):
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return f"{mark:.1f}".replace(".", lang.decimal_point or ".") + f" / {BEST_MARK}"

    def _get_evaluation_page(self):
        """Return what the page of results says.

        :return: dict of `people` (list of (trainee, states by kind), for a session alone), `kinds` (their words) and
            `results` (list of (words, figures) of the satisfaction)
        """
        words = dict(self.env["survey.user_input"]._fields["evaluation_kind"]._description_selection(self.env))
        results = [(words[kind], self._get_evaluation_figures(kind)[self]) for kind in SATISFACTION]
        return {
            "kinds": [words[kind] for kind, _words in KINDS],
            "people": self._get_evaluated_people(),
            "results": [(title, figures) for title, figures in results if figures["asked"]],
        }

    def _get_evaluated_people(self):
        """Return who was sent what, where the record is one session; the answers stay out of it."""
        return []


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session", "agency.training.evaluated"]

    def _group_evaluated_registrations(self):
        """Override of `agency.training.evaluated`."""
        return {session: session.registration_ids for session in self}

    def _get_evaluated_people(self):
        """Override of `agency.training.evaluated`."""
        registrations = self.registration_ids.filtered(lambda one: one.state != "cancelled")
        return [
            (one.trainee_id.name, [one._get_evaluation_state(kind) for kind, _words in KINDS]) for one in registrations
        ]


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _get_evaluation_state(self, kind):
        """Return what became of a questionnaire, in words; nothing where it was not sent."""
        answer_sudo = self._get_evaluation_sudo(kind)
        if answer_sudo.state == "done":
            return self.env._("answered")
        if not answer_sudo:
            return "" if self._get_convocation_email() else self.env._("no e-mail")
        if not answer_sudo.evaluation_sent_on:
            return self.env._("leaving")
        return self.env._("reminded") if answer_sudo.evaluation_reminded_on else self.env._("sent")


class AgencyCourse(models.Model):
    _name = "agency.course"
    _inherit = ["agency.course", "agency.training.evaluated"]

    def _group_evaluated_registrations(self):
        """Override of `agency.training.evaluated`: of all its versions."""
        versions = {course: course._get_all_versions() for course in self}
        every = self.union(*versions.values())
        found = self.env["agency.training.registration"].search([("session_id.course_id", "in", every.ids)])
        own = found.grouped(lambda one: (one.session_id.course_id, one.company_id))
        return {
            course: found.browse().union(
                *(own.get((version, course.company_id), found.browse()) for version in versions[course])
            )
            for course in self
        }

    def _get_all_versions(self):
        """Return this course as it was before and became since, archived or not."""
        versions = course = self.with_context(active_test=False)
        while course.previous_id - versions:
            course = course.previous_id
            versions += course
        later = self.with_context(active_test=False).next_ids
        while later - versions:
            versions += later
            later = later.next_ids
        return versions


class AgencyTrainer(models.Model):
    _name = "agency.trainer"
    _inherit = ["agency.trainer", "agency.training.evaluated"]

    def _group_evaluated_registrations(self):
        """Override of `agency.training.evaluated`: of the sessions they taught in."""
        taught = self.env["agency.training.delivery"].search(
            [("trainer_id", "in", self.ids), ("slot_id.state", "!=", "cancelled")]
        )
        sessions = taught.grouped("trainer_id")
        return {
            trainer: sessions.get(trainer, taught.browse()).slot_id.session_id.registration_ids.filtered(
                lambda one, trainer=trainer: one.company_id == trainer.company_id
            )
            for trainer in self
        }
