"""From an accepted training quote to the certificates: planned in two clicks, sheets signed on paper, closed."""

import re

from mails import pdf_text
from pages import Desk
from pages_forms import Form
from PIL import Image
from playwright.sync_api import expect

from tools.agency import testing

TITLE = "Écrire pour le web"
MAKE = """
from datetime import timedelta
from odoo.fields import Command, Date

user = env["res.users"].search([("login", "=", "lucas")])
company = user.company_id
course = env["product.product"].search([("is_training", "=", True)], limit=1)
customer = env["res.partner"].search([("name", "=", "Mathieu Aubry")])
day = Date.context_today(user) - timedelta(days=7)
while company._get_working_date(1, day - timedelta(days=1)) != day:
    day -= timedelta(days=1)
order = env["sale.order"].with_user(user).create({{
    "partner_id": customer.id, "user_id": user.id, "subject": {title!r}, "training_title": {title!r},
    "order_line": [Command.create({{"product_id": course.id, "price_unit": 900}})],
    "training_start_date": day, "training_end_date": day, "training_schedule": "9 h – 12 h 30, 13 h 30 – 17 h",
    "training_hours": 7, "training_days": 1, "training_place": "Nos locaux, Nancy",
    "training_objectives": "Écrire un article", "training_programme": "<p>Lire, écrire, relire</p>",
    "trainee_ids": [Command.create({{"name": "Léa Simon"}}), Command.create({{"name": "Paul Vautrin"}})]}})
order.action_confirm()
partner = env["res.partner"].create({{"name": "Julie Formatrice"}})
env["agency.trainer"].create({{"partner_id": partner.id, "company_id": company.id}})
env.cr.commit()
print("ORDER=%s" % order.id)
"""


def test_training(agency, user: Desk, tmp_path) -> None:
    output = testing.odoo_shell(agency.database, MAKE.format(title=TITLE))
    order = re.search(r"ORDER=(\d+)", output)[1]
    scan = tmp_path / "feuille.pdf"
    Image.new("RGB", (200, 280), "white").save(scan)

    user.visit(f"action-agency_crm.sale_order_action_quote/{order}")
    quote = Form(user)
    quote.run("action_plan_session")
    session = Form(user)
    expect(session.root).to_contain_text("13:30")
    session.choose("trainer_ids", "Julie Formatrice")
    session.save()
    session.run("action_plan")
    user.shoot("98-session-planifiee")

    for number in (0, 1):
        session.root.locator("button[name='action_open_sheet']").nth(number).click()
        dialog = user.page.locator(".modal")
        expect(dialog).to_contain_text("Léa Simon")
        user.settle()
        dialog.locator("button[name='action_all_present']").click()
        expect(dialog.locator(".o_data_row", has_text="Paul Vautrin")).to_contain_text("Présent")
        dialog.locator("[name='sheet_scan'] input[type='file']").set_input_files(scan)
        user.settle()
        user.shoot(f"98-emargement-{number}")
        dialog.locator("button[name='action_close_sheet']").click()
        user.page.locator(".modal", has_text="Continuer").locator("footer .btn-primary").click()
        expect(user.page.locator(".modal")).to_have_count(0)
        user.settle()
        session.reload()
    assert session.status("state") == "Réalisée"
    user.page.set_viewport_size({"width": 1280, "height": 720})
    user.shoot("98-session-realisee")
    user.page.set_viewport_size({"width": 1440, "height": 900})
    with user.page.expect_download() as downloaded:
        session.run("action_print_certificates")
    text = pdf_text(downloaded.value.path().read_bytes())
    assert "Certificat de réalisation" in text and "pour une durée de 7 heures" in text
    assert "Léa Simon" in text and "Paul Vautrin" in text
