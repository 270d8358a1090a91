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
    leftovers.forget_mixins(env, "agency_training_survey")
    for name in ("objective", "year", "evaluated"):
        leftovers.forget_inherits(env, f"agency_training_{name}")
