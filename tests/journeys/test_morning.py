"""A morning's work of Lucas from « À faire »: calls noted, quotes chased, rows put off, an invoice sent; favourites.

In French, in a browser; the reminder is read where it arrives.
"""

import re

from mails import body, pdfs
from pages import Desk, plain
from pages_forms import Form
from pages_sales import Composer, DealForm
from playwright.sync_api import expect

from tools.agency import testing

# Of a quote or an order: Odoo's, or those that vtiger gave.
NUMBER = r"\b(S\d{5}|DEV\d+|BC\d+)\b"


def today_rows(user: Desk, group: str, of_each: str = "row.innerText") -> list[str]:
    """Return the rows of a group of « À faire aujourd'hui », or what `of_each` says of one."""
    return user.page.evaluate(
        """group => {
            const rows = [];
            let inside = false;
            for (const row of document.querySelectorAll(".o_list_view tbody tr")) {
                if (row.classList.contains("o_group_header")) inside = row.innerText.includes(group);
                else if (inside && row.classList.contains("o_data_row")) rows.push(OF_EACH);
            }
            return rows;
        }""".replace("OF_EACH", of_each),
        group,
    )


def today_subjects(user: Desk, group: str) -> list[str]:
    """Return the subjects of the rows of a group."""
    return [plain(said) for said in today_rows(user, group, "row.querySelector(`td[name='name']`).innerText")]


def open_today(user: Desk) -> None:
    """Open the app, as one does in the morning."""
    user.open("À faire")
    expect(user.page.locator(".o_breadcrumb")).to_contain_text("À faire aujourd'hui")
    user.settle()


def test_a_morning(agency, user: Desk) -> None:
    # What the night did: drafts of the recurring orders.
    testing.odoo_shell(agency.database, "env['sale.order']._cron_make_recurring_invoices(); env.cr.commit()")
    open_today(user)
    user.shoot("60-a-faire-aujourdhui")
    late = today_rows(user, "Affaires")
    assert late
    for group in ("Factures en retard", "Factures à confirmer", "Tâches"):
        assert today_rows(user, group), group
    # One row per need: the deal says which quote is to be chased.
    assert not today_rows(user, "Devis à relancer")

    # A call is noted with what comes next: two clicks.
    # Other journeys of this database may have left activities above the deals.
    subject = today_subjects(user, "Affaires")[0]
    today_button(user, subject, "action_finish").click()
    dialog = user.page.locator(".modal")
    expect(dialog).to_contain_text("Et maintenant ?")
    expect(dialog.locator(".o_field_widget[name='next_step_id'] .active")).to_have_text("2 - A rappeler")
    user.shoot("62-et-maintenant")
    dialog.locator("button[name='action_apply']").click()
    expect(dialog).to_have_count(0)
    user.settle()
    assert subject not in " ".join(today_rows(user, "Affaires"))

    # A quote without an answer: its reminder is ready, from the row.
    row = next(row for row in today_rows(user, "Affaires") if re.search(NUMBER, row))
    number = re.search(NUMBER, row)[0]
    before = len(agency.mail.messages())
    give_address(agency, number)
    today_button(user, number, "action_remind").click()
    composer = Composer(user).ready()
    assert number in composer.subject()
    user.shoot("61-relance")
    composer.send()
    mail = agency.mail.wait_for(before + 1)[before]
    assert "Avez-vous pu en prendre connaissance" in body(mail)
    assert number in " ".join(pdfs(mail).values())
    open_today(user)
    assert number not in " ".join(today_rows(user, "Affaires"))

    # Several put off at once, and one of them opened: the pager walks the list.
    rows = user.page.locator(".o_data_row").count()
    for line in (0, 1):
        user.page.locator(".o_data_row .o_list_record_selector input").nth(line).check()
    user.press("+2 j")
    assert user.page.locator(".o_data_row").count() == rows - 2
    user.page.locator(".o_data_row td[name='name']").first.click()
    expect(user.page.locator(".o_pager_limit").first).to_have_text(str(rows - 2))
    opened = user.address()
    user.page.locator(".o_pager_next").first.click()
    user.settle()
    expect(user.page.locator(".o_pager_value").first).to_have_text("2")
    assert user.address() != opened
    open_today(user)

    # The draft of a recurring order is confirmed.
    drafts = today_rows(user, "Factures à confirmer")
    origin = re.search(NUMBER, drafts[0])[0]
    today_button(user, "Confirmer et envoyer la facture", "action_invoice").click()
    expect(dialog).to_be_visible()
    user.settle()
    dialog.locator(".btn-close").click()
    expect(dialog).to_have_count(0)
    open_today(user)
    assert len(today_rows(user, "Factures à confirmer")) == len(drafts) - 1, origin
    assert len(today_rows(user, "Factures à envoyer")) >= 1


def test_from_a_phone(sign_in) -> None:
    """In a train: the rows are cards, with the telephone and the buttons."""
    user = sign_in("lucas")
    user.page.set_viewport_size({"width": 390, "height": 844})
    user.visit("agency-today")
    cards = user.page.locator(".o_kanban_record:not(.o_kanban_ghost)")
    # Of a deal: an activity of the house has nobody to call.
    card = cards.filter(has=user.page.locator("button[name='action_finish']"), has_text="A rappeler").first
    assert card.locator("a[href^='tel:']").count() == 1
    subject = plain(card.locator(".fw-bold").first.inner_text())
    user.shoot("63-a-faire-telephone")
    card.locator("button[name='action_postpone_days']").click()
    expect(cards.filter(has_text=subject)).to_have_count(0)


def test_a_step_done_from_the_form_asks_what_comes_next(user: Desk) -> None:
    user.open("Affaires")
    user.search("Guide touristique")
    deal = user.open_row("Guide touristique", DealForm)
    user.page.locator(".o-mail-Activity", has_text="2 - A rappeler").locator(".o-mail-Activity-markDone").click()
    dialog = user.page.locator(".modal")
    expect(dialog).to_contain_text("Et maintenant ?")
    dialog.locator(".o_field_widget[name='note'] textarea").fill("Elle réfléchit encore")
    dialog.locator("button[name='action_apply']").click()
    expect(dialog).to_have_count(0)
    expect(user.page.locator(".o-mail-Chatter")).to_contain_text("Elle réfléchit encore")
    assert deal.value("next_step_id") == "2 - A rappeler"
    user.shoot("64-affaire-apres")


def today_button(user: Desk, words: str, name: str):
    """Return a button of a row of « À faire », by some words of the row."""
    return user.page.locator(".o_data_row", has_text=words).first.locator(f"button[name='{name}']")


def give_address(agency, number: str) -> None:
    """Three contacts of the sample have no e-mail: whoever it is, this one gets one."""
    testing.odoo_shell(
        agency.database,
        f"p = env['sale.order'].search([('name', '=', {number!r})]).partner_id\n"
        "p.email = p.email or 'contact@client.example'\nenv.cr.commit()",
    )


def test_favourites_private_and_shared(user: Desk, manager: Desk) -> None:
    user.open("Affaires")
    name_favourite(user, "Mes affaires à moi")
    user.page.locator(".o_favorite_menu .o_save_favorite").click()
    user.settle()
    user.open("Affaires")
    name_favourite(user, "Affaires à partager")
    user.page.locator(".o_favorite_menu .o_edit_favorite").click()
    shared = Form(user).ready()
    assert "Lucas Berthier" in shared.field("user_ids").inner_text()
    shared.field("user_ids").locator(".o_delete").first.click()
    shared.save()
    user.open("Affaires")
    assert {"Mes affaires à moi", "Affaires à partager"} <= set(favourites(user))
    manager.open("Affaires")
    seen = favourites(manager)
    assert "Affaires à partager" in seen
    assert "Mes affaires à moi" not in seen


def name_favourite(user: Desk, name: str) -> None:
    """Begin to save the search as a favourite."""
    user.page.locator(".o_searchview_dropdown_toggler").click()
    user.page.locator(".o_favorite_menu .o_add_favorite").click()
    user.page.locator(".o_favorite_menu input[type=text]").fill(name)


def favourites(user: Desk) -> list[str]:
    user.page.locator(".o_searchview_dropdown_toggler").click()
    more = user.page.locator(".o_favorite_menu .o_expand_shared_favorites")
    if more.count():
        more.click()
    names = [plain(text) for text in user.page.locator(".o_favorite_menu .o_menu_item").all_inner_texts()]
    user.page.keyboard.press("Escape")
    return names
