from odoo.addons.agency_training.tests.test_attendance import AttendanceCommon, travel


class EvaluationCommon(AttendanceCommon):
    """A planned session on Tuesday 12 and Wednesday 13 January 2027, of Claire and Marc, who have addresses."""

    def setUp(self):
        super().setUp()
        self.company.resource_calendar_id = False
        self.env["agency.training.session"].sudo().search(
            [("id", "!=", self.session.id)]
        ).is_evaluated_by_itself = False
        for registration, email in ((self.claire, "claire@client.example"), (self.marc, "marc@client.example")):
            registration.trainee_id.partner_id = self.env["res.partner"].create(
                {"name": registration.trainee_id.name, "email": email}
            )

    def _run(self, moment):
        """Run the scheduled action at a moment in UTC."""
        with travel(moment), self.enter_registry_test_mode():
            self.env.ref("agency_training_survey.ir_cron_evaluate").sudo().method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self):
        return self.env["mail.mail"].sudo().search([("model", "=", "survey.user_input")], order="id")

    def _answers(self, registration=None, kind=None):
        registrations = registration or self.session.registration_ids
        answers = (
            self.env["survey.user_input"].sudo().search([("registration_id", "in", registrations.ids)], order="id")
        )
        return answers.filtered(lambda one: not kind or one.evaluation_kind == kind)

    def _ask(self, registration, kind):
        """Send a questionnaire, and have the server take it."""
        answer = registration._get_evaluation_sudo(kind) or registration._create_evaluation_sudo(kind)
        answer._note_taken()
        return answer

    def _answer(self, answer, mark=5, **texts):
        """Answer as the page of the survey does: each scale with `mark`, each choice with its first, else `choice`.

        :param texts: what is written, by the last word of the external id of the question
        """
        choice = texts.pop("choice", 0)
        for question in answer.predefined_question_ids:
            if question.question_type == "scale":
                answer._save_lines(question, str(mark))
            elif question.question_type == "simple_choice":
                answer._save_lines(question, str(question.suggested_answer_ids[choice].id))
        for name, text in texts.items():
            question = self.env.ref(f"agency_training_survey.survey_{answer.evaluation_kind}_{name}").sudo()
            answer._save_lines(question, text)
        answer._mark_done()
        return answer

    def _add_trainees(self, count):
        """Register more trainees; return their registrations."""
        trainees = self.env["agency.trainee"].create(
            [{"order_id": self.training.id, "name": f"Stagiaire {number}"} for number in range(count)]
        )
        return self.env["agency.training.registration"].create(
            [{"session_id": self.session.id, "trainee_id": trainee.id} for trainee in trainees]
        )
