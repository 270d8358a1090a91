"""The tables of suppliers' prices."""

# Who may read costs, margins and suppliers' prices; nobody outside is in it.
COSTS_GROUP = "agency_purchase.group_costs"

# What is asked for, and the next step of a deal that waits for it (manual: « Chiffrage ST », « Chiffrage impression »).
REQUEST_KINDS = [("print", "Printing"), ("subcontract", "Subcontracting")]
STEP_OF_KIND = {"print": "quote_print", "subcontract": "quote_subcontractor"}

REQUEST_STATES = [
    ("draft", "Draft"),
    ("waiting", "Waiting"),
    ("complete", "Complete"),
    ("chosen", "Chosen"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]

CONSULTATION_STATES = [
    ("to_send", "To send"),
    ("sent", "Sent"),
    ("answered", "Answered"),
    ("declined", "Declined"),
    ("silent", "No answer"),
    ("chosen", "Chosen"),
    ("not_chosen", "Not chosen"),
    ("withdrawn", "Withdrawn"),
]
# Suppliers who are still awaited, and those nobody has asked.
AWAITED = {"sent"}
NOT_ASKED = {"to_send", "withdrawn"}

# How a price is made of a cost. The margin rate is none of them: it is only shown.
PRICING_MODES = [("mark_rate", "Mark rate"), ("coefficient", "Coefficient"), ("fixed", "Typed price")]
ROUNDINGS = [("0", "To the cent"), ("1", "To the euro above"), ("5", "To 5 € above"), ("10", "To 10 € above")]

# More than twelve digits are no price.
HIGHEST_AMOUNT = 999_999_999_999
