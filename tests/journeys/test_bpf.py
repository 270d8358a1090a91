"""The yearly statement by its Responsable: made, looked at, mended where it is not counted, filed."""

import re
from collections.abc import Callable
from pathlib import Path

from mails import pdf_text
from pages import Desk, plain
from playwright.sync_api import expect

from tools.agency import testing

MAKE = """
from odoo.fields import Command, Date

user = env["res.users"].search([("login", "=", "claire")])
company = user.company_id
course = env["product.product"].search([("is_training", "=", True)], limit=1)
customer = env["res.partner"].search([("name", "=", "Mathieu Aubry")])
partner = env["res.partner"].create({"name": "Julie Formatrice"})
trainer = env["agency.trainer"].create({"partner_id": partner.id, "company_id": company.id, "hourly_cost": 38})
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
year = env["agency.bpf"]._get_last_closed_year(company)[0].year
nsf = env["agency.nsf"].search([("code", "=", "321")])
for title, month, nsf_id in (("Écrire pour le web", 3, nsf.id), ("Prendre la parole", 5, False)):
    order = env["sale.order"].create({
        "partner_id": customer.id, "subject": title, "training_title": title, "is_training": True,
        "order_line": [Command.create({"product_id": course.id, "price_unit": 900})],
        "trainee_ids": [Command.create({"name": "Léa Simon"}), Command.create({"name": "Paul Vautrin"})]})
    order.action_confirm()
    session = env["agency.training.session"]._by_rules().create({
        "title": title, "company_id": company.id, "order_ids": [Command.set(order.ids)], "nsf_id": nsf_id,
        "slot_ids": [Command.create({"date": f"{year}-0{month}-14", "start_hour": start, "end_hour": start + 3.5})
            for start in (9, 13.5)],
        "registration_ids": [Command.create({"trainee_id": one.id}) for one in order.trainee_ids]})
    session.trainer_ids = trainer.with_env(env)
    session._by_rules().state = "planned"
    session._sync_attendances()
    session.slot_ids.attendance_ids.state = "present"
    session.slot_ids._by_rules().write({"state": "held", "sheet_state": "closed"})
    session._settle()
    move = env["account.move"].create({"move_type": "out_invoice", "partner_id": customer.id,
        "invoice_date": f"{year}-06-30", "invoice_line_ids": [
            Command.create({"product_id": course.id, "quantity": 1, "price_unit": 900})]})
    move.action_post()
env.cr.commit()
print("YEAR=%s" % year)
"""
# The menus end before the icons begin.
MENUS_FIT = """() => {
    const menus = document.querySelectorAll(".o_menu_sections > *:not(.d-none)");
    const right = Math.max(...[...menus].map((menu) => menu.getBoundingClientRect().right));
    return right <= document.querySelector(".o_menu_systray").getBoundingClientRect().left + 1;
}"""


def shoot_both(desk: Desk, name: str) -> None:
    for width in (1280, 1440):
        desk.page.set_viewport_size({"width": width, "height": 1000})
        desk.page.wait_for_function(MENUS_FIT)
        desk.shoot(f"{name}-{width}")


def test_bpf(agency, sign_in: Callable[[str], Desk], shots: Path, tmp_path: Path) -> None:
    output = testing.odoo_shell(agency.database, MAKE)
    year = re.search(r"YEAR=(\d+)", output)[1]
    desk = sign_in("claire")
    page = desk.page
    desk.visit("action-agency_bpf.agency_bpf_action")
    page.get_by_role("button", name="Nouveau").first.click()
    desk.settle()
    page.locator(".o_form_button_save").first.click()
    desk.settle()
    form = page.locator(".o_form_view")
    expect(form).to_contain_text(f"BPF {year}")
    expect(form).to_contain_text("F-1, F-3 et F-4 ne concordent pas")
    shoot_both(desk, "160-bpf")
    shown = plain(form.inner_text())
    assert "Sessions sans spécialité" in shown, shown

    # What is not counted is mended where it opens.
    page.get_by_role("tab", name="Non comptés").click()
    shoot_both(desk, "161-bpf-non-comptes")
    page.locator(".o_data_row", has_text="sans spécialité").get_by_role("button", name="Ouvrir").click()
    desk.settle()
    expect(page.locator(".o_list_view")).to_contain_text("Prendre la parole")
    shoot_both(desk, "162-bpf-sans-specialite")
    page.locator(".o_data_row td[name='nsf_id']").first.click()
    page.locator("td[name='nsf_id'] input").fill("413")
    page.locator(".o-autocomplete--dropdown-item", has_text="413").first.click()
    page.locator(".o_list_button_save").first.click()
    desk.settle()
    page.go_back()
    desk.settle()
    page.get_by_role("button", name="Calculer").click()
    desk.settle()
    expect(form).not_to_contain_text("ne concordent pas")
    page.get_by_role("tab", name="Chiffres").click()
    page.locator(".o_data_row", has_text="413 Développement").locator("button[name='action_open_entries']").click()
    desk.settle()
    expect(page.locator(".o_list_view")).to_contain_text("Léa Simon")
    shoot_both(desk, "163-bpf-ce-qui-compte")
    page.go_back()
    desk.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF", exact=True).click()
    download.value.save_as(shots / "164-bpf.pdf")
    text = plain(pdf_text((shots / "164-bpf.pdf").read_bytes()))
    assert "Bilan pédagogique et financier" in text and "H. Personne ayant la qualité de dirigeant" in text
    desk.settle()
    page.get_by_role("button", name="Déposé", exact=True).click()
    page.locator(".modal").get_by_role("button", name="Ok").click()
    desk.settle()
    expect(page.locator(".o_statusbar_status")).to_contain_text("Déposé")
    shoot_both(desk, "165-bpf-depose")
