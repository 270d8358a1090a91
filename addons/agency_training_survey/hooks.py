"""What installing and removing the add-on changes in records of other add-ons."""

from odoo.fields import Command

from odoo.addons.agency_crm.takeover import leftovers

from .const import KINDS


def post_init_hook(env):
    """Give the companies that are there the questionnaires that are delivered."""
    for company in env["res.company"].search([]):
        for kind, _words in KINDS:
            if not company[f"survey_{kind}_id"]:
                company[f"survey_{kind}_id"] = env.ref(f"agency_training_survey.survey_{kind}")


def uninstall_hook(env):
    """Take the surveys' right back from Responsables, and what Odoo would leave."""
    env.ref("agency_crm.group_agency_manager").implied_ids = [Command.unlink(env.ref("survey.group_survey_user").id)]
    todo = env.ref("agency_training_survey.mail_activity_evaluation")
    env["mail.activity"].with_context(active_test=False).search([("activity_type_id", "=", todo.id)]).unlink()
    leftovers.forget_mixins(env, "agency_training_survey")
    for name in ("objective", "year", "evaluated"):
        leftovers.forget_inherits(env, f"agency_training_{name}")
