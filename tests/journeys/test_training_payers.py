"""Who pays a training: the OPCO by subrogation, the customer for the rest; one draft each, its pieces (T50, T44)."""

import re

from pages import Desk
from pages_forms import Form
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
    quote = Form(user)
    user.page.locator("a[name='agency_training']").click()
    payers = quote.root.locator("[name='funding_ids']")
    payers.locator(".o_field_x2many_list_row_add a").click()
    dialog = user.page.locator(".modal")
    dialog.locator("[name='payer_id'] input").fill("AKTO")
    user.page.locator(".o-autocomplete--dropdown-item", has_text="AKTO").first.click()
    dialog.locator("[name='file_no'] input").fill("2027-D42")
    dialog.locator("[name='agreed_amount'] input").fill("600")
    user.settle()
    user.shoot("99-payeur")
    dialog.locator(".o_form_button_save").click()
    expect(user.page.locator(".modal")).to_have_count(0)
    quote.save()
    expect(payers).to_contain_text("2027-D42")
    for width, height in ((1280, 720), (1440, 900)):
        user.page.set_viewport_size({"width": width, "height": height})
        payers.scroll_into_view_if_needed()
        user.shoot(f"99-payeurs-du-devis-{width}")

    quote.run("action_new_balance_invoice")
    dialog = user.page.locator(".modal")
    expect(dialog).to_contain_text("Une facture par payeur")
    expect(dialog).to_contain_text("AKTO")
    user.shoot("99-solde-par-payeur")
    dialog.locator("button[name='create_invoices']").click()
    expect(user.row("AKTO").first).to_be_visible()
    user.settle()
    user.shoot("99-brouillons-par-payeur")
    invoice = user.open_row("AKTO", Form)
    expect(invoice.root).to_contain_text("2027-D42")
    user.shoot("99-facture-de-l-opco")
    invoice.run("action_post")
    invoice.run("action_invoice_sent")
    dialog = user.page.locator(".modal")
    expect(dialog).to_contain_text("Certificat de réalisation")
    user.shoot("99-envoi-a-l-opco")
