"""Run by `seed.py` in `odoo shell`: one record of each kind, made by Odoo, and how often it comes.

Works with and without the add-ons. Prints what it made as JSON: {"deals": {id: weight}, ...}.
"""

import json

from odoo import fields
from odoo.fields import Command

HAS_ADDONS = "agency.next.step" in env
TODAY = fields.Date.today()
LOST = env.ref("agency_crm.stage_lost", raise_if_not_found=False)

groups = (
    ["agency_crm.group_agency_manager"]
    if HAS_ADDONS
    else ["sales_team.group_sale_manager", "account.group_account_manager", "base.group_partner_manager"]
)
# One is a Utilisateur, whose lists open on their own records.
groups_of_one = {1: ["agency_crm.group_agency_user"]} if HAS_ADDONS else {}
users = (
    env["res.users"]
    .with_context(no_reset_password=True)
    .create(
        [
            {
                "name": f"Commercial {number}",
                "login": f"seed{number}",
                "password": "mirabelle",
                "lang": "fr_FR",
                "tz": "Europe/Paris",
                "group_ids": [Command.link(env.ref(group).id) for group in groups_of_one.get(number, groups)],
            }
            for number in range(12)
        ]
    )
)
service = env["product.product"].create(
    {
        "name": "Création web",
        "type": "service",
        "list_price": 1200,
        "invoice_policy": "order",
        **({"presta_type_id": env.ref("agency_crm.presta_type_hosting").id} if HAS_ADDONS else {}),
    }
)


def weigh(records, *weights):
    """Return how often each of the records comes: by default once."""
    return dict(zip(records.ids, weights or [1] * len(records), strict=True))


# === Accounts and contacts === #

accounts = env["res.partner"].create(
    [
        {
            "name": "Compte",
            "is_company": True,
            "phone": "04 00 00 00 00",
            "email": "compte@example.com",
            "country_id": env.company.country_id.id,
            **({"account_type": kind} if HAS_ADDONS else {}),
        }
        for kind in ("prospect", "client", "other")
    ]
)
contacts = env["res.partner"].create(
    [{"name": "Contact", "parent_id": account.id, "email": "contact@example.com"} for account in accounts]
)
contact = contacts[1]

# === Deals === #

places = [
    (stage, step) for stage in env["crm.stage"].search([]) for step in (stage.next_step_ids if HAS_ADDONS else [0])
]
deals = env["crm.lead"].create(
    [
        {
            "name": "Affaire",
            "type": "opportunity",
            "partner_id": contact.id,
            "user_id": users[0].id,
            "expected_revenue": 1000,
            "stage_id": stage.id,
            **(
                {"next_step_id": step.id, "next_step_date": False if step.is_closing else TODAY}
                if HAS_ADDONS and stage != LOST
                else {}
            ),
        }
        for stage, step in places
        if stage != LOST
    ]
)
lost = env["crm.lead"].create(
    {"name": "Affaire", "type": "opportunity", "partner_id": contact.id, "user_id": users[0].id}
)
lost.action_set_lost()
closed = deals.filtered(lambda deal: deal.next_step_id.is_closing if HAS_ADDONS else deal.stage_id.is_won)
for deal in deals - closed:
    if not deal.activity_ids:
        deal.activity_schedule("mail.mail_activity_data_todo", user_id=users[0].id)

# === Quotes and recurring orders === #


def create_orders(count, **values):
    line = Command.create({"product_id": service.id, "name": "Prestation"})
    return env["sale.order"].create(
        [
            {"partner_id": contact.id, "user_id": users[0].id, "order_line": [line, line], **values}
            for _time in range(count)
        ]
    )


quotes = draft, sent, accepted, rejected, settled = create_orders(5)
(sent + accepted + rejected + settled).action_quotation_sent()
(accepted + settled).action_confirm()
rejected._action_cancel()
settled_invoice = settled._create_invoices()
# Nine quotes in ten are settled or rejected.
quote_weights = [1, 2, 3, 32, 58]
orders = env["sale.order"]
if HAS_ADDONS:
    postponed, no_answer = create_orders(2)
    (postponed + no_answer).action_quotation_sent()
    postponed.action_postpone()
    no_answer.action_no_answer()
    quotes += postponed + no_answer
    quote_weights += [1, 3]
    for frequency in ("monthly", "quarterly", "semiannual", "annual", "other"):
        months = {"billing_months": 18} if frequency == "other" else {}
        orders += create_orders(1, billing_frequency=frequency, next_invoice_date=TODAY, **months)
else:
    orders = create_orders(1)
    orders.action_confirm()

# === Invoices === #


def create_invoices(count, **values):
    line = Command.create({"product_id": service.id, "name": "Prestation", "price_unit": 1200})
    return env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": contact.id,
                "invoice_user_id": users[0].id,
                "invoice_line_ids": [line],
                **values,
            }
            for _time in range(count)
        ]
    )


def pay(move, **values):
    wizard = env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids)
    wizard.create(values).action_create_payments()


drafts = create_invoices(1)
unpaid, part_paid, paid, given_up = create_invoices(4, invoice_date=TODAY)
refund = create_invoices(1, invoice_date=TODAY, move_type="out_refund")
(settled_invoice + unpaid + part_paid + paid + given_up + refund).action_post()
if HAS_ADDONS:
    (settled_invoice + unpaid + part_paid + paid + given_up + refund)._note_sent()
pay(settled_invoice)
pay(paid)
pay(part_paid, amount=100)
if HAS_ADDONS:
    given_up.action_never_paid("Liquidation")
invoices = drafts + unpaid + part_paid + paid + given_up + refund

env.flush_all()
env.cr.commit()
print(
    json.dumps(
        {
            "users": users.ids,
            "logins": users.mapped("login"),
            "accounts": weigh(accounts, 5, 4, 1),
            "contacts": weigh(contacts),
            # Nine deals in ten are done with.
            "deals": {
                **weigh(deals - closed),
                lost.id: 4 * len(deals - closed),
                **weigh(closed, *[max(1, 5 * len(deals - closed) // len(closed))] * len(closed)),
            },
            "quotes": weigh(quotes, *quote_weights),
            "orders": weigh(orders),
            "invoices": weigh(invoices, 1, 5, 1, 88, 2, 3),
            "waiting": (drafts + unpaid + part_paid).ids,
        }
    )
)
