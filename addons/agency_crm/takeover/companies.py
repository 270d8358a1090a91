"""Which companies are agencies when the add-on comes."""

from odoo.tools import SQL

# France and the parts of it that have a country of their own in Odoo.
FRENCH_COUNTRIES = ("FR", "BL", "GF", "GP", "MF", "MQ", "PM", "RE", "YT")


def is_french(country):
    """Return whether a company of this country may be one for which the add-on was made: of France, or of none yet."""
    return not country or country.code in FRENCH_COUNTRIES


def choose(env):
    """Make the first French company an agency; whoever installs is asked for the others.

    By SQL: the field is not there yet, and what reads it while the add-on comes must find it.
    """
    companies = env["res.company"].with_context(active_test=False).search([], order="id")
    french = companies.filtered(lambda company: company.country_id and is_french(company.country_id))
    first = (french or companies[:1].filtered(lambda company: not company.country_id))[:1]
    env.cr.execute("ALTER TABLE res_company ADD COLUMN IF NOT EXISTS is_agency boolean")
    env.cr.execute(SQL("UPDATE res_company SET is_agency = (id = %s)", first.id or 0))
    return first


def ask_for_the_others(env):
    """Open the question which companies are agencies, at the end of an installation from Apps."""
    if env["res.company"].search_count([("is_agency", "=", False)], limit=1):
        env.ref("agency_crm.todo_choose_agencies").state = "open"
