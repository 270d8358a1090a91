"""The suppliers' side of the cast (agency_purchase): see cast.py, in whose script this runs."""

SUPPLIERS = """
costs = env.ref("agency_purchase.group_costs")
for login in ("user", "other_user"):
    users[login].group_ids += costs
# Works like `user`, and sees no costs; a Comptable; a supplier who has an account.
users["blind"] = user("blind", ours, "agency_crm.group_agency_user")
users["accountant"] = user("accountant", ours, "account.group_account_invoice")
users["accountant"].group_ids += costs
price_template = env["mail.template"].search([("model", "=", "agency.price.consultation")], limit=1)
for key, company in (("ours", ours), ("theirs", theirs)):
    here, known = env(context=dict(env.context, allowed_company_ids=company.ids)), ids[key]
    buyer = users["user" if key == "ours" else "other_user"]
    partners = here["res.partner"].create([
        {"name": f"Imprimerie SECRET-{key} {n}", "is_company": True, "is_printer": True, "is_subcontractor": n == 0,
         "email": f"imprimerie{n}-{key}@example.com", "company_id": company.id} for n in range(42)])
    supplier, rival = partners[0], partners[1]
    request = here["agency.price.request"].create({
        "title": f"Brochure SECRET-{key}", "lead_id": known["crm.lead"], "company_id": company.id, "user_id": buyer.id,
        "answer_by": fields.Date.add(fields.Date.today(), days=9),
        "item_ids": [Command.create({"name": f"Poste SECRET-{key}", "quantities": "500 1000 +500",
                                     "product_id": known["product.product"]})],
        "supplier_ids": [Command.set((supplier + rival).ids)]})
    request.consultation_ids.action_mark_asked()
    for place, consultation in enumerate(request.consultation_ids):
        answer = here["agency.price.answer"].create({"consultation_id": consultation.id})
        for line in answer.line_ids:
            # No price is another's: 4321 and 5432 are found wherever they are said.
            line.total = (50 if line.is_run_on else line.quantity_id.quantity) + 3321 + 1111 * place
        answer.action_apply()
        consultation.message_post(body=f"Mon prix : SECRET-price-{key}-{place}", author_id=consultation.partner_id.id,
                                  message_type="comment", subtype_xmlid="mail.mt_comment")
    own, others = request.consultation_ids
    # Two quotes with the price of the first supplier: one that its customer may read, one that is accepted.
    priced, bought = here["sale.order"].create([
        {"partner_id": known["res.partner"], "opportunity_id": known["crm.lead"], "company_id": company.id,
         "user_id": buyer.id} for _n in range(2)])
    offers = own.offer_ids.filtered(lambda offer: not offer.quantity_id.is_run_on).sorted("landed")
    for offer, quote in zip(offers, bought + priced):
        here["agency.price.choice"].create({"offer_id": offer.id, "order_id": quote.id}).action_apply()
    priced.state = "sent"
    bought.action_confirm()
    draft = bought.order_line.purchase_line_ids.order_id
    confirmed = here["purchase.order"].create({
        "partner_id": supplier.id, "company_id": company.id, "lead_id": known["crm.lead"], "user_id": buyer.id,
        "order_line": [Command.create({"product_id": known["product.product"], "name": f"Achat SECRET-{key}",
                                       "product_qty": 1, "price_unit": 6543})]})
    confirmed.button_confirm()
    paper = here["agency.supplier.paper"].create({"partner_id": supplier.id, "issued_on": fields.Date.today(),
        "file": "JVBERi0xLjQK", "file_name": f"SECRET-{key}.pdf", "code": f"SECRET-code-{key}"})
    given = here["ir.attachment"].create({"name": "devis.pdf", "res_model": "agency.price.consultation",
        "res_id": own.id, "raw": f"SECRET-{key}".encode(), "mimetype": "text/plain"})
    own.page_file_ids += given
    reminder = here["agency.price.reminder"].create(
        {"delay_days": 60, "template_id": price_template.id, "company_id": company.id})
    characteristic = here["agency.print.characteristic"].create(
        {"name": f"Parfum SECRET-{key}", "company_id": company.id})
    spec = here["agency.price.spec"].create({"request_id": request.id, "characteristic_id": characteristic.id,
        "name": f"Parfum SECRET-{key}", "value": f"SECRET-{key}"})
    template = here["agency.price.template"].create({"name": f"Brochure SECRET-{key}", "company_id": company.id,
        "item_ids": [Command.create({"name": f"Brochure SECRET-{key}"})]})
    env.flush_all()
    ids[key] |= {
        "supplier": supplier.id, "rival": rival.id, "asked": partners[2:].ids, "price_template": price_template.id,
        "agency.price.request": request.id, "agency.price.item": request.item_ids.id,
        "agency.price.quantity": offers[1].quantity_id.id, "agency.price.consultation": own.id,
        "rival_consultation": others.id, "agency.price.offer": offers[1].id,
        "rival_offer": others.offer_ids[:1].id, "agency.price.reminder": reminder.id,
        "agency.print.characteristic": characteristic.id, "agency.price.spec": spec.id,
        "agency.price.template": template.id, "agency.price.template.item": template.item_ids.id,
        "agency.supplier.paper": paper.id, "purchase.order": draft.id, "purchase.order.line": draft.order_line.id,
        "confirmed": confirmed.id, "priced": priced.id, "priced_name": priced.name, "priced_line": priced.order_line.id,
        "priced_token": priced._portal_ensure_token(), "bought": bought.id, "given": given.id,
        "agency.margin.line": here["agency.margin.line"].search([("company_id", "=", company.id)], limit=1).id,
        "agency.supplier.line": here["agency.supplier.line"].search([("company_id", "=", company.id)], limit=1).id,
        "page_token": own.sudo().page_token, "rival_token": others.sudo().page_token,
    }
users["vendor"] = user("vendor", ours, "base.group_portal", env["res.partner"].browse(ids["ours"]["supplier"]))
"""
