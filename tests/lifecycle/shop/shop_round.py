"""A day of the seller of a shop, in `odoo shell`: prints what became of it, the same with the add-ons and without."""

import json

from odoo import Command, fields

env = env(user=env.ref("base.user_demo"), context={"lang": "fr_FR", "tracking_disable": False})
company = env.company
today = fields.Date.today()
tax = env["account.tax"].search([("type_tax_use", "=", "sale"), ("company_id", "=", company.id)], limit=1)

# A deal, its quote of things and of hours, with a code; delivered, worked on, invoiced, paid.
customer = env["res.partner"].create({"name": "Meubles du Port", "email": "port@example.com", "is_company": True})
deal = env["crm.lead"].create({"name": "Salle de réunion", "partner_id": customer.id, "type": "opportunity"})
found = [deal.stage_id.name, deal.won_status, len(deal.activity_ids)]
desk = env["product.product"].sudo().create({"name": "Bureau", "type": "consu", "is_storable": True, "list_price": 400})
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
env["stock.quant"].sudo()._update_available_quantity(desk, warehouse.lot_stock_id, 10)
hours = (
    env["product.product"]
    .sudo()
    .create(
        {
            "name": "Installation",
            "type": "service",
            "list_price": 60,
            "service_policy": "delivered_timesheet",
            "service_tracking": "task_in_project",
        }
    )
)
program = env["loyalty.program"].search([("program_type", "=", "promo_code")], limit=1)
quote = env["sale.order"].create(
    {
        "partner_id": customer.id,
        "opportunity_id": deal.id,
        "order_line": [
            Command.create({"product_id": desk.id, "product_uom_qty": 3}),
            Command.create({"product_id": hours.id, "product_uom_qty": 4}),
        ],
    }
)
rewards = quote._try_apply_code(program.rule_ids.code)
for coupon, reward in rewards.items():
    quote._apply_program_reward(reward, coupon)
found += [quote.state, quote.name[:1], len(quote.order_line), quote.amount_untaxed]
quote.action_quotation_sent()
found.append(quote.state)
quote.action_confirm()
found += [quote.state, quote.locked, deal.stage_id.name, deal.won_status]
picking = quote.picking_ids
picking.move_ids.quantity = 3
picking.button_validate()
task = quote.tasks_ids
env["account.analytic.line"].create(
    {"name": "Posé", "project_id": task.project_id.id, "task_id": task.id, "unit_amount": 4}
)
found += [picking.state, task.stage_id.name, task.effective_hours, quote.invoice_status]
invoice = quote._create_invoices()
invoice.action_post()
found += [invoice.state, invoice.amount_untaxed, invoice.name[:4]]
register = env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
register.create({})._create_payments()
found += [invoice.payment_state in ("paid", "in_payment"), quote.invoice_status, deal.stage_id.name]
page = env["ir.actions.report"].sudo()._render_qweb_html("account.report_invoice_with_payments", invoice.ids)[0]
found += [
    b"Bureau" in page,
    len(env["mail.mail"].sudo().search([("model", "=", "account.move"), ("res_id", "=", invoice.id)])),
]

# A seat at an event, an order of the web shop, things bought, a mailing.
ticket = env["event.event.ticket"].search([("product_id", "!=", False), ("price", ">", 0)], limit=1)
seats = env["sale.order"].create(
    {
        "partner_id": customer.id,
        "order_line": [
            Command.create(
                {
                    "product_id": ticket.product_id.id,
                    "event_id": ticket.event_id.id,
                    "event_ticket_id": ticket.id,
                    "product_uom_qty": 2,
                }
            )
        ],
    }
)
seats.action_confirm()
found += [seats.state, seats.amount_untaxed == 2 * ticket.price]
website = env["website"].search([("company_id", "=", company.id)], limit=1)
basket = env["sale.order"].create(
    {
        "partner_id": customer.id,
        "website_id": website.id,
        "team_id": website.salesteam_id.id,
        "order_line": [Command.create({"product_id": desk.id})],
    }
)
basket.sudo().action_confirm()
found += [basket.state, basket.picking_ids.state, basket.website_order_line.product_id == desk]
vendor = env["res.partner"].create({"name": "Scierie", "email": "scierie@example.com"})
purchase = env["purchase.order"].create(
    {
        "partner_id": vendor.id,
        "order_line": [Command.create({"product_id": desk.id, "product_qty": 5, "price_unit": 9})],
    }
)
purchase.button_confirm()
purchase.picking_ids.button_validate()
purchase.action_create_invoice()
bill = purchase.invoice_ids
bill.invoice_date = today
bill.action_post()
found += [purchase.state, purchase.picking_ids.state, bill.state, bill.amount_untaxed, purchase.invoice_status]
mailing = env["mailing.mailing"].create(
    {
        "subject": "Soldes",
        "mailing_model_id": env.ref("base.model_res_partner").id,
        "mailing_domain": f"[('id', '=', {customer.id})]",
        "body_html": "<p>Soldes</p>",
    }
)
mailing.action_put_in_queue()
found.append(mailing.state)

# Deals lost, won and put aside as always.
lost, won = env["crm.lead"].create([{"name": f"Affaire {n}", "type": "opportunity"} for n in range(2)])
lost.action_set_lost(lost_reason_id=env["crm.lost.reason"].search([], limit=1).id)
won.action_set_won()
found += [lost.active, lost.probability, won.stage_id.name, won.probability, len((lost | won).activity_ids)]
for model in ("crm.lead", "sale.order", "account.move", "res.partner", "product.template", "project.task"):
    env[model].get_views([(False, "form"), (False, "list"), (False, "search"), (False, "kanban")])
    env[model].search([], limit=80).web_read({"display_name": {}, "activity_ids": {}})
env.cr.commit()
print(json.dumps(found))
