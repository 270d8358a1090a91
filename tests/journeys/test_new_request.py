"""A request is noted while the client is on the telephone, from a phone-wide window too, in French."""

from pages import Desk, plain
from pages_sales import DealForm
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


def fill(user: Desk, name: str, value: str) -> None:
    box = user.page.locator(f".modal .o_field_widget[name='{name}'] input")
    box.fill(value)
    box.press("Tab")
    user.settle()


def test_a_request_is_noted_from_a_phone(sign_in) -> None:
    user = sign_in("lucas")
    user.page.set_viewport_size(PHONE)
    user.visit("agency-today")
    button = user.page.locator("button:visible", has_text="Nouvelle demande")
    if not button.count():
        # Among the others, behind the three dots.
        user.page.locator("button.o-control-panel-adaptive-dropdown").click()
    button.first.click()
    user.settle()
    dialog = user.page.locator(".modal")
    expect(dialog).to_contain_text("Nouvelle demande")
    fill(user, "name", "Enseigne de la scierie")
    fill(user, "company_name", "Scierie Vautrin")
    fill(user, "contact_name", "Paul Roy")
    fill(user, "phone", "03 29 00 00 01")
    user.shoot("65-nouvelle-demande-telephone")
    # Nothing is cut nor to be scrolled sideways.
    assert user.page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")
    dialog.locator("button[name='action_save']").click()
    expect(dialog).to_have_count(0)
    user.settle()
    deal = DealForm(user).ready()
    assert deal.value("name") == "Enseigne de la scierie"
    assert "Paul Roy" in deal.value("partner_id")
    user.shoot("66-affaire-telephone")


def test_who_is_known_is_shown_before_a_second_one_is_made(user: Desk) -> None:
    user.open("Comptes")
    known = plain(
        user.page.locator(".o_data_row td[name='complete_name'], .o_data_row td[name='name']").first.inner_text()
    )
    user.page.keyboard.press("Control+k")
    user.page.locator(".o_command_palette_search input").fill("Nouvelle demande")
    user.page.locator(".o_command_palette .o_command", has_text="Nouvelle demande").first.click()
    dialog = user.page.locator(".modal")
    expect(dialog).to_contain_text("Nouvelle demande")
    fill(user, "name", "Une affiche")
    fill(user, "company_name", f"{known.upper()} SARL")
    found = dialog.locator(".o_agency_lookalike", has_text=known)
    expect(found.first).to_be_visible()
    user.shoot("67-est-ce-lui")
    found.first.locator("button").click()
    user.settle()
    expect(dialog.locator(".o_field_widget[name='partner_id'] input")).to_have_value(known)
    user.shoot("68-deja-connu")
    dialog.locator("button[name='action_save']:visible, button[name='action_save_anyway']:visible").click()
    expect(dialog).to_have_count(0)
    user.settle()
    assert known in DealForm(user).ready().value("partner_id")
