"""Run in `odoo shell` on a database that only has `base`: a French company, French people.

The country comes before accounting is installed, which chooses the chart of accounts by it.
"""

env["res.lang"]._activate_lang("fr_FR")
euro = env.ref("base.EUR")
euro.active = True
env.ref("base.main_company").write({"country_id": env.ref("base.fr").id, "currency_id": euro.id})
people = {"lang": "fr_FR", "tz": "Europe/Paris"}
for model in ("res.users", "res.partner"):
    env[model].with_context(active_test=False).search([]).write(people)
for field, value in people.items():
    env["ir.default"].set("res.partner", field, value)
env.cr.commit()
