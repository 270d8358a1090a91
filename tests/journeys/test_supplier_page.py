"""A printer's round in French, by the link of its mail: on a telephone, then on a screen; the agency compares."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from blank import blank_pdf
from lxml import html
from mails import links
from pages import Desk
from pages_suppliers import SupplierPage
from serving import serve_sample

from tools.agency import testing

PRINTERS = {"Imprimerie du Val": "val@imprimeurs.example", "Presses du Lac": "lac@imprimeurs.example"}
MAKE_REQUEST = """
import json
from odoo.fields import Command
user = env["res.users"].search([("login", "=", "lucas")])
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
printers = env["res.partner"].create([
    {"name": name, "email": email, "is_company": True, "is_printer": True, "lang": "fr_FR"}
    for name, email in PRINTERS.items()])
deal = env["crm.lead"].search([("type", "=", "opportunity"), ("partner_id", "!=", False)], limit=1)
request = env["agency.price.request"].create({
    "title": "Brochure 12 pages", "lead_id": deal.id, "delivery": "Nancy, un point",
    "brief": "<p>Brochure institutionnelle, piquée deux points métal. <b>BAT numérique</b> attendu.</p>",
    "spec": "Fini 210 × 297 mm\\n12 pages + couverture\\nIntérieur couché demi-mat 135 g, couverture 250 g\\n4/4",
    "item_ids": [
        Command.create({"name": "Brochure A4", "quantities": "500 1000 2000", "description": "Pelliculage mat recto"}),
        Command.create({"name": "Pochettes à rabat", "quantities": "250"})],
    "supplier_ids": [Command.set(printers.ids)],
    "attachment_ids": [Command.create(
        {"name": "Maquette brochure.pdf", "raw": PDF, "res_model": "agency.price.request"})]})
request.action_send()
env.cr.commit()
env["mail.mail"].sudo().search([("model", "=", "agency.price.consultation")]).send()
env.cr.commit()
print("REQUEST", request.id, deal.id, json.dumps([deal.name, deal.partner_id.name]))
"""


ACCEPT = """
user = env["res.users"].search([("login", "=", "lucas")])
request = env["agency.price.request"].browse(REQUEST)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": request.company_id.ids})
offer = env["agency.price.offer"].search([("request_id", "=", REQUEST), ("variant", "!=", "")], limit=1)
service = env["product.product"].search([("sale_ok", "=", True), ("type", "=", "service")], limit=1)
choice = env["agency.price.choice"].create(
    {"offer_id": offer.id, "reason": "Papier", "product_id": service.id, "order_id": False})
quote = env["sale.order"].browse(choice.action_apply()["res_id"])
offer.consultation_id.valid_until = "2020-01-31"
quote.action_confirm()
env.cr.commit()
print("ORDER", quote.sudo().order_line.purchase_line_ids.order_id.id)
"""


LINK = r"https?://\S*?/demande/\d+\?access_token=[\w-]+"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """The sample agency with the add-on, and two printers who were asked by mail."""
    with serve_sample("suppliers", tmp_path_factory.mktemp("mail"), "agency_purchase") as agency:
        output = agency.shell(f"PRINTERS = {PRINTERS!r}\nPDF = {blank_pdf()!r}\n{MAKE_REQUEST}")
        found = re.search(r"^REQUEST (\d+) (\d+) (.*)$", output, re.MULTILINE)
        assert found, output
        asking = links(agency.mail.wait_for(2), LINK, agency.url)
        yield {**vars(agency), "links": asking, "request": int(found[1]), "secrets": json.loads(found[3])}


def link_of(asked: dict, email: str) -> str:
    return next(link for to, link in asked["links"].items() if email in to)


def test_a_printer_answers_by_the_link_of_its_mail(
    asked: dict,
    new_context: Callable,
    screens: list,
    shots: Path,
    sign_in_at: Callable[[str, str], Desk],
    tmp_path: Path,
) -> None:
    page = SupplierPage(new_context(), asked["url"], shots)
    screens.append(page)
    page.resize(390)
    page.open(link_of(asked, "val@"))
    for words in ("Brochure 12 pages", "BAT numérique", "Pelliculage mat recto", "Maquette brochure.pdf", "Nancy"):
        assert words in page.text()
    for foreign in ("Price", "Send", "Quantity", "Se connecter", "Mon compte", "Powered", "Presses du Lac"):
        assert foreign not in page.text()
    for secret in asked["secrets"]:
        assert secret not in page.page.content()
    shoot_both(page, "120-fournisseur-demande")

    # A slip: what was typed stays, and words say what is wrong.
    page.resize(390)
    page.fill("500", price="1 180,50", set_up="90")
    page.fill("1 000", price="-3")
    page.say("Commentaire", "Papier <b>FSC</b> en stock")
    page.press("Envoyer mes prix")
    assert "Rien n'est encore envoyé" in page.news()
    assert "« -3 » est négatif" in page.text()
    assert page.amount("500") == "1 180,50"
    shoot_both(page, "121-fournisseur-refus")

    page.resize(390)
    page.fill("1 000", price="1.490,00", delivery="45")
    page.say("Délai, en jours", "8 jours")
    page.say("N° de votre devis", "D-2026-118")
    page.unfold("Proposer une variante")
    page.say("Votre variante", "Intérieur 115 g recyclé")
    page.page.get_by_label("Quantité", exact=True).select_option(
        label="Brochure A4 × 1 000".replace("1 000", "1\u00a0000")
    )
    page.page.locator("input[name=total_variant_0]").fill("1 320")
    quote = tmp_path / "Devis Val.pdf"
    quote.write_bytes(blank_pdf())
    page.join(quote)
    page.press("Envoyer mes prix")
    assert "Votre réponse a été envoyée le" in page.news()
    for words in (
        "1 270,50 €",
        "1 535,00 €",
        "Intérieur 115 g recyclé",
        "Devis Val.pdf",
        "D-2026-118",
        "<b>FSC</b>",
        "Vous pouvez la modifier jusqu'au",
    ):
        assert words in page.text(), words
    shoot_both(page, "122-fournisseur-envoyee")
    page.unfold("Modifier ma réponse")
    shoot_both(page, "123-fournisseur-modifier")

    # The other one cannot.
    other = SupplierPage(new_context(), asked["url"], shots)
    screens.append(other)
    other.open(link_of(asked, "lac@"))
    other.unfold("Je ne peux pas répondre")
    other.say("Pourquoi ? Un mot suffit.", "Machines arrêtées en août")
    other.press("Prévenir que je ne peux pas répondre")
    assert "Merci de nous avoir prévenus" in other.news()
    shoot_both(other, "124-fournisseur-decline")

    # The agency compares.
    desk = sign_in_at(asked["url"], "lucas")
    desk.visit(f"agency.price.request/{asked['request']}")
    desk.page.get_by_role("tab", name="Comparer").click()
    desk.page.wait_for_selector(".o_agency_price_grid table")
    assert "Intérieur 115 g recyclé" in desk.page.locator(".o_agency_price_grid").inner_text()
    assert "Imprimerie du Val a répondu sur sa page." in desk.page.locator(".o-mail-Thread").inner_text()
    desk.shoot("125-demande-comparer", full_page=True)


def test_B15_two_answers_at_once_follow_each_other(asked: dict) -> None:
    """Sent twice by an impatient finger, or from two desks: one answer, no half of two."""
    link = link_of(asked, "val@")

    def send(price: int) -> int:
        session = requests.Session()
        session.headers["User-Agent"] = "Mozilla/5.0 Firefox/140.0"
        form = html.fromstring(session.get(link, timeout=60).text).xpath("//form[.//input[@name='version']]")[0]
        data = {name: value or "" for name, value in form.form_values()}
        rows = sorted(name for name in data if re.fullmatch(r"total_\d+", name))
        data |= dict.fromkeys(rows, str(price))
        return session.post(asked["url"] + form.action, data=data, timeout=120, allow_redirects=False).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, (3001, 3002, 3003, 3004))) == [303] * 4
    text = " ".join(html.fromstring(requests.get(link, timeout=60).text).text_content().split())
    totals = re.findall(r"300[1-4],00", text.replace("\u202f", "").replace("\xa0", "").replace("3 00", "300"))
    assert len(set(totals)) == 1, "one answer holds, whole"


def test_B30_an_accepted_quote_prepares_the_order(asked: dict, sign_in_at: Callable[[str, str], Desk]) -> None:
    """After the first test: its variant is chosen, its quote accepted."""
    output = testing.odoo_shell(asked["database"], f"REQUEST = {asked['request']}\n{ACCEPT}")
    order = int(re.search(r"^ORDER (\d+)$", output, re.MULTILINE)[1])
    desk = sign_in_at(asked["url"], "lucas")
    desk.visit(f"action-agency_purchase.supplier_order_action/{order}")
    text = desk.page.locator(".o_form_view").inner_text()
    assert "À reconfirmer par le fournisseur" in text
    for width in (1280, 1440):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.shoot(f"126-commande-fournisseur-{width}")
    desk.page.get_by_role("button", name="Le fournisseur a confirmé").click()
    desk.settle()
    assert "À reconfirmer par le fournisseur" not in desk.page.locator(".o_form_view").inner_text()
    desk.visit("action-agency_purchase.supplier_order_action")
    assert "Imprimerie du Val" in desk.page.locator(".o_list_view").inner_text()
    desk.shoot("127-commandes-fournisseur")


def shoot_both(page: SupplierPage, name: str) -> None:
    """Save pictures on a telephone and on a screen; nothing is wider than either."""
    for width in (390, 1280):
        page.resize(width)
        assert page.overflow() <= 0, f"{name} at {width}"
        page.shoot(f"{name}-{width}", full_page=True)
