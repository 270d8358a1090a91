from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import COLD_DAYS, KINDS, MOST_DAYS, POSITIONING_DAYS

OFFICERS = "survey.group_survey_user"


def questionnaire(kind, **kwargs):
    """Return a field for the questionnaire of a kind; who may not read surveys does not read it either.

    :param str kind: a key of `KINDS`
    :param str company: field of the model that says whose it is
    """
    company = kwargs.pop("company", "company_id")
    return fields.Many2one(
        comodel_name="survey.survey",
        string=dict(KINDS)[kind],
        domain=f"[('evaluation_kind', '=', '{kind}'), ('company_id', 'in', [{company}, False])]",
        groups=OFFICERS,
        ondelete="set null",
        # A company that is copied has those that are delivered.
        copy=company != "id",
        **kwargs,
    )


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    training_positioning_days = fields.Integer(
        string="Positioning leaves",
        default=POSITIONING_DAYS,
        help="Working days before the session, by itself; 0: never.",
        prefetch="agency_training_survey",
    )
    training_cold_days = fields.Integer(
        string="Satisfaction is asked again",
        default=COLD_DAYS,
        help="Days after the end of the session; 0: never.",
        prefetch="agency_training_survey",
    )
    survey_positioning_id = questionnaire(
        "positioning", company="id", default=lambda self: self._get_survey("positioning")
    )
    survey_acquis_start_id = questionnaire(
        "acquis_start", company="id", default=lambda self: self._get_survey("acquis_start")
    )
    survey_acquis_end_id = questionnaire(
        "acquis_end", company="id", default=lambda self: self._get_survey("acquis_end")
    )
    survey_hot_id = questionnaire("hot", company="id", default=lambda self: self._get_survey("hot"))
    survey_cold_trainee_id = questionnaire(
        "cold_trainee", company="id", default=lambda self: self._get_survey("cold_trainee")
    )

    @api.constrains("training_positioning_days", "training_cold_days")
    def _check_training_evaluation_days(self):
        for company in self:
            if not all(0 <= company[name] <= MOST_DAYS for name in ("training_positioning_days", "training_cold_days")):
                raise ValidationError(
                    self.env._("Questionnaires leave 0 to %(most)s days from a session.", most=MOST_DAYS)
                )

    @api.model
    def _get_survey(self, kind):
        """Return the questionnaire that is delivered; none while the add-on is being installed."""
        return self.env.ref(f"agency_training_survey.survey_{kind}", raise_if_not_found=False)


class AgencyCourse(models.Model):
    _name = "agency.course"
    _inherit = ["agency.course"]

    survey_positioning_id = questionnaire("positioning", help="Empty: that of the agency.", check_company=True)
    survey_acquis_start_id = questionnaire("acquis_start", help="Empty: that of the agency.", check_company=True)
    survey_acquis_end_id = questionnaire("acquis_end", help="Empty: that of the agency.", check_company=True)
    survey_hot_id = questionnaire("hot", help="Empty: that of the agency.", check_company=True)
    survey_cold_trainee_id = questionnaire("cold_trainee", help="Empty: that of the agency.", check_company=True)

    @api.constrains(*[f"survey_{kind}_id" for kind, _words in KINDS])
    def _check_surveys(self):
        """A questionnaire is of the kind it is sent as, and not another agency's."""
        for course in self:
            for kind, words in KINDS:
                # Sudo: the questionnaire of another agency is not for everybody to read, and is refused.
                survey = course.sudo()[f"survey_{kind}_id"]
                if survey and (
                    survey.evaluation_kind != kind
                    or survey.company_id not in (course.company_id, survey.company_id.browse())
                ):
                    raise ValidationError(
                        self.env._(
                            "“%(survey)s” is not a questionnaire of this agency for: %(kind)s.",
                            survey=survey.title,
                            kind=dict(self._get_kinds_words())[kind] or words,
                        )
                    )

    @api.model
    def _get_kinds_words(self):
        return self.env["survey.survey"]._fields["evaluation_kind"]._description_selection(self.env)
