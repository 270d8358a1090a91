"""Tables of the « bilan pédagogique et financier » (cerfa 10443, notice 50199; TRAINING §7)."""

# Who trainees are: the rows of frame F-1, in its order.
TRAINEE_TYPES = [
    ("private", "Employee of a private employer"),
    ("apprentice", "Apprentice"),
    ("jobseeker", "Job seeker"),
    ("individual", "Private person, at their own expense"),
    ("other", "Other (public agent, self-employed head, volunteer)"),
]
# What a training aims at: the rows of frame F-3, in its order.
OTHER_TRAINING = "other"
OBJECTIVES = [
    ("rncp_6_8", "Diploma or title (RNCP), level 6 to 8"),
    ("rncp_5", "Diploma or title (RNCP), level 5"),
    ("rncp_4", "Diploma or title (RNCP), level 4"),
    ("rncp_3", "Diploma or title (RNCP), level 3"),
    ("rncp_2", "Diploma or title (RNCP), level 2"),
    ("rncp_cqp", "CQP of the RNCP, without a level"),
    ("rs", "Certification or authorisation of the RS"),
    ("cqp", "CQP that is neither of the RNCP nor of the RS"),
    (OTHER_TRAINING, "Other professional training"),
    ("assessment", "Skills assessment"),
    ("vae", "Validation of acquired experience"),
]
# Of trainers: all others are the body’s own (E-1).
OUTSIDE = "subcontractor"
OWN, ENTRUSTED_OUT, ENTRUSTED_IN = "own", "entrusted_out", "entrusted_in"
DIRECTIONS = [
    (OWN, "By the agency"),
    (ENTRUSTED_OUT, "Entrusted to another training body"),
    (ENTRUSTED_IN, "Entrusted by another training body"),
]
FRAMES = [
    ("C", "C. Origin of the products, excl. taxes"),
    ("D", "D. Charges, excl. taxes"),
    ("E", "E. People giving training"),
    ("F-1", "F-1. Kinds of trainees"),
    ("F-2", "F-2. Entrusted to another training body"),
    ("F-3", "F-3. Objectives of the trainings"),
    ("F-4", "F-4. Specialities"),
    ("G", "G. Entrusted by another training body"),
]
UNITS = [("money", "Euros"), ("percent", "Percent"), ("people", "People and hours")]
ENTRY_KINDS = [("money", "Invoiced"), ("purchase", "Bought"), ("trainer", "Trainer"), ("trainee", "Trainee")]
BPF_STATES = [("draft", "To file"), ("filed", "Filed")]
# A figure that is further than that from last year's is flagged (T62).
MOST_GAP = 0.3
# Accounts of training that is bought (notice 50199): services and fees.
PURCHASE_ACCOUNTS = ("604", "6226")
# The day by which it is filed, by law: a campaign may say another one.
DEADLINE_MONTH, DEADLINE_DAY = 4, 30
# What is not counted, and what would have it count (T61): each opens its records.
OMISSIONS = [
    ("sheets", "Half-days whose sheet is not closed"),
    ("types", "Trainees without a kind (F-1)"),
    ("specialities", "Sessions without a speciality (F-4)"),
    ("sources", "Invoiced lines whose source is not known (C)"),
    ("services", "Invoiced with a training, but not as a training (C)"),
    ("sessions", "Accepted quotes of the year without a session"),
]
OMISSION_MODELS = {
    "sheets": "agency.training.session",
    "types": "agency.trainee",
    "specialities": "agency.training.session",
    "sources": "account.move.line",
    "services": "account.move.line",
    "sessions": "sale.order",
}
