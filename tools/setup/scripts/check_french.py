"""Run in `odoo shell` once Odoo's modules are installed: is the agency French throughout?"""

company = env.ref("base.main_company")
assert company.chart_template == "fr", f"the chart of accounts is {company.chart_template}"
assert company.currency_id.name == "EUR", f"the currency is {company.currency_id.name}"
people = {"lang": "fr_FR", "tz": "Europe/Paris"}
env["res.users"].with_context(active_test=False).search([]).write(people)  # those the modules made
env.cr.commit()
