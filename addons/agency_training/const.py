"""Tables of training: what the law asks printed, what documents are made of."""

# Kinds of legal wording, see `agency_pdf.const.LEGAL_KINDS`; those of another add-on say where ours stand among them.
TRAINING_LEGAL_KINDS = [
    ("vat_training", "VAT: exempt training"),
    ("vat_franchise",),
    ("terms_standard",),
    ("terms_training", "General terms: training"),
    ("training_declaration", "Training: declaration of activity"),
    ("training_no_approval", "Training: declaration is not an approval"),
    ("training_qualiopi", "Training: Qualiopi certification"),
    ("training_individual", "Training: individual paying for themselves"),
    ("training_cancellation", "Training: cancellation and abandonment"),
    # Agreement (convention), one kind an article
    ("agreement_reference", "Agreement: legal reference"),
    ("contract_reference", "Contract with a private person: legal reference"),
    ("agreement_nature", "Agreement: nature of the action"),
    ("agreement_means_remote", "Agreement: remote assistance"),
    ("agreement_subcontracting", "Agreement: subcontracting"),
    ("agreement_follow_up", "Agreement: follow-up"),
    ("agreement_assessment", "Agreement: assessment"),
    ("agreement_price", "Agreement: payment"),
    ("agreement_non_performance", "Agreement: non-performance"),
    ("agreement_withdrawal", "Agreement: withdrawal"),
    ("agreement_accessibility", "Agreement: accessibility"),
    ("agreement_rules", "Agreement: internal rules"),
    ("agreement_data", "Agreement: personal data"),
    ("agreement_disputes", "Agreement: disputes"),
]
# What these wordings may hold between braces, besides `agency_pdf.const.LEGAL_PLACEHOLDERS`.
TRAINING_PLACEHOLDERS = ("nda", "nda_region", "disability_contact", "nature", "subcontractor")

# Nature of a training action (Code du travail, L.6313-1).
TRAINING_NATURES = [
    ("training", "Training action"),
    ("skills_assessment", "Skills assessment"),
    ("vae", "Validation of acquired experience"),
    ("apprenticeship", "Apprenticeship"),
]
# Where the programme is: an annex cited must be an annex attached.
PROGRAMME_PLACES = [("inline", "In the document"), ("attached", "Annexed (PDF)")]
# What all trainees are given (TRAINING T46).
HANDOUTS = [("rules", "Internal rules"), ("booklet", "Welcome booklet")]
# Who pays for the training.
FUNDINGS = [
    ("customer", "The customer"),
    ("opco", "A funding body (OPCO), paid directly"),
    ("individual", "The trainee, a private person"),
]

# Kinds of document, see `agency_documents.const.DOCUMENT_KINDS`: both are in the colors of training.
TRAINING_DOCUMENT_KINDS = [
    ("quote",),
    ("training_quote", "Training quote"),
    ("convention", "Agreement (to edit)"),
    ("invoice",),
]
TRAINING_DOCUMENT_REPORTS = {
    "training_quote": "agency_training.report_training_quote",
    "convention": "agency_training.report_convention",
}
# What each document is made of, in order, see `agency_pdf.const.DOCUMENT_BLOCKS`.
TRAINING_DOCUMENT_BLOCKS = {
    "training_quote": (
        "parties",
        "training",
        "lines",
        "totals",
        "options",
        "note",
        "rights",
        "mentions",
        "signature",
        "terms",
    ),
    "convention": ("parties", "articles", "signature"),
}
# Blocks that are other ones in an agreement.
AGREEMENT_BLOCKS = {"parties": "agency_training.agreement_parties", "signature": "agency_training.agreement_signatures"}
# Blocks of our own, and the kinds of ours for which those of `agency_documents` make sense too.
TRAINING_BLOCKS = {"training": ("training_quote", "convention"), "articles": ("convention",)}
SHARED_BLOCKS = {
    "options": ("training_quote",),
    "rights": ("training_quote",),
    "signature": ("training_quote", "convention"),
    "terms": ("training_quote",),
}
# What a template of a user may print of a training, see `agency_documents.const.PRINTABLE_FIELDS`.
TRAINING_PRINTABLE_FIELDS = {
    model: frozenset(names.split())
    for model, names in {
        "sale.order": (
            "customer_signatory_function customer_signatory_name is_training is_training_remote trainee_count "
            "trainee_ids training_access_terms training_assessment training_audience training_days "
            "training_end_date training_follow_up training_funding training_hours training_max_trainees "
            "training_means training_min_trainees training_nature training_objectives training_opco_file "
            "training_opco_id training_place training_prerequisites training_programme training_programme_place "
            "training_remote_assistance training_schedule training_start_date training_subcontractor_id "
            "training_title training_trainer"
        ),
        "agency.trainee": "job_title name",
        "res.company": (
            "disability_contact has_training_vat_certificate is_qualiopi training_declaration_number "
            "training_declaration_region"
        ),
    }.items()
}

# Where the money of a training comes from: the rows of frame C of the BPF (cerfa 10443), in its order (TRAINING §7).
BPF_SOURCES = [
    ("company", "Companies, for their employees"),
    ("apprenticeship", "Apprenticeship contracts"),
    ("professionalisation", "Professionalisation contracts"),
    ("work_study", "Promotion or retraining by work-study"),
    ("transition", "Professional transition"),
    ("cpf", "Personal training account (CPF)"),
    ("jobseekers", "Schemes for job seekers"),
    ("self_employed", "Schemes for the self-employed (FAF)"),
    ("skills_plan", "Skills development plan, or other schemes"),
    ("public_agents", "Public bodies, for their agents"),
    ("european", "European bodies"),
    ("state", "State"),
    ("regions", "Regional councils"),
    ("france_travail", "France Travail"),
    ("other_public", "Other public resources"),
    ("individual", "Private persons, at their own expense"),
    ("other_body", "Other training bodies"),
    ("other", "Other products of training"),
]

SESSION_STATES = [("draft", "To plan"), ("planned", "Planned"), ("done", "Given"), ("cancelled", "Cancelled")]
SLOT_STATES = [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")]
KEPT_SHEETS = [("printed", "Printed to be signed"), ("closed", "Closed"), ("signature", "Signature taken back")]
SHEET_STATES = [("open", "Open"), ("closed", "Closed")]
PRESENT = "present"
ATTENDANCE_STATES = [
    ("expected", "Expected"),
    (PRESENT, "Present"),
    ("absent", "Absent"),
    ("excused", "Absent, excused"),
]
# How long before a half-day begins somebody may be said to be there.
MINUTES_BEFORE_START = 15
# How many working days before a session convocations leave by themselves, and the most that may be set.
CONVOCATION_DAYS = 7
MOST_CONVOCATION_DAYS = 90
# How many years after that of the last payment what proves a training is kept (T51): the law's, and the most.
PROOF_YEARS = 6
MOST_PROOF_YEARS = 30
# Of a day, and of the setting that says how long after a half-day ends it is signed.
MINUTES_A_DAY = 24 * 60
MINUTES_AFTER_END = 120
# How somebody signed.
PROOFS = [("screen", "On a screen"), ("link", "By a link"), ("paper", "On paper")]
# Never signed: what was done counts by its estimated hours.
ROOM, SELF_PACED = "room", "self_paced"
SLOT_KINDS = [(ROOM, "In a room"), ("live_remote", "Live, remote"), (SELF_PACED, "At their own pace")]
REGISTRATION_STATES = [
    ("expected", "Expected"),
    ("done", "Followed"),
    ("abandoned", "Abandoned"),
    ("cancelled", "Cancelled"),
]
# In which row of the BPF their hours are: the first three are of the house.
TRAINER_KINDS = [
    ("employee", "Employee"),
    ("volunteer", "Volunteer"),
    ("self", "The agency's head"),
    ("subcontractor", "Subcontractor"),
]
# Longer than that is not one half-day.
MOST_SLOT_HOURS = 5
# What a course says, and where a quote of it says the same (T1).
COURSE_FACTS = {
    "name": "training_title",
    "nature": "training_nature",
    "objectives": "training_objectives",
    "programme": "training_programme",
    "hours": "training_hours",
    "days": "training_days",
    "is_remote": "is_training_remote",
    "remote_assistance": "training_remote_assistance",
    "audience": "training_audience",
    "prerequisites": "training_prerequisites",
    "min_trainees": "training_min_trainees",
    "max_trainees": "training_max_trainees",
    "access_terms": "training_access_terms",
    "means": "training_means",
    "follow_up": "training_follow_up",
    "assessment": "training_assessment",
}
