"""Tables and figures of the evaluations of a training (TRAINING §3, §5)."""

# Field of a course and of a company: a kind, then the suffix of its questionnaire.
KINDS = [
    ("positioning", "Positioning"),
    ("acquis_start", "What is known before"),
    ("acquis_end", "What is known after"),
    ("hot", "Satisfaction at the end"),
    ("cold_trainee", "Satisfaction some time after"),
]
SATISFACTION = ("hot", "cold_trainee")
KNOWLEDGE = ("acquis_start", "acquis_end")
# What is asked before the session, and must be answered before it begins.
BEFORE = ("positioning", "acquis_start")

LEVELS = [("acquired", "Acquired"), ("in_progress", "In progress"), ("not_acquired", "Not acquired")]

# Working days before the session; days after its end.
POSITIONING_DAYS = 15
KNOWLEDGE_DAYS = 1
COLD_DAYS = 60
MOST_DAYS = 365

# Days in which a questionnaire that was due still leaves: later it would ask about the past.
CATCH_UP_DAYS = {"acquis_end": 7, "hot": 7, "cold_trainee": 30}
# Days in which it is answered.
ANSWER_DAYS = {"acquis_end": 14, "hot": 14, "cold_trainee": 30}
# Days after which whoever did not answer is reminded, once.
REMINDER_DAYS = 3

# Fewer answers say nothing of a training (T36).
FEWEST_ANSWERS = 5
# Marks are told out of this, and one as low as that is looked at (T37).
BEST_MARK = 5
LOW_MARK = 2
# Percent of an objective below which it is not acquired; acquired is what the questionnaire asks to pass (T35).
PROGRESS_PERCENT = 50
