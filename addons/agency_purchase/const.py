"""The tables of suppliers' prices."""

# Who may read costs, margins and suppliers' prices; nobody outside is in it.
COSTS_GROUP = "agency_purchase.group_costs"
# Who reads orders to suppliers: who buys does by Odoo's own rights.
BUYERS_GROUPS = f"{COSTS_GROUP},purchase.group_purchase_user"

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
    ("seen", "Seen"),
    ("answered", "Answered"),
    ("declined", "Declined"),
    ("silent", "No answer"),
    ("chosen", "Chosen"),
    ("not_chosen", "Not chosen"),
    ("withdrawn", "Withdrawn"),
]
# Suppliers who are still awaited, and those nobody has asked.
AWAITED = {"sent", "seen"}
NOT_ASKED = {"to_send", "withdrawn"}

# How a price is made of a cost. The margin rate is none of them: it is only shown.
PRICING_MODES = [("mark_rate", "Mark rate"), ("coefficient", "Coefficient"), ("fixed", "Typed price")]
ROUNDINGS = [("0", "To the cent"), ("1", "To the euro above"), ("5", "To 5 € above"), ("10", "To 10 € above")]

# What a row of the margins is of (B38).
MARGIN_KINDS = [
    ("accepted", "Accepted quote"),
    ("ordered", "Supplier order"),
    ("invoiced", "Invoice"),
    ("billed", "Supplier bill"),
]

# What a row of the record of suppliers is of (B39).
SUPPLIER_KINDS = [("asked", "Consultation"), ("ordered", "Supplier order"), ("billed", "Supplier bill")]

# More than twelve digits are no price.
HIGHEST_AMOUNT = 999_999_999_999

# What suppliers may type on their page: more is no answer (B15).
LONGEST = {"comment": 4000, "payment_note": 300, "reference": 80, "variant": 200, "decline_reason": 300}
HIGHEST_DAYS = 3650
MOST_VARIANTS = 5

# Files of suppliers: bytes each, how many at once, how many a consultation keeps (B15).
LARGEST_FILE = 10 * 1024 * 1024
MOST_FILES_AT_ONCE = 5
MOST_FILES = 20
# Of an image: more pixels are a bomb, not a quote.
MOST_PIXELS = 50_000_000

# How often one page may be sent in an hour.
MOST_ANSWERS_PER_HOUR = 30

# What became of the mail that orders, and where an order stands in the agency's words (B31).
ORDER_MAIL_STATES = [("leaving", "Leaving"), ("sent", "Sent"), ("failed", "Not sent"), ("told", "Told without a mail")]
ORDER_STATUSES = [
    ("draft", "Draft"),
    ("approval", "To approve"),
    ("to_send", "Confirmed, to send"),
    ("leaving", "Leaving"),
    ("failed", "Not sent"),
    ("ordered", "Ordered"),
    ("cancel", "Cancelled"),
]
# Of a notification: its mail was refused.
ORDER_MAIL_GONE = ("exception", "bounce", "canceled")

# Vigilance (B40): what a subcontractor gives from a sum on, excl. tax, over so many months; each holds for so many.
PAPER_KINDS = [
    ("vigilance", "Certificate of vigilance (URSSAF)"),
    ("registration", "Registration extract"),
    ("foreign_workers", "List of foreign workers, or statement that there is none"),
]
PAPER_MONTHS = 6
VIGILANCE_THRESHOLD = 5000
# On its page: how many wait to be accepted, and how long a security code is.
MOST_PAPERS = 9
LONGEST_CODE = 40
VIGILANCE_MONTHS = 12
