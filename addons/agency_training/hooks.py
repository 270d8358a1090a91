"""What installing and removing the add-on changes in records of other add-ons."""

from odoo.addons.agency_crm.takeover import columns, kept, leftovers

QUOTE_DOMAIN = "[('billing_frequency', '=', False), ('company_id.has_agency_documents', '=', True)]"


# Whose records users may have changed.
KEPT_MODELS = ("agency.legal.text", "mail.template")


# No quote was for a training before: see `agency_crm.takeover.columns`.
QUOTE_COLUMNS = {
    "sale_order": {
        "is_training": ("bool", False),
        "training_title": ("varchar", None),
        "training_nature": ("varchar", "training"),
        "training_programme_place": ("varchar", "inline"),
        "trainee_count": ("int4", 0),
        "training_opco_id": ("int4", None),
        "training_opco_file": ("varchar", None),
    }
}


def pre_init_hook(env):
    """Put aside what users wrote in texts that were the documents' add-on's; no quote teaches anything yet."""
    columns.add_same(env, QUOTE_COLUMNS)
    kept.put_aside(env, "agency_training", KEPT_MODELS)


def post_init_hook(env):
    """Give the texts their words back, and let the users' templates of quotes follow the agency's: a training quote is
    not printed as another one."""
    kept.give_back(env, KEPT_MODELS)
    env["agency.legal.text"]._take_delivered_english("agency_training")
    env["account.chart.template"]._set_agency_legal_kinds()
    _update_templates_of_quotes(env)


def uninstall_hook(env):
    """Give all quotes back to the agency's quote, and forget which training documents users chose last."""
    report = env.ref("agency_pdf.report_quote", raise_if_not_found=False)
    if report:
        report.domain = QUOTE_DOMAIN
        _update_templates_of_quotes(env)
    env["ir.default"].search(
        [
            ("field_id.model", "=", "agency.document.choice"),
            ("field_id.name", "=", "report_id"),
            ("condition", "=", "kind=training_quote"),
        ]
    ).unlink()
    # Else their type, which is theirs alone, would stay.
    plan = env.ref("agency_training.mail_activity_plan", raise_if_not_found=False)
    if plan:
        asked = env["mail.activity"].with_context(active_test=False).search([("activity_type_id", "=", plan.id)])
        asked.unlink()
    _take_what_odoo_leaves(env)


def _take_what_odoo_leaves(env):
    """Take away the files of fields that are dropped, and the external ids that Odoo keeps under a mixin's module."""
    fields = ("training_programme_file", "training_agreement_file", "qualiopi_logo")
    env["ir.attachment"].search(
        [("res_model", "in", ("sale.order", "res.company")), ("res_field", "in", fields)]
    ).unlink()
    names = ("slot", "attendance", "delivery", "sheet", "activity", "funding")
    filed = tuple(f"agency.training.{name}" for name in names)
    env["ir.attachment"].search([("res_model", "in", filed)]).unlink()
    sequences = env["ir.sequence"].search([("code", "=", "agency.training.session")])
    # By themselves: Odoo forgets those of the database when they go with the sequence.
    sequences.date_range_ids.unlink()
    sequences.unlink()
    leftovers.forget_mixins(env, "agency_training")
    for name in ("course", "trainee", "trainer", "training"):
        leftovers.forget_inherits(env, f"agency_{name}")


def _update_templates_of_quotes(env):
    """Write what the report of each template takes from the agency's own: for which records it is."""
    templates = env["agency.document.template"].with_context(active_test=False).search([("kind", "=", "quote")])
    for template in templates:
        template._get_own_report_sudo().domain = template._prepare_report_values()["domain"]
