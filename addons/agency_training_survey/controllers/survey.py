"""The link of a trainee opens its questionnaire, and nothing else says what it was (T34, T71)."""

from odoo.http import request

from odoo.addons.survey.controllers.main import Survey


class EvaluationSurvey(Survey):
    def _check_validity(self, survey_sudo, answer_sudo, *args, **kwargs):
        """Override of `survey`: of a questionnaire of trainings, whatever is wrong is one answer."""
        code = super()._check_validity(survey_sudo, answer_sudo, *args, **kwargs)
        if not survey_sudo.evaluation_kind or request.env.user.has_group("survey.group_survey_user"):
            return code
        is_open = code is True and answer_sudo and answer_sudo._is_link_open()
        return True if is_open else "survey_wrong"

    def _redirect_with_error(self, access_data, error_key):
        """Override of `survey`: what is not there is not there, whether or not it ever was.

        :raise NotFound: for a survey nobody has, and for any wrong link of a questionnaire of trainings
        """
        if error_key == "survey_wrong":
            raise request.not_found()
        return super()._redirect_with_error(access_data, error_key)
