"""A deal of an agency, in `odoo shell`, in the French company of Odoo's demonstration: prints what became of it."""

import json

from odoo import Command

company = env["res.company"].search([("account_fiscal_country_id.code", "=", "FR")], limit=1)
company.is_agency = True
users = env["res.users"]
camille = users.search([("login", "=", "camille")]) or users.create(
    {
        "name": "Camille",
        "login": "camille",
        "email": "camille@example.com",
        "lang": "fr_FR",
        "company_id": company.id,
        "company_ids": [Command.set(company.ids)],
        "group_ids": [Command.set([env.ref("base.group_user").id, env.ref("agency_crm.group_agency_user").id])],
    }
)
env = env(user=camille, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
account = env["res.partner"].create(
    {
        "name": "Mairie du Val",
        "email": "mairie@example.com",
        "is_company": True,
        "street": "1 place de la Mairie",
        "zip": "88000",
        "city": "Épinal",
        "country_id": env.ref("base.fr").id,
    }
)
deal = env["crm.lead"].create({"name": "Bulletin municipal", "partner_id": account.id, "type": "opportunity"})
found = [deal.stage_id.name, deal.next_step_id.name, bool(deal.next_step_date), account.account_type]
service = env["product.product"].search(
    [("name", "=", "Mise en page"), ("company_id", "=", company.id)], limit=1
) or env["product.product"].sudo().create(
    {"name": "Mise en page", "type": "service", "list_price": 1000, "company_id": company.id}
)
quote = env["sale.order"].create(
    {
        "partner_id": account.id,
        "opportunity_id": deal.id,
        "order_line": [Command.create({"product_id": service.id, "product_uom_qty": 2})],
    }
)
quote.action_quotation_sent()
found += [quote.quote_status, deal.stage_id.name, deal.next_step_id.name]
quote.action_confirm()
found += [quote.quote_status, deal.stage_id.name]
report = quote._get_agency_report()
pdf, _kind = env["ir.actions.report"].with_context(force_report_rendering=True)._render_qweb_pdf(report, quote.ids)
found.append(pdf[:5].decode())


def invoice(method: str, amount: float = 0.0) -> None:
    """Make an invoice of the quote, post it and have it paid."""
    wizard = env["sale.advance.payment.inv"].with_context(active_model="sale.order", active_ids=quote.ids)
    known = quote.invoice_ids
    wizard.create({"advance_payment_method": method, "amount": amount}).create_invoices()
    move = quote.invoice_ids - known
    move.action_post()
    found.extend([move.agency_status, move.amount_untaxed, deal.stage_id.name])
    register = env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids)
    register.create({})._create_payments()
    found.extend([move.agency_status, quote.quote_status, deal.stage_id.name])


invoice("percentage", 30.0)
invoice("delivered")
found += [deal.won_status, deal.next_step_id.is_closing, deal.next_step_date, account.account_type]
found.append(env["agency.turnover.line"].search_count([("partner_id", "=", account.id)]))
env.cr.commit()
print(json.dumps(found, default=str))
