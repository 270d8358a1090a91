"""The tables of the trade: quote statuses and their moves, what a quote does to its deal."""

# --- Quotes (manual: « Les devis ») ---

QUOTE_STATUSES = [
    ("draft", "Created on"),
    ("sent", "Sent"),
    ("accepted", "Accepted"),
    ("rejected", "Rejected"),
    ("settled", "Settled (total)"),
    ("postponed", "Postponed"),
    ("no_answer", "No answer"),
]

# Where a quote may go next. A move absent from this table is refused.
QUOTE_MOVES = {
    "draft": {"sent", "accepted", "rejected", "postponed"},
    "sent": {"draft", "sent", "accepted", "rejected", "postponed", "no_answer"},
    "postponed": {"draft", "sent", "accepted", "rejected", "no_answer"},
    "no_answer": {"draft", "sent", "accepted", "rejected", "postponed"},
    "accepted": {"rejected"},
    "rejected": {"draft"},
    "settled": set(),
    "replaced": set(),
}

# The user's word about a quote that waits for an answer, kept beside Odoo's own state.
QUOTE_ANSWERS = [
    ("postponed", "Postponed"),
    ("no_answer", "No answer"),
]

# Odoo's state of a quote -> its status, the user's word and the payments apart.
STATUS_OF_STATE = {"draft": "draft", "sent": "sent", "sale": "accepted", "cancel": "rejected"}

# Quotes that may still be accepted, in the order of the manual: the best of them is the amount of their deal.
QUOTES_UNDER_WAY = {"draft", "sent", "postponed"}

# A deal whose quotes are all in these statuses is proposed as lost.
HOPELESS_QUOTE_STATUSES = {"rejected", "no_answer", "replaced"}

# --- Recurring orders (manual: « Les commandes client ») ---

BILLING_FREQUENCIES = [
    ("monthly", "Monthly"),
    ("quarterly", "Quarterly"),
    ("semiannual", "Half-yearly"),
    ("annual", "Yearly"),
    ("other", "Other"),
]

# Months of a period; another frequency says its own.
FREQUENCY_MONTHS = {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12}

RECURRENCE_STATUSES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("stopped", "Stopped"),
]

# How a recurring order stands, and so its colour in the lists.
RECURRENCE_STATES = [
    ("past", "Past its start"),
    ("due", "To invoice"),
    ("waiting", "Up to date"),
    ("paused", "Paused"),
    ("stopped", "Stopped"),
]

# --- Deals (manual: « Les affaires ») ---

# Phases of the agency's pipeline: records `agency_crm.stage_<phase>`. The number says how far
# the deal is: an automatic move never goes to a lower one. The open phases are equals.
PHASE_RANKS = {
    "lost": 0,
    "analysis": 0,
    "offer_sent": 0,
    "negotiation": 0,
    "on_hold": 0,
    "won": 1,
    "deposit": 2,
    "final": 3,
}

# What happened to the quotes and invoices of a deal -> the phase it enters, its next step
# (record `agency_crm.next_step_<step>`) and the company's setting that dates this step.
DEAL_EVENTS = {
    "sent": ("offer_sent", "call_back", "offer_sent_delay"),
    "accepted": ("won", "deposit", "quote_accepted_delay"),
    "deposit": ("deposit", "balance", None),
    "final": ("final", "none", None),
    "recurring": ("won", "none", None),
}

# What a next step is about.
NEXT_STEP_KINDS = [
    ("estimate", "Estimate"),
    ("follow_up", "Follow-up"),
    ("invoicing", "Invoicing"),
    ("closed", "Out of the pipe"),
]

# How a next step went.
STEP_RESULTS = [
    ("done", "Done"),
    ("message", "Message left"),
    ("not_reached", "Not reached"),
]

# How a deal stands, and so its colour in the lists (manual: « Les codes couleur »).
DEAL_STATES = [
    ("overdue", "Overdue"),
    ("on_hold", "On hold"),
    ("estimate", "Estimate"),
    ("follow_up", "Follow-up"),
    ("invoicing", "Invoicing"),
    ("closed", "Out of the pipe"),
]

# --- Invoices (manual: « Les factures ») ---

INVOICE_STATUSES = [
    ("draft", "Created on"),
    ("to_send", "To send"),
    ("sent", "Sent"),
    ("paid", "Paid"),
    ("credited", "Credited"),
    ("never_paid", "Will never be paid"),
]
# Payments that settle an invoice: each counts as having been sent.
SETTLED_PAYMENT_STATES = ("paid", "in_payment", "reversed")
# An invoice that waits for its payment.
STATUSES_TO_CASH_IN = ("to_send", "sent")

# How an invoice stands, and so its colour in the lists.
INVOICE_STATES = [
    ("draft", "Created on"),
    ("to_send", "To send"),
    ("sent", "Sent"),
    ("due_soon", "Due soon"),
    ("part_paid", "Part paid"),
    ("overdue", "Overdue"),
    ("paid", "Paid"),
    ("credited", "Credited"),
    ("never_paid", "Will never be paid"),
]
# Order of the invoices in their list.
COLLECTION_RANKS = {"to_send": 0, "sent": 0, "draft": 1, "paid": 2, "credited": 2, "never_paid": 3}
INVOICE_DUE_SOON_DAYS = 7

# The dialogs that make an invoice of a quote.
INVOICE_DIALOGS = [("deposit", "Deposit invoice"), ("partial", "Partial invoice"), ("balance", "Balance invoice")]
# How a partial invoice is said.
PARTIAL_WAYS = [("progress", "A progress of all lines"), ("lines", "Chosen lines and quantities")]

# What a credit note of an invoice of a quote is for: only a correction is to be invoiced again.
CREDIT_PURPOSES = [
    ("correction", "Correction: to be invoiced again"),
    ("gesture", "Commercial gesture: the quote stays invoiced"),
]

# A reminder of unpaid invoices.
CHASE_STATES = [("draft", "To send"), ("sent", "Sent"), ("cancelled", "Left out")]

# --- Accounts (manual: « Les comptes ») ---

ACCOUNT_TYPES = [
    ("prospect", "Prospect"),
    ("client", "Client"),
    ("other", "Other"),
]

# --- What is to be done today ---

TODAY_KINDS = [
    # The groups of « À faire » come in this order: the answers of customers first.
    ("a_reply", "Answers of customers"),
    ("deal", "Deals"),
    ("quote", "Quotes to chase"),
    ("order", "Orders to invoice"),
    ("draft", "Invoices to confirm"),
    ("to_send", "Invoices to send"),
    ("invoice", "Overdue invoices"),
    ("call", "Calls"),
    ("meeting", "Meetings"),
    ("task", "Tasks"),
    ("activity", "Other activities"),
]

# --- Monthly report ---

# Figure -> label, model, date that puts a record in its month (none: as of today), amount, what splits it.
MONTHLY_FIGURES = {
    "created": ("Deals created", "crm.lead", "create_date", "expected_revenue", None),
    "offered": ("Deals with a first offer", "crm.lead", "offer_date", "expected_revenue", None),
    "won": ("Deals won", "crm.lead", "won_date", "expected_revenue", None),
    "lost": ("Deals lost", "crm.lead", "lost_date", "expected_revenue", "lost_reason_id"),
    "pipe": ("Deals in the pipe", "crm.lead", None, "expected_revenue", "next_step_id"),
    "invoiced": ("Invoiced, excl. tax", "account.move", "invoice_date", "amount_untaxed_signed", None),
    "paid": ("Payments received", "account.payment", "date", "amount_company_currency_signed", None),
    "outstanding": ("To cash in", "account.move", None, "amount_residual_signed", None),
}
