from . import (
    test_agreement,
    test_attendance,
    test_convocation,
    test_hours_properties,
    test_kept,
    test_session_papers,
    test_session_plan,
    test_training_gestures,
    test_training_invoice,
    test_training_pages,
    test_training_quote,
    test_training_templates,
)
