"""One search finds a client by whatever somebody has in hand: Ctrl+K, and the box of the list of deals."""

import pytest
from pages import Desk
from playwright.sync_api import expect


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
