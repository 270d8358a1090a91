"""Who tries what in the security tests: two companies, a person a role, and the same records in both.

`SEED` runs in `odoo shell` and prints the ids as JSON; `Agency` then speaks to the server as each person,
over RPC and over HTTP, and tells a refusal from a success.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

import requests

# Of a database that lives as long as the tests.
PASSWORD = "Un-mot-de-passe-9"

# Two companies alike. `ours` is where the user and the manager work; `theirs` has people of its own.
SEED = """
import json
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
        {"report_id": env.ref("agency_pdf.report_quote").id, "order_id": accepted.id, "company_id": company.id,
         "body": f"<p>SECRET-{key}</p>", "is_edited": False})
    mail_template = env["mail.template"].search([("model", "=", "sale.order")], limit=1)
    reminder = here["agency.quote.reminder"].create(
        {"delay_days": 90, "template_id": mail_template.id, "company_id": company.id})
    ids[key] = {
        "agency.quote.reminder": reminder.id, "mail_template": mail_template.id, "agency.today.line": waiting.id * 4,
        "agency.document.folder": folder.id, "agency.document": document.id, "agency.document.version": version.id,
        "file": document.ir_attachment_id.id, "report": env.ref("agency_pdf.report_quote").id,
        "company": company.id, "res.partner": customer.id, "product.product": product.id, "crm.lead": deal.id,
        "sale.order": quote.id, "sale.order.line": quote.order_line.id, "accepted": accepted.id,
        "recurring": recurring.id, "account.move": invoice.id, "account.move.line": invoice.invoice_line_ids[:1].id,
        "agency.trainee": trainee.id, "agency.legal.text": text.id, "attachment": joined.id, "pdf": pdf.id,
        "agency.turnover.line": here["agency.turnover.line"].search([("move_id", "=", invoice.id)], limit=1).id,
        "agency.price.revision": revision.id,
        "quote_token": quote._portal_ensure_token(), "invoice_token": invoice._portal_ensure_token(),
    }
ids["common"] = {
    "agency.next.step": env["agency.next.step"].search([], limit=1).id,
    "agency.presta.type": env["agency.presta.type"].search([], limit=1).id or
        env["agency.presta.type"].create({"name": "Web"}).id,
    "agency.document.template": env["agency.document.template"].create({"name": "Modèle", "kind": "quote"}).id,
    "crm.stage": env["crm.stage"].search([], limit=1).id,
    "crm.lost.reason": env["crm.lost.reason"].create({"name": "Trop cher"}).id,
    "acceptance": env["agency.legal.text"].search([("kind", "=", "acceptance")], limit=1).id,
    "legal_kind": env["agency.legal.text"].search([], limit=1).kind,
}
ids["models"] = sorted(
    env["ir.model"].search([("model", "=like", "agency.%"), ("abstract", "=", False)]).mapped("model"))
reports = env["ir.actions.report"].search([])
ids["reports"] = {r.report_name: r.model for r in reports
    if (r.get_external_id().get(r.id) or "").startswith("agency_") or r.report_name.startswith("agency_")}
env.cr.commit()
print(json.dumps(ids))
""".replace("PASSWORD,", repr(PASSWORD) + ",", 1)

# Odoo's ways to say that somebody may not; anything else is a defect of the test or of the server.
REFUSALS = ("odoo.exceptions.AccessError", "odoo.http.SessionExpiredException", "werkzeug.exceptions.Forbidden")


class Refused(Exception):
    """The server says that this person may not."""


@dataclass
class Person:
    """Somebody at the door of the server: with a session once signed in, without one as the public."""

    url: str
    database: str
    login: str = ""
    session: requests.Session = field(default_factory=requests.Session)
    context: dict = field(default_factory=dict)

    def sign_in(self) -> "Person":
        values = {"db": self.database, "login": self.login, "password": PASSWORD}
        answer = self._post("/web/session/authenticate", values)
        assert answer["uid"], f"{self.login} cannot sign in"
        return self

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method over RPC; `Refused` when the person may not, an error for anything else."""
        if self.context:
            kwargs["context"] = self.context
        values = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", values)

    def route(self, path: str, **params: Any) -> Any:
        """Call a JSON route."""
        return self._post(path, params)

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, allow_redirects=False, timeout=120)

    def post(self, path: str, files: dict | None = None, **values: Any) -> requests.Response:
        """Post a form, as a page would."""
        page = self.session.get(f"{self.url}/web/login" if not self.login else f"{self.url}/odoo", timeout=60).text
        token = re.search(r'csrf_token: "(\w+)"', page)
        data = {"csrf_token": token[1] if token else "", **values}
        return self.session.post(self.url + path, data=data, files=files, allow_redirects=False, timeout=120)

    def _post(self, path: str, params: dict) -> Any:
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=120)
        if answer.status_code in (401, 403, 404):
            raise Refused(f"HTTP {answer.status_code}")
        reply = answer.json()
        if "error" in reply:
            data = reply["error"]["data"]
            if data["name"] in REFUSALS or reply["error"]["code"] in (100, 403):
                raise Refused(data["message"])
            raise AssertionError(f"{path}: {data['name']}: {data['message']}\n{data['debug'][-1500:]}")
        return reply.get("result")


def read_ids(printed: str) -> dict:
    """The ids `SEED` printed, after whatever else was."""
    return json.loads(printed.strip().splitlines()[-1])
