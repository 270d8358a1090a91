"""What installing and removing the add-on changes in records of other add-ons."""

from odoo.addons.agency_crm.takeover import leftovers


def post_init_hook(env):
    """Let all users see costs, as Odoo does, new ones too, until a Responsable takes it away from some."""
    group = env.ref("agency_purchase.group_costs")
    group.user_ids += env["res.users"].with_context(active_test=False).search([("share", "=", False)])
    if default_group := env.ref("base.default_user_group", raise_if_not_found=False):
        default_group.implied_ids += group


def uninstall_hook(env):
    """Take away what Odoo would leave: numbers, and external ids kept under a mixin's module; costs of lines stay."""
    sequences = env["ir.sequence"].search([("code", "=", "agency.price.request")])
    # By themselves: Odoo forgets those of the database when they go with the sequence.
    sequences.date_range_ids.unlink()
    sequences.unlink()
    leftovers.forget_mixins(env, "agency_purchase")
    # Not all of `agency_price`: the revisions of prices are of agency_crm.
    for name in ("request", "item", "quantity", "consultation", "offer", "spec", "template"):
        leftovers.forget_inherits(env, f"agency_price_{name}")
    leftovers.forget_inherits(env, "agency_print_characteristic")
    for name in ("order", "paper", "refusal"):
        leftovers.forget_inherits(env, f"agency_supplier_{name}")
