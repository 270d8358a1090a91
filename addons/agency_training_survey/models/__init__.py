from . import (
    agency_course,
    agency_training_evaluated,
    agency_training_evaluation,
    agency_training_evaluation_mail,
    agency_training_low_mark,
    agency_training_objective,
    agency_training_objective_paper,
    agency_training_year,
    mail_mail,
    res_company,
    survey_survey,
    survey_user_input,
)
