"""Who pays a training: the OPCO by subrogation, the customer for the rest; one draft each, its pieces (T50, T44)."""

import re

from pages import Desk
from pages_forms import Form
from pages_training import TrainingQuote
from playwright.sync_api import expect
from test_training import MAKE

from tools.agency import testing

TITLE = "Animer une réunion"
GIVE = """
import base64
order = env["sale.order"].browse({order}).with_user(env["res.users"].search([("login", "=", "lucas")]))
company = order.company_id
if not company.signatory_name:
    company.sudo().signatory_name = "Claire Martin"
if not company.training_declaration_number:
    company.sudo().training_declaration_number = "41540123454"
opco = env["res.partner"].create({{"name": "AKTO", "is_company": True, "street": "14 rue Riquet", "zip": "75019",
    "city": "Paris", "country_id": env.ref("base.fr").id, "email": "factures@akto.example", "lang": "fr_FR"}})
session = env["agency.training.session"].with_user(order.env.user).browse(order.action_plan_session()["res_id"])
session.trainer_ids = env["agency.trainer"].search([("name", "=", "Julie Formatrice")], limit=1)
session.action_plan()
pdf, _kind = env["ir.actions.report"].with_context(force_report_rendering=True)._render_qweb_pdf(
    "agency_training.report_training_quote", order.ids)
for slot in session.slot_ids:
    slot.attendance_ids.state = "present"
    slot.sheet_scan = base64.b64encode(pdf)
    slot.action_close_sheet()
assert session.state == "done", session.state
env.cr.commit()
"""


def test_payers(agency, user: Desk) -> None:
    output = testing.odoo_shell(agency.database, MAKE.format(title=TITLE))
    order = re.search(r"ORDER=(\d+)", output)[1]
    testing.odoo_shell(agency.database, GIVE.format(order=order))

    user.visit(f"action-agency_crm.sale_order_action_quote/{order}")
    quote = TrainingQuote(user).ready().show_training().add_payer("AKTO", "2027-D42", "600", "99-payeur")
    payers = quote.payers()
    for width, height in ((1280, 720), (1440, 900)):
        user.page.set_viewport_size({"width": width, "height": height})
        payers.scroll_into_view_if_needed()
        user.shoot(f"99-payeurs-du-devis-{width}")

    quote.invoice_payers("AKTO")
    user.shoot("99-brouillons-par-payeur")
    invoice = user.open_row("AKTO", Form)
    expect(invoice.root).to_contain_text("2027-D42")
    user.shoot("99-facture-de-l-opco")
    invoice.run("action_post")
    invoice.run("action_invoice_sent")
    dialog = user.page.locator(".modal")
    expect(dialog).to_contain_text("Certificat de réalisation")
    user.shoot("99-envoi-a-l-opco")
