"""What installing and removing the add-on does to a database that lives: see `takeover`."""

from .takeover import columns, companies, deals, invoices, leftovers, stages


def pre_init_hook(env):
    """Say who is an agency; where all are, let Odoo's own stages become the agency's."""
    columns.add_empty(env)
    invoices.link_to_deals(env)
    first = companies.choose(env)
    if first and env["res.company"].with_context(active_test=False).search_count([]) == 1:
        stages.adopt(env)


def post_init_hook(env):
    """Let the agencies work as such from now on, with the deals and invoices there are; ask for the other companies."""
    stages.place_after_stock(env)
    env["res.company"]._get_agencies()._take_over()
    companies.ask_for_the_others(env)


def uninstall_hook(env):
    """Give stages, deals, journals and roundings back to Odoo, take the next steps out of the activities."""
    env.flush_all()
    agencies = env["res.company"]._get_agencies()
    agencies._remove_payment_means()
    agencies._give_rounding_back()
    stages.give_back(env, stages.get_adopted(env))
    # Whoever is an agency no longer: also what a company that is not may have in a phase by hand.
    deals.give_back(env["res.company"].with_context(active_test=False).search([]))
    leftovers.forget_mixins(env, "agency_crm")
