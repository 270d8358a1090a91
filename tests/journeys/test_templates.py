"""A Responsable makes a template from the agency's own document: fields and blocks by a click, then a preview."""

from pages import Desk
from pages_documents import read_tab
from pages_forms import Form
from playwright.sync_api import Locator, expect

PALETTE = ".o_agency_palette"


def open_new_template(manager: Desk) -> Locator:
    """Open « Modèles de documents », begin a template, and return the palette beside its words."""
    manager.page.click(".o_menu_sections [data-menu-xmlid='agency_crm.menu_configuration']")
    manager.page.click("[data-menu-xmlid='agency_documents.menu_document_templates']")
    manager.new(Form)
    palette = manager.page.locator(PALETTE)
    expect(palette).to_be_visible()
    return palette


def test_a_template_is_made_by_clicks_and_previewed(manager: Desk) -> None:
    palette = open_new_template(manager)
    form = Form(manager)
    form.write("name", "Devis de conférence")
    body = manager.page.locator("[name=body] .odoo-editor-editable")
    expect(body).to_contain_text("{{ block.parties }}")
    manager.shoot("94-modele")

    # A field is looked for, and goes where the cursor is; a block stands on a line of its own.
    body.locator("p").first.click()
    manager.page.keyboard.press("Control+Home")
    manager.page.keyboard.type("Préparé pour : ")
    palette.locator("input[type=search]").fill("ville")
    palette.locator(".o_agency_palette_item", has_text="Ville").first.click()
    expect(body.locator("p").first).to_have_text("Préparé pour : {{ object.partner_id.city }}{{ block.parties }}")
    manager.page.keyboard.press("Enter")
    palette.locator("input[type=search]").fill("zzz")
    expect(palette).to_contain_text("Rien de ce nom.")
    palette.locator("input[type=search]").fill("")
    manager.shoot("95-modele-champ")
    form.save()

    # The editor offers what prints: nothing of what lives on a screen alone (documents.md, D23).
    body.locator("p").first.click()
    for key in ("End", "Enter", "/"):
        manager.page.keyboard.press(key)
    offered = manager.page.locator(".o-we-powerbox")
    expect(offered).to_contain_text("Tableau")
    expect(offered).to_contain_text("2 colonnes")
    for word in ("Bannière", "Check-list", "Vidéo", "Fichier", "direction", "Table des matières", "étoiles"):
        expect(offered).not_to_contain_text(word)
    manager.page.keyboard.press("Escape")
    manager.page.keyboard.press("Backspace")

    # What is left out of what the law asks is told.
    body.locator("p", has_text="block.signature").click(click_count=3)
    manager.page.keyboard.press("Delete")
    form.save()
    expect(manager.page.locator(".o_form_sheet .alert")).to_contain_text("Signature")
    body.locator("p", has_text="block.mentions").click()
    palette.locator(".o_agency_palette_item", has_text="Signature").click()
    expect(body.locator("p", has_text="block.signature")).to_have_text("{{ block.signature }}")
    form.save()
    expect(manager.page.locator(".o_form_sheet .alert")).to_be_hidden()
    manager.page.set_viewport_size({"width": 1280, "height": 720})
    manager.shoot("96-modele-1280")
    manager.page.set_viewport_size({"width": 1440, "height": 900})

    text = read_tab(manager, lambda: form.run("action_preview"))
    assert "Préparé pour : " in text and "{{" not in text
    assert "Bon pour accord" in text
