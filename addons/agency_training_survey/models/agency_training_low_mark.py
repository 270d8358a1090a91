"""A trainee who is not satisfied, or complains: a Responsable is asked to look at it (T37, indicator 31)."""

from odoo import models

from ..const import KNOWLEDGE, LOW_MARK, SATISFACTION

TODO = "agency_training_survey.mail_activity_evaluation"


class SurveyUserInput(models.Model):
    _name = "survey.user_input"
    _inherit = ["survey.user_input"]

    def _mark_done(self):
        """Override of `survey`: what a trainee answered is measured, and looked at where it is bad."""
        res = super()._mark_done()
        for answer in self.filtered("registration_id"):
            if answer.evaluation_kind in KNOWLEDGE:
                answer.registration_id._sync_objectives()
            elif answer.evaluation_kind in SATISFACTION:
                answer._ask_to_look()
        return res

    def _ask_to_look(self):
        """Ask a Responsable to look at a bad mark, or to answer a complaint: one activity an answer."""
        self.ensure_one()
        # Sudo: who answers has no account, and an activity is on the session.
        session_sudo = self.sudo().registration_id.session_id
        user_sudo = self._get_responsible_sudo(session_sudo)
        answer = self.with_context(lang=user_sudo.lang)
        low = [(question.title, mark) for question, mark in answer._get_marks() if mark <= LOW_MARK]
        complaints = [text for question, text in answer._get_texts() if question.is_complaint]
        if not low and not complaints:
            return
        mark = session_sudo.with_context(lang=user_sudo.lang)._get_mark_text
        lines = [*complaints, *(f"{title} {mark(value)}" for title, value in low)]
        name = answer.registration_id.trainee_id.name
        words = (
            answer.env._("Complaint to answer: %(trainee)s", trainee=name)
            if complaints
            else answer.env._("Bad mark to look at: %(trainee)s", trainee=name)
        )
        # No mail to a colleague: the activity menu shows it.
        session_sudo.with_context(mail_activity_quick_update=True, lang=user_sudo.lang).activity_schedule(
            TODO, user_id=user_sudo.id, summary=words, note=self._get_note(lines)
        )

    def _get_note(self, lines):
        """Return these texts as the note of an activity, escaped: they are a stranger's."""
        return self.env["ir.qweb"]._render("agency_training_survey.evaluation_note", {"lines": lines})

    def _get_responsible_sudo(self, session_sudo):
        """Return who looks at a bad answer: whom the session is assigned to, if a Responsable, else one of them."""
        user_sudo = session_sudo.user_id
        if not user_sudo.has_group("agency_crm.group_agency_manager"):
            user_sudo = user_sudo.browse()
        return user_sudo._get_stand_in(session_sudo.company_id)
