"""In French: a paper refused with its reason, told by a mail and on the page; an option taken by the customer."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pages import Desk, plain
from playwright.sync_api import Browser
from serving import serve_sample

MAKE = """
from odoo import fields
from odoo.fields import Command
user = env["res.users"].search([("login", "=", "lucas")])
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
sub = env["res.partner"].create({"name": "Studio Sub", "email": "studio@sub.example", "is_company": True,
    "is_subcontractor": True, "is_printer": True, "lang": "fr_FR"})
deal = env["crm.lead"].search([("type", "=", "opportunity"), ("partner_id", "!=", False)], limit=1)
service = env["product.product"].search([("sale_ok", "=", True), ("type", "=", "service")], limit=1)
request = env["agency.price.request"].create({
    "title": "Brochure 12 pages", "lead_id": deal.id,
    "item_ids": [Command.create({"name": "Brochure A4", "quantities": "1000 2000", "product_id": service.id})],
    "supplier_ids": [Command.set(sub.ids)]})
asked = request.consultation_ids
asked.action_mark_asked()
page = env["agency.price.consultation"]._get_of_page_sudo(asked.id, asked.sudo().page_token)
day = fields.Date.context_today(user)
assert not page._take_paper_on_page({"kind": "vigilance", "code": "ABC123", "issued_on": day.isoformat()},
    [("Attestation URSSAF.pdf", b"%PDF-1.4 attestation")])
answer = env["agency.price.answer"].create({"consultation_id": asked.id})
for line, price in zip(answer.line_ids, (900.0, 1400.0)):
    line.total = price
answer.action_apply()
order = None
for offer in request.offer_ids.sorted("landed"):
    choice = env["agency.price.choice"].create({"offer_id": offer.id, "product_id": service.id,
        **({"order_id": order.id} if order else {})})
    order = env["sale.order"].browse(choice.action_apply()["res_id"])
order.write({"require_payment": False})
order.action_quotation_sent()
address = order.get_portal_url()
env.cr.commit()
print("MADE", sub.id, order.id, env.ref("agency_purchase.supplier_paper_action").id, page._get_page_path(), address)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """The sample agency with the add-on: a paper to accept, and a quote with an option."""
    with serve_sample("refusing", tmp_path_factory.mktemp("mail"), "agency_purchase") as agency:
        output = agency.shell(MAKE)
        found = re.search(r"^MADE (\d+) (\d+) (\d+) (\S+) (\S+)$", output, re.MULTILINE)
        assert found, output
        keys = ("supplier", "order", "action", "page", "portal")
        yield {**vars(agency), **dict(zip(keys, found.groups(), strict=True))}


def shoot_both(desk: Desk, name: str) -> None:
    for width in (1280, 1440):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.shoot(f"{name}-{width}")


def test_B40_a_paper_is_refused_and_its_supplier_told(
    made: dict, sign_in_at: Callable[[str, str], Desk], browser: Browser, shots: Path
) -> None:
    desk = sign_in_at(made["url"], "lucas")
    desk.visit(f"action-{made['action']}/{made['supplier']}")
    desk.page.get_by_role("tab", name="Papiers").click()
    shoot_both(desk, "150-papier-a-accepter")
    desk.page.locator("button[name=action_refuse]").click()
    window = desk.page.locator(".modal-dialog")
    window.locator("[name=reason] input").fill("Attestation d’une autre société")
    assert "Attestation de vigilance" in plain(window.inner_text())
    shoot_both(desk, "151-refuser")
    window.get_by_role("button", name="Refuser et prévenir").click()
    desk.page.wait_for_selector(".modal-dialog", state="detached")
    (message,) = made["mail"].wait_for(1)
    mail = message_from_bytes(bytes(message), policy=policy.default)
    body = mail.get_body(("html",)).get_content()
    assert mail["Subject"].startswith("À renvoyer")
    assert "Attestation d’une autre société" in body
    assert made["page"].replace("&", "&amp;") in body
    desk.visit(f"action-{made['action']}/{made['supplier']}")
    desk.page.get_by_role("tab", name="Papiers").click()
    assert "Attestation d’une autre société" in plain(desk.page.locator(".o_form_view").inner_text())
    shoot_both(desk, "152-papier-refuse")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(body)
    page.screenshot(path=shots / "153-mail-refus.png")
    page.goto(made["url"] + made["page"] + "#papers")
    assert "a été refusé" in plain(page.locator("#papers").inner_text())
    page.screenshot(path=shots / "154-page-refus.png", full_page=True)
    page.close()


def test_B19_a_customer_takes_an_option(
    made: dict, sign_in_at: Callable[[str, str], Desk], browser: Browser, shots: Path
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    # Its buttons are links to nowhere until its scripts have come.
    page.goto(made["url"] + made["portal"], wait_until="networkidle")
    lines = page.locator("#sales_order_table")
    before = plain(lines.inner_text())
    assert before.index("1 000") < before.index("Options") < before.index("2 000")
    page.screenshot(path=shots / "155-options.png", full_page=True)
    with page.expect_navigation():
        lines.locator("a.js_update_line_json[aria-label='Ajouter'], a.js_update_line_json:has(.fa-plus)").last.click()
    after = plain(lines.inner_text())
    assert after.index("2 000") < after.index("Options") < after.index("1 000")
    page.screenshot(path=shots / "156-option-prise.png", full_page=True)
    page.close()
    desk = sign_in_at(made["url"], "lucas")
    desk.visit(f"sale.order/{made['order']}")
    assert "Option retenue" in plain(desk.page.locator(".o-mail-Chatter").inner_text())
    shoot_both(desk, "157-devis-option-prise")
