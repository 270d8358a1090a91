"""When trainees are asked what: five moments of a session, each once, never of the past (TRAINING §3, T34)."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.isolation import set_apart
from odoo.addons.agency_crm.turns import hold

from ..const import ANSWER_DAYS, BEFORE, CATCH_UP_DAYS, KINDS, KNOWLEDGE_DAYS, MOST_DAYS


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    is_evaluated_by_itself = fields.Boolean(
        string="Questionnaires by themselves",
        default=True,
        help="They leave at their times; else somebody sends them.",
    )

    # === ACTION METHODS === #

    def action_send_evaluations(self):
        """Send the questionnaires whose time has come, to whoever was not sent them.

        :return: a notification that says how many leave, and who has no e-mail
        :raise UserError: if nothing is to be sent now
        """
        self.ensure_one()
        self.check_access("write")
        due = self._get_due_evaluations()
        if not due:
            raise UserError(
                self.env._("No questionnaire of %(session)s is to be sent at this time.", session=self.name)
            )
        lost = {
            registration.trainee_id.name for registration, _kind in due if not registration._get_convocation_email()
        }
        sent = sum(registration._ask(kind) for registration, kind in due)
        message = self.env._("Questionnaires that leave: %(count)s.", count=sent)
        if lost:
            message += " " + self.env._("No e-mail is known of: %(names)s.", names=", ".join(sorted(lost)))
        params = {"message": message, "type": "warning" if lost else "success", "sticky": bool(lost)}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    # === BUSINESS METHODS === #

    @api.model
    def _cron_evaluate(self):
        """Send the questionnaires whose time has come, and remind once whoever did not answer (T34).

        A trainee or a questionnaire that fails stops no other; a day that was missed is caught up within bounds.
        """
        sessions = self._get_sessions_to_evaluate()
        self.env["ir.cron"]._commit_progress(remaining=len(sessions))
        for session in sessions:
            with set_apart(self.env, f"questionnaires of {session.id}"):
                for registration, kind in session._get_due_evaluations():
                    with set_apart(self.env, f"questionnaire {kind} of {registration.id}"):
                        registration._ask(kind)
                for registration in session.registration_ids:
                    with set_apart(self.env, f"reminders of {registration.id}"):
                        registration._remind_evaluations()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _get_sessions_to_evaluate(self):
        """Return the sessions that may ask something now: near enough, and not of another year."""
        today = fields.Date.today()
        # Working days are fewer than days: twice as many, and the holidays.
        return self.search(
            [
                ("state", "in", ("planned", "done")),
                ("is_evaluated_by_itself", "=", True),
                ("date_start", "<=", today + timedelta(days=2 * MOST_DAYS)),
                ("date_end", ">=", today - timedelta(days=MOST_DAYS + CATCH_UP_DAYS["cold_trainee"] + 1)),
            ],
            order="date_start, id",
        )

    def _get_due_evaluations(self):
        """Return what is to be sent now, as a list of (registration, kind)."""
        self.ensure_one()
        if self.state not in ("planned", "done") or not self._get_live_slots():
            return []
        kinds = [kind for kind, _words in KINDS if self._is_time_for(kind) and self._get_survey_sudo(kind)]
        return [(one, kind) for one in self.registration_ids for kind in kinds if one._is_to_be_asked(kind)]

    def _is_time_for(self, kind):
        """Return whether a kind is sent now, by the server's clock (T32): from its day on, and not for the past.

        :param str kind: a key of `KINDS`
        """
        now, company = fields.Datetime.now(), self.company_id
        if kind in BEFORE:
            days = company.training_positioning_days if kind == "positioning" else KNOWLEDGE_DAYS
            today = fields.Date.context_today(self.with_context(tz=self._get_evaluation_zone().zone))
            return bool(days) and not self._has_begun() and self.date_start <= company._get_working_date(days, today)
        first = self._get_asking_moment(kind)
        return bool(first) and first <= now <= first + timedelta(days=CATCH_UP_DAYS[kind])

    def _get_asking_moment(self, kind):
        """Return when a kind that is asked after the session is sent, in UTC; nothing if it never is."""
        end = max(slot._get_end() for slot in self._get_live_slots())
        if kind != "cold_trainee":
            return end
        days = self.company_id.training_cold_days
        return days and datetime.combine(self.date_end + timedelta(days=days), time(6))

    def _get_deadline(self, kind):
        """Return until when a kind is answered, in UTC: the beginning of the session, else some days from now."""
        if kind in BEFORE:
            return min(slot._get_start() for slot in self._get_live_slots())
        return fields.Datetime.now().replace(microsecond=0) + timedelta(days=ANSWER_DAYS[kind])

    def _get_evaluation_zone(self):
        return self.slot_ids[:1]._get_zone()

    def _get_survey_sudo(self, kind):
        """Return the questionnaire of a kind: the course's, else the agency's; none where it can't be answered."""
        # Sudo: who sends questionnaires need not be given them.
        session_sudo = self.sudo()
        name = f"survey_{kind}_id"
        survey_sudo = session_sudo.course_id[name] or session_sudo.company_id[name]
        return survey_sudo if survey_sudo._is_ready() else survey_sudo.browse()


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    evaluation_ids = fields.One2many(
        comodel_name="survey.user_input",
        inverse_name="registration_id",
        string="Questionnaires",
        copy=False,
        groups="survey.group_survey_user",
    )

    def _is_to_be_asked(self, kind):
        """Return whether this trainee is one to ask, and no mail of it left or is about to."""
        if self.state not in ("expected", "done") or (kind == "cold_trainee" and self.state != "done"):
            return False
        if (
            kind not in BEFORE
            and self.attendance_ids
            and all(one.state in ("absent", "excused") for one in self.attendance_ids)
        ):
            return False
        answer_sudo = self._get_evaluation_sudo(kind)
        return not answer_sudo or answer_sudo._is_to_be_mailed_again()

    def _get_evaluation_sudo(self, kind):
        """Return what this trainee was sent of a kind, or nothing."""
        # Sudo: who sends questionnaires need not be given what is answered.
        return self.sudo().evaluation_ids.filtered(lambda one: one.evaluation_kind == kind)

    def _ask(self, kind):
        """Send this trainee a questionnaire, by a link of their own.

        :param str kind: a key of `KINDS`
        :return: whether a mail was made: not without an address, nor where another was faster
        """
        self.ensure_one()
        # Who asks the same right now then finds it asked.
        hold(self)
        if not self._get_convocation_email() or not self._is_to_be_asked(kind):
            return False
        answer_sudo = self._get_evaluation_sudo(kind) or self._create_evaluation_sudo(kind)
        answer_sudo._mail_evaluation()
        return True

    def _create_evaluation_sudo(self, kind):
        partner = self.trainee_id.partner_id
        survey_sudo = self.session_id._get_survey_sudo(kind)
        # Sudo: who sends questionnaires may not make answers. Not Odoo's `_create_answer`: a trainee is asked once.
        return (
            self.env["survey.user_input"]
            .sudo()
            .create(
                {
                    "survey_id": survey_sudo.id,
                    "partner_id": partner.id,
                    "email": self._get_convocation_email(),
                    "nickname": self.trainee_id.name,
                    "deadline": self.session_id._get_deadline(kind),
                    "lang_id": self.env["res.lang"]._get_data(code=self.company_id.partner_id.lang).id,
                    "registration_id": self.id,
                    "evaluation_kind": kind,
                }
            )
        )
