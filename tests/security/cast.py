"""Who tries what in the security tests: two companies, a person a role, and the same records in both.

`SEED` runs in `odoo shell` and prints the ids as JSON; tests/people.py then speaks to the server as each person.
"""

import base64
import json

from blank import blank_pdf
from cast_suppliers import SUPPLIERS

# Of a database that lives as long as the tests.
PASSWORD = "Un-mot-de-passe-9"

BLANK_PDF = base64.b64encode(blank_pdf()).decode()

# Two companies alike. `ours` is where the user and the manager work; `theirs` has people of its own.
SEED = (
    f"BLANK_PDF = {BLANK_PDF!r}\n"
    + """
import json
from odoo import fields
from odoo.fields import Command

env = env(context=dict(env.context, tracking_disable=True, no_reset_password=True))
ours = env.company
theirs = env["res.company"].create({"name": "Autre agence", "country_id": env.ref("base.fr").id})
env["account.chart.template"].try_loading("fr", theirs, install_demo=False)
# Each company has its own customers; what is of all companies, as a step, has none.
customers = {
    key: env["res.partner"].create({"name": f"Cliente {key}", "email": f"{key}@example.com", "company_id": company.id})
    for key, company in (("ours", ours), ("theirs", theirs))
}


def user(login, company, group, partner=None):
    values = {"name": login, "login": login, "password": PASSWORD, "group_ids": [Command.set(env.ref(group).ids)],
              "company_id": company.id, "company_ids": [Command.set(company.ids)], "email": f"{login}@example.com"}
    return env["res.users"].create({**values, **({"partner_id": partner.id} if partner else {})})


users = {
    "user": user("user", ours, "agency_crm.group_agency_user"),
    "manager": user("manager", ours, "agency_crm.group_agency_manager"),
    "other_user": user("other_user", theirs, "agency_crm.group_agency_user"),
    "other_manager": user("other_manager", theirs, "agency_crm.group_agency_manager"),
    "root": user("root", ours, "agency_crm.group_agency_manager"),
    "portal": user("portal", ours, "base.group_portal", customers["ours"]),
    "other_portal": user("other_portal", theirs, "base.group_portal", customers["theirs"]),
}
users["root"].company_ids = ours + theirs
ids = {}
for key, company in (("ours", ours), ("theirs", theirs)):
    here = env(context=dict(env.context, allowed_company_ids=company.ids))
    customer = customers[key].with_env(here)
    product = here["product.product"].search([("type", "=", "service"), ("sale_ok", "=", True)], limit=1) or (
        here["product.product"].create({"name": "Conseil", "type": "service", "list_price": 100.0}))
    deal = here["crm.lead"].create({"name": f"Affaire SECRET-{key}", "type": "opportunity",
        "partner_id": customer.id, "company_id": company.id})
    waiting = here["crm.lead"].create({"name": f"Affaire en attente {key}", "type": "opportunity",
        "partner_id": customer.id, "company_id": company.id, "next_step_date": "2030-01-01"})
    line = {"product_id": product.id, "name": f"Prestation SECRET-{key}", "price_unit": 1000.0}
    quote, accepted, recurring = here["sale.order"].create([
        {"partner_id": customer.id, "opportunity_id": deal.id, "company_id": company.id,
         "note": f"<p>SECRET-{key}</p>", "order_line": [Command.create(dict(line))]} for _n in range(3)])
    quote.state = "sent"
    quote.is_training, quote.training_title = True, "Prise de parole"
    trainee = here["agency.trainee"].create({"order_id": quote.id, "name": f"Stagiaire SECRET-{key}"})
    accepted.action_confirm()
    trainer = here["agency.trainer"].create({"partner_id": here["res.partner"].create(
        {"name": f"Formatrice SECRET-{key}", "company_id": company.id}).id, "company_id": company.id})
    course = here["agency.course"].create({"name": f"Formation SECRET-{key}", "company_id": company.id})
    # One for each record that a test makes: a contact is a trainer once, a trainee in a session once.
    contacts = here["res.partner"].create([{"name": f"Remplaçante {n}", "company_id": company.id} for n in range(40)])
    sessions = here["agency.training.session"].create(
        [{"title": f"Autre {n}", "company_id": company.id} for n in range(40)])
    slots = here["agency.training.slot"].create(
        [{"session_id": one.id, "date": fields.Date.add(fields.Date.to_date("2032-01-01"), days=n)}
         for n, one in enumerate(sessions)])
    session = here["agency.training.session"].create({"title": f"Session SECRET-{key}", "company_id": company.id})
    slot = here["agency.training.slot"].create({"session_id": session.id, "date": "2031-03-04"})
    delivery = here["agency.training.delivery"].create({"slot_id": slot.id, "trainer_id": trainer.id})
    registration = here["agency.training.registration"].create(
        {"session_id": session.id, "trainee_id": trainee.id})
    subcontract = here["agency.training.subcontract"].create(
        {"session_id": session.id, "partner_id": customer.id, "mission": f"SECRET-{key}"})
    funding = here["agency.training.funding"].create(
        {"order_id": quote.id, "payer_id": customer.id, "is_direct": False, "file_no": f"SECRET-{key}"})
    session_slots = here["agency.training.slot"].create(
        [{"session_id": session.id, "date": fields.Date.add(fields.Date.to_date("2033-01-03"), days=n)}
         for n in range(40)])
    attendance = here["agency.training.attendance"].create({"slot_id": slot.id, "registration_id": registration.id})
    # A plan that is made, at the trainees' own pace: a hundred activities of a quarter of an hour and more.
    paced_session = here["agency.training.session"].create({"title": f"À distance {key}", "company_id": company.id})
    here["agency.training.slot"].create([{"session_id": paced_session.id, "kind": "self_paced", "date": day,
        "start_hour": 8, "end_hour": 13} for day in ("2031-05-05", "2031-05-06", "2031-05-07", "2031-05-08")])
    paced = here["agency.training.registration"].create({"session_id": paced_session.id, "trainee_id": trainee.id})
    # Another one, who has done nothing: the session is not given yet.
    idle = here["agency.trainee"].create({"order_id": quote.id, "name": f"Sans activité {key}"})
    here["agency.training.registration"].create({"session_id": paced_session.id, "trainee_id": idle.id})
    paced_session._by_rules().state = "planned"
    activity = here["agency.training.activity"].create({"registration_id": paced.id, "name": f"QCM SECRET-{key}",
        "estimated_hours": 0.25, "proof_text": "Plateforme"})
    sheet = here["agency.training.sheet"].sudo().create({"session_id": session.id, "kind": "printed", "number": 1})
    certificate = here["agency.training.certificate"].sudo().create({"registration_id": registration.id, "number": 1,
        "date": "2026-01-01", "file": "eA==", "file_name": f"SECRET-{key}.pdf", "digest": "x"})
    handout = here["agency.training.handout"].create({"kind": "rules", "company_id": company.id,
        "file": BLANK_PDF, "file_name": f"SECRET-{key}.pdf"})
    bpf = here["agency.bpf"].create({"company_id": company.id, "date_from": "2024-01-01", "date_to": "2024-12-31"})
    bpf_entry = here["agency.bpf.entry"].create({"bpf_id": bpf.id, "kind": "money", "name": f"Ligne SECRET-{key}"})
    bpf_omission = here["agency.bpf.omission"].create({"bpf_id": bpf.id, "kind": "types", "records": trainee.ids})
    invoice = accepted._create_invoices()
    invoice.action_post()
    pdf = here["ir.attachment"].create({"name": f"{key}.pdf", "res_model": "account.move", "res_id": invoice.id,
        "res_field": "invoice_pdf_report_file", "raw": f"%PDF-1.4 SECRET-{key}".encode(),
        "mimetype": "application/pdf"})
    invoice.invalidate_recordset()
    joined = here["ir.attachment"].create({"name": "note.txt", "res_model": "sale.order", "res_id": quote.id,
        "raw": f"SECRET-{key}".encode(), "mimetype": "text/plain"})
    text = here["agency.legal.text"].create({"name": f"Mention {key}", "company_id": company.id,
        "kind": env["agency.legal.text"].search([], limit=1).kind, "text": f"<p>SECRET-{key}</p>",
        "valid_from": "2090-01-01"})
    revision = here["agency.price.revision"].create(
        {"order_id": recurring.id, "date": "2031-01-01", "percentage": 2.0})
    folder = here["agency.document.folder"].create({"name": f"Dossier SECRET-{key}", "company_id": company.id})
    document = here["agency.document"].create(
        {"name": "piece.txt", "folder_id": folder.id, "raw": f"SECRET-{key}".encode()})
    version = here["agency.document.version"].create(
        {"report_id": env.ref("agency_pdf.report_quote").id, "order_id": accepted.id,
         "body": f"<p>SECRET-{key}</p>", "is_edited": False})
    signed = here["agency.signed.document"].sudo().create(
        {"order_id": accepted.id, "file": "eA==", "file_name": f"SECRET-{key}.pdf", "digest": "x"})
    mail_template = env["mail.template"].search([("model", "=", "sale.order")], limit=1)
    reminder = here["agency.quote.reminder"].create(
        {"delay_days": 90, "template_id": mail_template.id, "company_id": company.id})
    chase_template = env["mail.template"].search([("model", "=", "agency.invoice.chase")], limit=1)
    invoice_reminder = here["agency.invoice.reminder"].create(
        {"name": f"Relance SECRET-{key}", "delay_days": 90, "template_id": chase_template.id, "company_id": company.id})
    chase = here["agency.invoice.chase"].sudo().create({"partner_id": customer.id, "company_id": company.id,
        "round_id": invoice_reminder.id, "invoice_ids": [Command.set(invoice.ids)]})
    month_end = here["agency.month.end"].sudo().create(
        {"month": "2031-01-01", "key": "pipe", "company_id": company.id, "lead_id": deal.id})
    ids[key] = {
        "agency.month.end": month_end.id,
        "agency.invoice.reminder": invoice_reminder.id, "chase_template": chase_template.id,
        "agency.invoice.chase": chase.id,
        "agency.quote.reminder": reminder.id, "mail_template": mail_template.id, "agency.today.line": waiting.id * 8,
        "agency.signed.document": signed.id,
        "agency.document.folder": folder.id, "agency.document": document.id, "agency.document.version": version.id,
        "file": document.ir_attachment_id.id, "report": env.ref("agency_pdf.report_quote").id,
        "company": company.id, "res.partner": customer.id, "product.product": product.id, "crm.lead": deal.id,
        "sale.order": quote.id, "sale.order.line": quote.order_line.id, "accepted": accepted.id,
        "recurring": recurring.id, "account.move": invoice.id, "account.move.line": invoice.invoice_line_ids[:1].id,
        "agency.trainer": trainer.id, "contacts": contacts.ids, "sessions": sessions.ids, "slots": slots.ids,
        "agency.training.session": session.id, "agency.course": course.id,
        "agency.training.subcontract": subcontract.id, "agency.training.funding": funding.id,
        "agency.bpf": bpf.id, "agency.bpf.line": bpf.line_ids.filtered(lambda line: line.code == "D").id,
        "agency.bpf.entry": bpf_entry.id, "agency.bpf.omission": bpf_omission.id,
        "agency.training.slot": slot.id, "agency.training.delivery": delivery.id,
        "agency.training.registration": registration.id, "agency.training.attendance": attendance.id,
        "session_slots": session_slots.ids, "agency.training.sheet": sheet.id,
        "agency.training.certificate": certificate.id, "agency.training.handout": handout.id,
        "agency.training.activity": activity.id, "paced": paced.id,
        "agency.trainee": trainee.id, "agency.legal.text": text.id, "attachment": joined.id, "pdf": pdf.id,
        "agency.turnover.line": here["agency.turnover.line"].search([("move_id", "=", invoice.id)], limit=1).id,
        "agency.price.revision": revision.id,
        "quote_token": quote._portal_ensure_token(), "invoice_token": invoice._portal_ensure_token(),
    }
SUPPLIERS
ids["common"] = {
    "agency.nsf": env["agency.nsf"].search([], limit=1).id,
    "agency.bpf.row": env["agency.bpf.row"].search([], limit=1).id,
    "agency.next.step": env["agency.next.step"].search([], limit=1).id,
    "agency.penalty.rate": env["agency.penalty.rate"].search([], limit=1).id,
    "agency.presta.type": env["agency.presta.type"].search([], limit=1).id or
        env["agency.presta.type"].create({"name": "Web"}).id,
    "agency.document.template": env["agency.document.template"].create({"name": "Modèle", "kind": "quote"}).id,
    "crm.stage": env["crm.stage"].search([], limit=1).id,
    "crm.lost.reason": env["crm.lost.reason"].create({"name": "Trop cher"}).id,
    "acceptance": env["agency.legal.text"].search([("kind", "=", "acceptance")], limit=1).id,
    "legal_kind": env["agency.legal.text"].search([], limit=1).kind,
}
ours_fields = lambda model: [name for name, field in model._fields.items()
    if any(module.startswith("agency_") for module in field._modules)]
ids["our_fields"] = {name: found for name in env.registry
    if not name.startswith("agency.") and not env[name]._abstract and (found := ours_fields(env[name]))}
ids["models"] = sorted(
    env["ir.model"].search([("model", "=like", "agency.%"), ("abstract", "=", False)]).mapped("model"))
from odoo.addons.agency_crm.context_keys import KEYS
ids["context_keys"] = list(KEYS)
reports = env["ir.actions.report"].search([])
ids["reports"] = {r.report_name: r.model for r in reports
    if (r.get_external_id().get(r.id) or "").startswith("agency_") or r.report_name.startswith("agency_")}
env.cr.commit()
print(json.dumps(ids))
""".replace("PASSWORD,", repr(PASSWORD) + ",", 1).replace("SUPPLIERS\n", SUPPLIERS, 1)
)


def read_ids(printed: str) -> dict:
    """The ids `SEED` printed, after whatever else was."""
    return json.loads(printed.strip().splitlines()[-1])
