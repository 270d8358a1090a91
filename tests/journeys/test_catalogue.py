"""From the catalogue to a quote with all its facts; then what the customer sees of the training."""

import re

from mails import pdf_text
from pages import Desk
from pages_forms import Form
from playwright.sync_api import expect

from tools.agency import testing

MAKE = """
from odoo.fields import Command, Date
user = env["res.users"].search([("login", "=", "lucas")])
course = env["agency.course"].search([], limit=1)
customer = env["res.partner"].search([("name", "=", "Mathieu Aubry")])
day = Date.context_today(user)
while day.weekday() or not user.company_id._is_working_day(day):
    day = Date.add(day, days=1)
order = env["sale.order"].with_user(user).create({
    "partner_id": customer.id, "user_id": user.id, "training_course_id": course.id,
    "order_line": [Command.create({"product_id": course.product_id.id, "price_unit": 1400})],
    "training_start_date": day, "training_end_date": Date.add(day, days=1), "training_place": "Nos locaux, Nancy",
    "training_schedule": "9 h – 12 h 30, 13 h 30 – 17 h",
    "trainee_ids": [Command.create({"name": "Léa Simon"}), Command.create({"name": "Paul Vautrin"})]})
order.action_confirm()
partner = env["res.partner"].create({"name": "Nour Sous-Traitante", "street": "3 rue Neuve", "city": "Nancy"})
env["agency.trainer"].create({"partner_id": partner.id, "company_id": user.company_id.id, "kind": "subcontractor"})
session = env["agency.training.session"].browse(order.action_plan_session()["res_id"])
session.trainer_ids = env["agency.trainer"].search([("partner_id", "=", partner.id)])
session.action_plan()
session.registration_ids._by_rules().convoked_on = "2026-11-01 10:00:00"
session.action_add_subcontracts()
session.subcontract_ids.price = 900
token = order._portal_ensure_token()
env.cr.commit()
print("MADE=%s,%s,%s" % (order.id, session.id, token))
"""


def test_catalogue(agency, manager: Desk, user: Desk, customer) -> None:
    manager.visit("action-agency_training.agency_course_action")
    expect(manager.page.locator(".o_list_view")).to_contain_text("Animer ses réseaux sociaux")
    manager.shoot("97-catalogue")
    manager.page.locator(".o_data_row", has_text="Animer ses réseaux sociaux").locator("td[name='name']").click()
    form = Form(manager)
    manager.shoot("97-formation")
    with manager.page.expect_download() as downloaded:
        form.run("action_print_programme")
    assert "Programme de formation" in pdf_text(downloaded.value.path().read_bytes())

    user.visit("action-agency_training.agency_course_action")
    user.page.locator(".o_data_row", has_text="Animer ses réseaux sociaux").locator("td[name='name']").click()
    form = Form(user)
    form.run("action_new_quote")
    quote = Form(user)
    quote.choose("partner_id", "Mathieu Aubry")
    expect(user.page.locator("[name='order_line'] .o_data_row")).to_contain_text("890,00")
    user.shoot("97-nouveau-devis-services")
    user.page.get_by_role("tab", name="Formation", exact=True).click()
    user.settle()
    objectives = user.page.locator("[name='training_objectives'] textarea")
    assert "Définir une ligne éditoriale" in objectives.input_value()
    user.shoot("97-nouveau-devis")
    quote.save()
    user.page.set_viewport_size({"width": 1280, "height": 720})
    user.shoot("97-nouveau-devis-1280")

    order, session, token = re.search(r"MADE=(\d+),(\d+),(\S+)", testing.odoo_shell(agency.database, MAKE)).groups()
    user.visit(f"action-agency_training.agency_training_session_action/{session}")
    expect(Form(user).root).to_contain_text("Pas encore de convention signée")
    user.shoot("97-session-1280")
    user.page.get_by_role("tab", name="Sous-traitance").click()
    user.settle()
    user.shoot("97-sous-traitance-1280")
    user.page.set_viewport_size({"width": 1440, "height": 900})

    manager.visit("action-agency_training.agency_course_action")
    manager.page.set_viewport_size({"width": 1280, "height": 720})
    manager.page.locator(".o_data_row").first.locator("td[name='name']").click()
    manager.settle()
    manager.shoot("97-formation-vendue-1280")

    customer.page.goto(f"{agency.url}/my/trainings/{order}?access_token={token}")
    expect(customer.page.locator("main")).to_contain_text("Léa Simon")
    customer.shoot("97-portail")
