"""One search finds a client by whatever somebody has in hand: Ctrl+K, and the box of the list of deals."""

import io

import pytest
from pages import Desk
from playwright.sync_api import expect
from pypdf import PdfReader


@pytest.mark.parametrize("typed", ["06 39 98 20 22", "0639982022", "DEV15", "Fabrice"])
def test_the_palette_and_the_list_find_a_client(user: Desk, typed: str) -> None:
    user.page.keyboard.press("Control+k")
    user.page.locator(".o_command_palette_search input").fill(typed)
    found = user.page.locator(".o_command_palette .o_command", has_text="Enseigne et dépliants")
    expect(found.first).to_be_visible()
    user.page.keyboard.press("Escape")
    user.open("Affaires")
    user.search(typed)
    assert any("Enseigne et dépliants" in row for row in user.rows())


def test_a_status_filter_takes_the_place_of_the_one_before(user: Desk) -> None:
    user.open("Affaires")
    user.page.locator(".o_searchview_dropdown_toggler").click()
    user.page.locator(".o_filter_menu .o_menu_item", has_text="Perdue").first.click()
    user.settle()
    facets = " ".join(user.page.locator(".o_searchview_facet").all_inner_texts())
    assert "Perdue" in facets
    assert "En cours" not in facets


def test_the_manual_opens_at_the_chapter_of_the_screen(user: Desk) -> None:
    # Chromium without a window has no reader of PDF files: what is opened is told, and asked for below.
    user.page.add_init_script("window.open = (url) => { window.opened = url; }")
    user.page.reload()
    for menu, chapter in (("Affaires", 2), ("Devis", 3)):
        user.open(menu)
        user.page.locator(".o_user_menu button").click()
        item = user.page.locator("[data-menu=agency_manual]")
        expect(item).to_have_text("? Manuel d'utilisation")
        if menu == "Affaires":
            user.shoot("98-manuel")
        item.click()
        address = user.page.evaluate("window.opened")
        assert address.endswith(f"/manuel.pdf#nameddest=chapitre-{chapter}")
    answer = user.page.context.request.get(user.url + address.partition("#")[0])
    assert answer.ok
    assert f"chapitre-{chapter}" in PdfReader(io.BytesIO(answer.body())).named_destinations
