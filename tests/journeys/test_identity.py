"""A Responsable gives the agency its face, on one screen, and sees the page change beside it."""

from pages import Desk
from playwright.sync_api import FrameLocator, expect

FOOTER = "Imprim'Vert depuis 2009"


def open_identity(manager: Desk) -> FrameLocator:
    """Open « Identité », and return the page beside the choices."""
    manager.page.click(".o_menu_sections [data-menu-xmlid='agency_crm.menu_configuration']")
    manager.page.click("[data-menu-xmlid='agency_pdf.menu_identity']")
    preview = manager.page.frame_locator(".o_agency_identity_preview iframe")
    expect(preview.locator(".article").first).to_be_visible()
    manager.settle()
    return preview


def test_the_page_follows_what_is_chosen(manager: Desk) -> None:
    preview = open_identity(manager)
    screen = manager.page.locator(".o_agency_identity")
    expect(preview.locator(".article").first).to_contain_text("Devis")
    manager.shoot("90-identite")

    screen.locator("[name=agency_layout] label", has_text="Bandeau").click()
    expect(preview.locator(".article.layout_band").first).to_be_visible()
    screen.locator("[name=agency_footer] input").fill(FOOTER)
    screen.locator("[name=agency_footer] input").press("Tab")
    expect(preview.locator(".foot_line").first).to_have_text(FOOTER)
    manager.shoot("91-identite-bandeau")
    screen.locator("[name=agency_layout] label", has_text="Centré").click()
    expect(preview.locator(".article.layout_centred").first).to_be_visible()
    manager.page.set_viewport_size({"width": 1280, "height": 720})
    manager.shoot("92-identite-centre")
    manager.page.set_viewport_size({"width": 1440, "height": 900})

    manager.page.locator(".modal footer button[name=action_save]").click()
    expect(manager.page.locator(".modal")).to_have_count(0)
    manager.page.wait_for_selector(".o_menu_sections [data-menu-xmlid^='agency_crm.']")
    preview = open_identity(manager)
    expect(preview.locator(".article.layout_centred").first).to_be_visible()
    expect(preview.locator(".foot_line").first).to_have_text(FOOTER)
    # As it was: other journeys read the documents too.
    screen.locator("[name=agency_layout] label", has_text="Sobre").click()
    screen.locator("[name=agency_footer] input").fill("")
    screen.locator("[name=agency_footer] input").press("Tab")
    expect(preview.locator(".article.layout_sober").first).to_be_visible()
    manager.page.locator(".modal footer button[name=action_save]").click()
    expect(manager.page.locator(".modal")).to_have_count(0)
