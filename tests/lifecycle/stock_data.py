"""A database of stock Odoo that has lived: deals, quotes and invoices at every stage, made before the add-ons.

`template(source, 1000)` names one with a thousand deals, quotes and invoices; the numbers in their names say what they
are:

    deal N      N % 4 its stage of Odoo; N % 10 == 9 lost unless won; N % 20 == 0 a lead, not yet an opportunity
    quote N     of the deal N, for the account N % 300; N % 5: draft, sent, accepted, accepted and invoiced, cancelled
    invoice     of the quotes N % 5 == 3, paid when N % 10 == 3; the others stand alone, see `STANDALONE`

All of it happened in the past: N minutes after the first of January of another year.
"""

from tools.agency import testing
from tools.agency.odoo import database
from tools.agency.odoo.source import Source

ACCOUNTS = 300
# Invoices without a quote, by N % 8: what they are, and what becomes of them.
STANDALONE = ("post", "post", "post", "draft", "cancel", "refund", "bill", "paid")

SCRIPT = """
from odoo.fields import Command, Date

size = {size}
ways = {ways!r}
env = env(context=dict(env.context, tracking_disable=True, mail_create_nosubscribe=True))
salesperson = env.ref("base.user_admin")
service = env["product.product"].create(
    {{"name": "Création web", "type": "service", "list_price": 1200, "invoice_policy": "order"}}
)
accounts = env["res.partner"].create([
    {{"name": f"Client {{n}}", "is_company": True, "email": f"client{{n}}@example.com",
      "child_ids": [Command.create({{"name": f"Contact {{n}}"}})] if n % 2 else []}}
    for n in range({accounts})
])
prospects = env["res.partner"].create([{{"name": f"Prospect {{n}}", "is_company": True}} for n in range(50)])
stages = [env.ref(f"crm.stage_lead{{n}}") for n in (1, 2, 3, 4)]
deals = env["crm.lead"].create([
    {{"name": f"Affaire {{n}}", "type": "opportunity" if n % 20 else "lead", "partner_id": accounts[n % {accounts}].id,
      "stage_id": stages[n % 4].id, "user_id": salesperson.id if n % 3 else False, "expected_revenue": 2400}}
    for n in range(size)
])
reason = env["crm.lost.reason"].create({{"name": "Trop cher"}})
deals[9::10].filtered(lambda deal: deal.stage_id != stages[3]).action_set_lost(lost_reason_id=reason.id)
quotes = env["sale.order"].create([
    {{"partner_id": accounts[n % {accounts}].id, "opportunity_id": deals[n].id if n % 20 else False,
      "client_order_ref": f"Devis {{n}}", "user_id": salesperson.id,
      "order_line": [Command.create({{"product_id": service.id, "name": f"Lot {{i}}"}}) for i in range(2)]}}
    for n in range(size)
])
quotes[1::5].action_quotation_sent()
(quotes[2::5] | quotes[3::5]).action_confirm()
quotes[4::5]._action_cancel()
invoiced = quotes[3::5]
invoices = env["account.move"].concat(*(quote._create_invoices() for quote in invoiced))
today = Date.today()
rest = size - len(invoices)
alone = env["account.move"].create([
    {{"move_type": {{"refund": "out_refund", "bill": "in_invoice"}}.get(ways[n % len(ways)], "out_invoice"),
      "partner_id": accounts[n % {accounts}].id, "invoice_date": today, "ref": f"Seule {{n}}",
      "invoice_line_ids": [Command.create({{"product_id": service.id, "price_unit": 100 + n}})]}}
    for n in range(rest)
])
way = {{name: alone.browse(alone.ids[n] for n in range(rest) if ways[n % len(ways)] == name) for name in set(ways)}}
(invoices | way["post"] | way["refund"] | way["bill"] | way["paid"]).action_post()
way["cancel"].button_cancel()
to_pay = invoices[::2] | way["paid"]
env["account.payment.register"].with_context(active_model="account.move", active_ids=to_pay.ids).create(
    {{"group_payment": False}}
)._create_payments()
env.flush_all()
for year, column in enumerate(("date_open", "date_last_stage_update", "date_closed"), 2022):
    env.cr.execute(
        f"UPDATE crm_lead SET {{column}} = timestamp '{{year}}-01-01' + id * interval '1 minute'"
        f" WHERE {{column}} IS NOT NULL"
    )
env.invalidate_all()
every_deal = env["crm.lead"].with_context(active_test=False).search([])
every_deal.modified(["date_closed", "date_open"])
env.flush_all()
env.cr.commit()
"""


def template(source: Source, size: int) -> str:
    """Name of a database with the stock records, made once and kept: copy it, change nothing in it."""
    script = SCRIPT.format(size=size, accounts=ACCOUNTS, ways=STANDALONE)

    def fill(name: str) -> None:
        testing.odoo_shell(name, script)
        testing.sql(name, "ANALYZE")

    return database.template(
        f"stock{size}",
        database.key(source, database.odoo_key(source), script),
        f"Making {size} stock deals, quotes and invoices",
        lambda: database.odoo_template(source),
        fill,
    )
