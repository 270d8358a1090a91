"""Run in `odoo shell` once Odoo's modules are installed: complete what makes the agency French."""

company = env.ref("base.main_company")
assert company.chart_template == "fr", f"the chart of accounts is {company.chart_template}"
assert company.currency_id.name == "EUR", f"the currency is {company.currency_id.name}"

# Deposits go to the account 4191. Odoo 19 leaves the company's own field empty when sale and the
# chart come together, and keeps the account as a default of *every new* company, where it is wrong.
company.downpayment_account_id = env["account.chart.template"].with_company(company).ref("pcg_4191")
field = env["ir.model.fields"]._get("res.company", "downpayment_account_id")
env["ir.default"].search([("field_id", "=", field.id)]).unlink()

# Users and partners that the modules made.
people = {"lang": "fr_FR", "tz": "Europe/Paris"}
for model in ("res.users", "res.partner"):
    env[model].with_context(active_test=False).search([]).write(people)
env.cr.commit()
