"""« Commander » in French: an order to a printer confirmed and mailed by one gesture, with our document."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from pathlib import Path

import pytest
import requests
from blank import blank_pdf
from pages import Desk, plain
from serving import serve_sample

from tools.agency import testing

MAKE_ORDER = """
from odoo.fields import Command
user = env["res.users"].search([("login", "=", "lucas")])
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
printer = env["res.partner"].create({"name": "Imprimerie du Val", "email": "val@imprimeurs.example", "is_company": True,
    "is_printer": True, "lang": "fr_FR", "street": "4 quai des Presses", "zip": "57000", "city": "Metz",
    "property_supplier_payment_term_id": env.ref("account.account_payment_term_30days").id})
deal = env["crm.lead"].search([("type", "=", "opportunity"), ("partner_id", "!=", False)], limit=1)
service = env["product.product"].search([("sale_ok", "=", True), ("type", "=", "service")], limit=1)
request = env["agency.price.request"].create({
    "title": "Brochure 12 pages", "lead_id": deal.id, "delivery": "Nancy, un point", "rights_wanted": True,
    "spec": "Fini 210 × 297 mm\\n12 pages + couverture\\nIntérieur couché demi-mat 135 g, couverture 250 g\\n4/4",
    "item_ids": [Command.create({"name": "Brochure A4", "quantities": "1000", "product_id": service.id,
        "description": "Pelliculage mat recto"})],
    "supplier_ids": [Command.set(printer.ids)],
    "attachment_ids": [Command.create(
        {"name": "Maquette brochure.pdf", "raw": PDF, "res_model": "agency.price.request"})]})
request.consultation_ids.action_mark_asked()
answer = env["agency.price.answer"].create({"consultation_id": request.consultation_ids.id, "reference": "D-2026-118"})
answer.line_ids.write({"total": 1490.0, "fees": 90.0, "shipping": 45.0})
answer.action_apply()
choice = env["agency.price.choice"].create({"offer_id": request.offer_ids.id, "product_id": service.id})
quote = env["sale.order"].browse(choice.action_apply()["res_id"])
quote.deposit_percent = 30
quote.action_confirm()
env.cr.commit()
print("ORDER", quote.sudo().order_line.purchase_line_ids.order_id.id, deal.id, deal.partner_id.name)
"""


MAKE_SMALL = """
from odoo.fields import Command
user = env["res.users"].search([("login", "=", "lucas")])
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
printer = env["res.partner"].create({"name": "Presses du Lac", "email": "lac@imprimeurs.example", "is_company": True,
    "is_printer": True, "lang": "fr_FR"})
service = env["product.product"].search([("sale_ok", "=", True), ("type", "=", "service")], limit=1)
order = env["purchase.order"].create({"partner_id": printer.id, "order_line": [Command.create(
    {"product_id": service.id, "name": "Affiches", "product_qty": 1, "price_unit": 80.0})]})
env.cr.commit()
print("SMALL", order.id)
"""
# The menus end before the icons begin.
MENUS_FIT = """() => {
    const menus = document.querySelectorAll(".o_menu_sections > *:not(.d-none)");
    const right = Math.max(...[...menus].map((menu) => menu.getBoundingClientRect().right));
    return right <= document.querySelector(".o_menu_systray").getBoundingClientRect().left + 1;
}"""


MAKE_SUBCONTRACTOR = """
import base64
from odoo import fields
from odoo.fields import Command
user = env["res.users"].search([("login", "=", "lucas")])
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
sub = env["res.partner"].create({"name": "Studio Sub", "email": "studio@sub.example", "is_company": True,
    "is_subcontractor": True, "lang": "fr_FR"})
for kind, months in (("vigilance", 1), ("registration", 8)):
    env["agency.supplier.paper"].create({"partner_id": sub.id, "kind": kind, "code": "ABC123",
        "issued_on": fields.Date.subtract(fields.Date.context_today(sub), months=months),
        "file": base64.b64encode(b"%PDF-1.4"), "file_name": f"{kind}.pdf"})
service = env["product.product"].search([("sale_ok", "=", True), ("type", "=", "service")], limit=1)
order = env["purchase.order"].create({"partner_id": sub.id, "order_line": [Command.create(
    {"product_id": service.id, "name": "Site internet", "product_qty": 1, "price_unit": 6200.0})]})
env.cr.commit()
print("SUB", sub.id, order.id, env.ref("agency_purchase.supplier_paper_action").id)
"""


@pytest.fixture(scope="module")
def ordering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """The sample agency with the add-on, and a draft order of a quote that was accepted."""
    with serve_sample("ordering", tmp_path_factory.mktemp("mail"), "agency_purchase") as agency:
        output = agency.shell(f"PDF = {blank_pdf()!r}\n{MAKE_ORDER}")
        found = re.search(r"^ORDER (\d+) (\d+) (.*)$", output, re.MULTILINE)
        assert found, output
        yield {**vars(agency), "order": int(found[1]), "deal": int(found[2]), "customer": found[3]}


def shoot_both(desk: Desk, name: str) -> None:
    for width in (1280, 1440):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.page.wait_for_function(MENUS_FIT)
        desk.shoot(f"{name}-{width}")


def test_B31_commander(ordering: dict, sign_in_at: Callable[[str, str], Desk], shots: Path) -> None:
    desk = sign_in_at(ordering["url"], "lucas")
    desk.visit("action-agency_purchase.supplier_order_action")
    shoot_both(desk, "130-commandes-fournisseur")
    desk.visit(f"action-agency_purchase.supplier_order_action/{ordering['order']}")
    form = desk.page.locator(".o_form_view")
    assert "Demande de prix" not in form.locator(".o_form_statusbar").inner_text()
    for words in ("Envoyer la demande", "Confirmer la commande", "Imprimer la demande"):
        assert words not in form.inner_text()
    shoot_both(desk, "131-commande-brouillon")
    desk.page.get_by_role("button", name="Commander", exact=True).click()
    desk.page.wait_for_selector(".modal-dialog")
    assert "L’acompte de" in desk.page.locator(".modal-dialog").inner_text()
    shoot_both(desk, "132-commander-acompte")
    desk.page.get_by_role("button", name="Commander quand même").click()
    desk.page.wait_for_selector(".modal-dialog", state="detached")
    desk.settle()
    (message,) = ordering["mail"].wait_for(1)
    desk.visit(f"action-agency_purchase.supplier_order_action/{ordering['order']}")
    assert "Commandée" in form.locator(".o_arrow_button_current").inner_text()
    shoot_both(desk, "133-commandee")
    mail = message_from_bytes(bytes(message))
    files = {part.get_filename(): part.get_payload(decode=True) for part in mail.walk() if part.get_filename()}
    (name,) = (name for name in files if name.startswith("Bon de commande"))
    assert set(files) == {name, "Maquette brochure.pdf"}
    (shots / "134-bon-de-commande.pdf").write_bytes(files[name])
    assert ordering["customer"] not in str(message)


def test_B36_an_order_from_the_deal(ordering: dict, sign_in_at: Callable[[str, str], Desk]) -> None:
    desk = sign_in_at(ordering["url"], "lucas")
    desk.visit(f"crm.lead/{ordering['deal']}")
    shoot_both(desk, "135-affaire-achats")
    assert desk.page.locator("button[name=action_view_supplier_orders]").is_visible()
    desk.page.locator("button[name=action_new_supplier_order]:visible").click()
    desk.settle()
    form = desk.page.locator(".o_form_view")
    form.locator("[name=partner_id] input").fill("Imprimerie du Val")
    desk.page.locator(".o-autocomplete--dropdown-item", has_text="Imprimerie du Val").first.click()
    desk.page.get_by_role("button", name="Ajouter un produit").click()
    line = desk.page.locator(".o_field_one2many .o_selected_row")
    line.locator("[name=product_id] input").fill("Affiche")
    desk.page.locator(".o-autocomplete--dropdown-item", has_text="Affiche").first.click()
    desk.settle()
    line.locator("[name=price_unit] input").fill("120")
    desk.page.keyboard.press("Tab")
    desk.settle()
    shoot_both(desk, "136-commande-affaire")
    desk.page.get_by_role("button", name="Commander", exact=True).click()
    desk.settle()
    assert len(ordering["mail"].wait_for(2)) == 2
    desk.page.reload()
    desk.settle()
    assert "Commandée" in form.locator(".o_arrow_button_current").inner_text()
    desk.visit(f"crm.lead/{ordering['deal']}")
    shoot_both(desk, "137-affaire-deux-achats")


def test_B40_papers_of_a_subcontractor(ordering: dict, sign_in_at: Callable[[str, str], Desk]) -> None:
    found = re.search(
        r"^SUB (\d+) (\d+) (\d+)$", testing.odoo_shell(ordering["database"], MAKE_SUBCONTRACTOR), re.MULTILINE
    )
    supplier, order, action = found.groups()
    desk = sign_in_at(ordering["url"], "lucas")
    desk.visit(f"action-{action}")
    assert "Studio Sub" in desk.page.locator(".o_list_view").inner_text()
    shoot_both(desk, "140-papiers-a-renouveler")
    desk.visit(f"action-{action}/{supplier}")
    desk.page.get_by_role("tab", name="Papiers").click()
    assert "Attestation de vigilance URSSAF (non vérifié)" in plain(desk.page.locator(".o_form_view").inner_text())
    shoot_both(desk, "141-papiers-fournisseur")
    desk.visit(f"action-agency_purchase.supplier_order_action/{order}")
    desk.page.get_by_role("button", name="Commander", exact=True).click()
    desk.page.wait_for_selector(".modal-dialog")
    assert "Seul un Responsable" in desk.page.locator(".modal-dialog").inner_text()
    assert not desk.page.get_by_role("button", name="Commander quand même").is_visible()
    shoot_both(desk, "142-commander-sans-papiers")

    boss = sign_in_at(ordering["url"], "claire")
    boss.visit(f"action-agency_purchase.supplier_order_action/{order}")
    boss.page.get_by_role("button", name="Commander", exact=True).click()
    boss.page.wait_for_selector(".modal-dialog")
    boss.page.locator(".modal-dialog [name=reason] input").fill("Demandés ce jour")
    shoot_both(boss, "143-commander-responsable")
    boss.page.get_by_role("button", name="Commander quand même").click()
    boss.page.wait_for_selector(".modal-dialog", state="detached")
    boss.settle()
    boss.page.reload()
    boss.settle()
    assert "Demandés ce jour" in boss.page.locator(".o_form_view").inner_text()
    shoot_both(boss, "144-commandee-sans-papiers")


def test_B31_four_at_once_order_once(ordering: dict) -> None:
    """Two windows, an impatient finger: one confirmation, one mail."""
    output = testing.odoo_shell(ordering["database"], MAKE_SMALL)
    order = int(re.search(r"^SMALL (\d+)$", output, re.MULTILINE)[1])

    def place(_number: int) -> bool:
        session = requests.Session()
        page = session.get(f"{ordering['url']}/web/login", timeout=60).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        data = {"login": "lucas", "password": "mirabelle", "csrf_token": token}
        session.post(f"{ordering['url']}/web/login", data=data, timeout=60)
        params = {"model": "purchase.order", "method": "action_place", "args": [[order]], "kwargs": {}}
        url = f"{ordering['url']}/web/dataset/call_kw/purchase.order/action_place"
        return "error" not in session.post(url, json={"params": params}, timeout=120).json()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(place, range(4))) == [False, False, False, True]
    sent = "SELECT count(*) FROM mail_message m JOIN purchase_order p ON p.id = m.res_id AND m.model = 'purchase.order'"
    assert testing.sql(ordering["database"], f"{sent} WHERE p.id = {order} AND m.message_type = 'comment'") == "1"
