"""Whatever stock Odoo can hold: deals drawn at random, a few at a time, since what breaks is often one without others.

`PLANS` draws them; `SCRIPT` makes them in `odoo shell`, then installs the add-ons as the button of Apps does.
"""

from hypothesis import strategies as st

STAGES = ("new", "qualified", "proposition", "won", "shared", "team", "none")
USERS = ("admin", "archived", "abroad", "none")  # « abroad »: of the other company
QUOTES = ("draft", "sent", "accepted", "locked", "cancelled", "invoiced", "posted", "paid", "credited")

DEAL = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(STAGES),
        "outcome": st.sampled_from(("open", "open", "lost", "archived")),
        "type": st.sampled_from(("opportunity", "opportunity", "opportunity", "lead")),
        "user": st.sampled_from(USERS),
        "company": st.sampled_from(("main", "other", "none")),
        "partner": st.booleans(),
        "quotes": st.lists(st.sampled_from(QUOTES), max_size=2),
    }
)
PLANS = st.lists(DEAL, min_size=1, max_size=25)

SCRIPT = """
from odoo.fields import Command

env = env(context=dict(env.context, tracking_disable=True, mail_create_nosubscribe=True))
companies = {"main": env.ref("base.main_company"), "none": env["res.company"]}
companies["other"] = env["res.company"].create({"name": "Autre", "country_id": env.ref("base.us").id})
env.user.company_ids |= companies["other"]
env.ref("base.user_admin").company_ids |= companies["other"]
env.cr.commit()  # Odoo then gives it the chart of accounts of its country.
users = {"admin": env.ref("base.user_admin"), "none": env["res.users"]}
users["archived"] = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Partie", "login": "partie", "company_id": companies["main"].id,
    "company_ids": [Command.set((companies["main"] | companies["other"]).ids)],
    "group_ids": [Command.link(env.ref("sales_team.group_sale_salesman").id)],
})
users["abroad"] = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Abroad", "login": "abroad", "company_id": companies["other"].id,
    "company_ids": [Command.set((companies["main"] | companies["other"]).ids)],
    "group_ids": [Command.link(env.ref("sales_team.group_sale_salesman").id)],
})
team = env["crm.team"].create({"name": "Boutique", "company_id": False})
stages = {name: env.ref(f"crm.stage_lead{n}") for n, name in enumerate(("new", "qualified", "proposition", "won"), 1)}
stages["shared"] = env["crm.stage"].create({"name": "Démo", "sequence": 2})
stages["team"] = env["crm.stage"].create({"name": "Caisse", "team_ids": [Command.link(team.id)]})
stages["none"] = env["crm.stage"]
service = env["product.product"].create(
    {"name": "Service", "type": "service", "list_price": 1200, "invoice_policy": "order", "company_id": False,
     "taxes_id": False}
)
client = env["res.partner"].create({"name": "Client", "is_company": True})


def make_quote(deal, company, state):
    env_here = env(context=dict(env.context, allowed_company_ids=(company | env.company).ids))
    quote = env_here["sale.order"].with_company(company).create({
        "partner_id": client.id, "opportunity_id": deal.id, "company_id": company.id,
        "order_line": [Command.create({"product_id": service.id})],
    })
    if state == "sent":
        quote.action_quotation_sent()
    elif state == "cancelled":
        quote._action_cancel()
    elif state != "draft":
        quote.action_confirm()
    if state == "locked":
        quote.action_lock()
    if state in ("invoiced", "posted", "paid", "credited"):
        invoice = quote._create_invoices()
        if state != "invoiced":
            invoice.action_post()
        if state == "paid":
            env_here["account.payment.register"].with_company(company).with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({})._create_payments()
        if state == "credited":
            invoice._reverse_moves(cancel=True)


for number, values in enumerate(PLAN):
    company = companies[values["company"]]
    deal = env["crm.lead"].with_company(company or env.company).create({
        "name": f"Affaire {number}", "type": values["type"], "stage_id": stages[values["stage"]].id,
        "team_id": team.id if values["stage"] == "team" else False, "company_id": company.id,
        "user_id": users[values["user"]].id, "partner_id": client.id if values["partner"] else False,
    })
    if values["outcome"] == "lost" and not deal.stage_id.is_won:
        deal.action_set_lost()
    elif values["outcome"] == "archived":
        deal.action_archive()
    for state in values["quotes"]:
        make_quote(deal, company or env.company, state)
    deal.stage_id = stages[values["stage"]]
users["archived"].active = False
env.flush_all()
env.cr.execute("UPDATE crm_lead SET date_closed = '2024-05-01' WHERE date_closed IS NOT NULL")
env.cr.execute("CREATE TABLE deals_before AS SELECT * FROM crm_lead")
env.cr.execute("CREATE TABLE stages_before AS SELECT * FROM crm_stage")
# Odoo locks this table or fails: PostgreSQL must not be looking at it then.
env.cr.execute("ALTER TABLE ir_module_module SET (autovacuum_enabled = false)")
env.cr.commit()
env["ir.module.module"].search([("name", "in", ADDONS)]).button_immediate_install()
"""
