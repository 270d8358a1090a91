"""What installing and removing the add-on changes in records of other add-ons."""

from odoo.addons.agency_crm.takeover import leftovers


def post_init_hook(env):
    """Let all users of the company see costs, as Odoo does, until a Responsable takes it away from some; new ones too."""
    group = env.ref("agency_purchase.group_costs")
    group.user_ids += env["res.users"].with_context(active_test=False).search([("share", "=", False)])
    if default_group := env.ref("base.default_user_group", raise_if_not_found=False):
        default_group.implied_ids += group


def uninstall_hook(env):
    """Take away the external ids that Odoo keeps under a mixin's module; costs of lines stay, as Odoo's own."""
    leftovers.forget_inherits(env, "agency_price")
