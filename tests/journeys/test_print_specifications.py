"""Print specifications in French: filled in from the list, kept as a model, started from, read by a printer."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mails import links, pdf_text
from pages import Desk, plain
from pages_forms import Dialog
from pages_suppliers import RequestForm, SupplierPage
from playwright.sync_api import expect
from serving import serve_sample

MAKE_DEAL = """
user = env["res.users"].search([("login", "=", "lucas")])
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
env["res.partner"].create({"name": "Imprimerie du Val", "email": "val@imprimeurs.example", "is_company": True,
    "is_printer": True, "lang": "fr_FR"})
account = env["res.partner"].create({"name": "Fromagerie des Hautes Chaumes", "is_company": True})
deal = env["crm.lead"].create({"name": "Vente directe", "type": "opportunity", "partner_id": account.id,
    "user_id": user.id, "company_id": company.id})
env.cr.commit()
print("DEAL", deal.id)
"""
LINK = r"https?://\S*?/demande/\d+\?access_token=[\w-]+"
WANTED = {
    "Produit": "Brochure institutionnelle",
    "Format fini": "210 × 297 mm",
    "Pages": "12 + 4 de couverture",
    "Papier intérieur": "Couché demi-mat 135 g/m², certifié",
    "Couverture": "Couché demi-mat 250 g/m²",
    "Couleurs recto/verso": "4/4",
    "Façonnage": "2 points métal",
    "BAT": "Contractuel, une épreuve de la couverture",
    "Délai": "8 jours ouvrés après le BAT",
}


@pytest.fixture(scope="module")
def specified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """The sample agency with the add-on, a deal, a printer."""
    with serve_sample("specs", tmp_path_factory.mktemp("mail"), "agency_purchase") as agency:
        output = agency.shell(MAKE_DEAL)
        found = re.search(r"^DEAL (\d+)$", output, re.MULTILINE)
        assert found, output
        yield {**vars(agency), "deal": int(found[1])}


def shoot_both(desk: Desk, name: str) -> None:
    for width in (1280, 1440):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.shoot(f"{name}-{width}", full_page=True)


def fill_in(request: RequestForm, wanted: dict[str, str]) -> None:
    """Type what is wanted in the rows, as they are on the screen."""
    rows = request.field("spec_ids")
    for name, value in wanted.items():
        row = rows.locator(".o_data_row").filter(has=request.page.get_by_text(name, exact=True))
        row.locator("td[name='value']").click()
        rows.locator(".o_selected_row td[name='value'] input").fill(value)
    request.page.keyboard.press("Escape")


def type_down(request: RequestForm, values: list[str]) -> None:
    """Fill in the first rows by the keyboard alone: what is wanted, Enter, the next."""
    rows = request.field("spec_ids")
    rows.locator(".o_data_row td[name='value']").first.click()
    for number, value in enumerate(values):
        expect(rows.locator(".o_data_row").nth(number)).to_have_class(re.compile("o_selected_row"))
        expect(rows.locator(".o_selected_row td[name='value'] input")).to_be_focused()
        request.page.keyboard.type(value)
        request.page.keyboard.press("Enter")


def test_a_printer_reads_what_was_filled_in(
    specified: dict,
    sign_in_at: Callable[[str, str], Desk],
    new_context: Callable,
    screens: list,
    shots: Path,
) -> None:
    lucas = sign_in_at(specified["url"], "lucas")
    lucas.visit(f"crm.lead/{specified['deal']}")
    first = new_request(lucas)
    first.write("title", "Brochure 16 pages")
    first.ask_supplier("Imprimerie du Val")
    first.add_item("Brochure A4", "500 1000", "Affiche (création)")
    shoot_both(lucas, "170-demande-postes")
    first.tab("Caractéristiques")
    shoot_both(lucas, "171-caracteristiques-a-remplir")
    type_down(first, list(WANTED.values())[:2])
    fill_in(first, WANTED)
    first.write("spec", "Échantillon papier à joindre au devis.")
    first.save_until_saved()
    shoot_both(lucas, "172-caracteristiques-remplies")

    first.run("action_save_template")
    window = Dialog(lucas).ready()
    assert window.value("name") == "Brochure A4"
    window.write("name", "Brochure A4 piquée")
    shoot_both(lucas, "173-enregistrer-comme-modele")
    window.root.locator(".o_form_button_save").click()
    lucas.page.locator(".modal").wait_for(state="detached")

    lucas.visit(f"crm.lead/{specified['deal']}")
    request = new_request(lucas)
    request.write("title", "Brochure 16 pages, réimpression")
    request.choose("template_id", "Brochure A4 piquée")
    assert "Brochure A4" in plain(request.field("item_ids").inner_text())
    request.ask_supplier("Imprimerie du Val")
    request.field("item_ids").locator(".o_data_row td[name='quantities']").click()
    request.field("item_ids").locator(".o_selected_row td[name='quantities'] input").fill("2000")
    request.tab("Caractéristiques")
    fill_in(request, {"Couleurs recto/verso": "5/5, Pantone 185 C"})
    shoot_both(lucas, "174-demande-depuis-un-modele")
    request.run("action_send")
    (mail,) = specified["mail"].wait_for(1)
    (pdf,) = (part.get_content() for part in mail.iter_attachments() if part.get_content_type() == "application/pdf")
    (shots / "175-demande.pdf").write_bytes(pdf)
    text = plain(pdf_text(pdf))
    ((_to, link),) = links([mail], LINK, specified["url"]).items()
    page = SupplierPage(new_context(), specified["url"], shots)
    screens.append(page)
    page.open(link)
    for width in (390, 1280, 1440):
        page.resize(width)
        assert page.overflow() <= 0
        page.shoot(f"176-page-caracteristiques-{width}", full_page=True)
    for words in (*WANTED, "5/5, Pantone 185 C", "Contractuel, une épreuve", "Échantillon papier"):
        assert words in page.text(), words
        assert words in text, words
    for secret in ("Fromagerie", "Vente directe", "Finition", "vernis", "Format ouvert", "Modèle"):
        assert secret not in page.text()
        assert secret not in text

    # Started from, never answered: « Dupliquer ».
    request.reload()
    request.tab("Caractéristiques")
    shoot_both(lucas, "177-demande-envoyee")
    lucas.visit("action-agency_purchase.agency_price_template_action")
    assert "Brochure A4 piquée" in lucas.page.locator(".o_list_view").inner_text()
    claire = sign_in_at(specified["url"], "claire")
    claire.open_agency()
    claire.page.locator(".o_menu_sections [data-menu-xmlid='agency_einvoice.menu_suppliers']").click()
    shoot_both(claire, "178-menu-fournisseurs")
    claire.visit("action-agency_purchase.agency_print_characteristic_action")
    shoot_both(claire, "179-liste-des-caracteristiques")


def new_request(lucas: Desk) -> RequestForm:
    lucas.page.locator("button[name='action_new_price_request']:visible").first.click()
    return RequestForm(lucas).ready()
