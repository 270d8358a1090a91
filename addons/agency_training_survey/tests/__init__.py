from . import (
    test_evaluation_link,
    test_evaluation_results,
    test_evaluation_sending,
    test_objectives,
    test_survey_app,
)
