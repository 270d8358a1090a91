"""A morning's work of Lucas: what is late, a call noted, a date moved, a reminder sent, an order invoiced, favourites.

In French, in a browser; the reminder is read where it arrives.
"""

import re
from datetime import date, timedelta

from mails import body, pdfs
from pages import Composer, DealForm, Desk, Form, QuoteForm, plain
from playwright.sync_api import expect

from tools.setup import testing

# Of a quote or an order: Odoo's, or those that vtiger gave.
NUMBER = r"\b(S\d{5}|DEV\d+|BC\d+)\b"


def today_rows(user: Desk, group: str) -> list[str]:
    """Return the rows of a group of « À faire aujourd'hui »."""
    return user.page.evaluate(
        """group => {
            const rows = [];
            let inside = false;
            for (const row of document.querySelectorAll(".o_list_view tbody tr")) {
                if (row.classList.contains("o_group_header")) inside = row.innerText.includes(group);
                else if (inside && row.classList.contains("o_data_row")) rows.push(row.innerText);
            }
            return rows;
        }""",
        group,
    )


def open_today(user: Desk) -> None:
    """Open the app, as one does in the morning."""
    user.page.click(".o_menu_brand")
    expect(user.page.locator(".o_breadcrumb")).to_contain_text("À faire aujourd'hui")
    user.settle()


def open_line(user: Desk, words: str, form: type[Form]) -> Form:
    user.page.locator(".o_data_row", has_text=words).first.locator("td.o_data_cell").nth(2).click()
    return form(user).ready()


def test_a_morning(agency, user: Desk) -> None:
    # What the night did: drafts of the recurring orders.
    testing.odoo_shell(agency.database, "env['sale.order']._cron_make_recurring_invoices(); env.cr.commit()")
    open_today(user)
    user.shoot("60-a-faire-aujourdhui")
    late = today_rows(user, "Affaires")
    assert late
    assert all("Lucas Berthier" in row for row in late)
    for group in ("Devis à relancer", "Factures en retard", "Factures à envoyer"):
        assert today_rows(user, group), group

    # The first late deal: a call is noted, its date moved.
    subject = plain(user.page.locator(".o_data_row td[name='name']").first.inner_text())
    deal = open_line(user, subject, DealForm)
    user.page.get_by_role("button", name="Note", exact=True).click()
    user.page.locator(".o-mail-Composer-input").fill("Appelé : rappeler la semaine prochaine")
    user.page.locator(".o-mail-Composer-send:visible").click()
    expect(user.page.locator(".o-mail-Chatter")).to_contain_text("Appelé : rappeler")
    deal.write("next_step_date", date.today() + timedelta(days=7))
    deal.save()
    open_today(user)
    assert subject not in " ".join(today_rows(user, "Affaires"))

    # A quote without an answer: the reminder mail is ready.
    number = re.search(NUMBER, " ".join(today_rows(user, "Devis à relancer")))[0]
    before = len(agency.mail.messages())
    quote = open_line(user, number, QuoteForm)
    give_address(agency, number)
    quote.reload()
    quote.button("action_send_reminder").click()
    composer = Composer(user).ready()
    assert number in composer.subject()
    user.shoot("61-relance")
    composer.send()
    mail = agency.mail.wait_for(before + 1)[before]
    assert "Avez-vous pu en prendre connaissance" in body(mail)
    assert number in " ".join(pdfs(mail).values())
    assert quote.quote_status() == "Envoyé"
    open_today(user)
    assert number not in " ".join(today_rows(user, "Devis à relancer"))

    # The draft of a recurring order is confirmed.
    drafts = today_rows(user, "Factures à envoyer")
    origin = re.search(NUMBER, drafts[0])[0]
    group = user.page.locator(".o_group_header", has_text="Factures à envoyer")
    assert group.count() == 1
    invoice = open_line(user, "Confirmer et envoyer la facture", Form)
    invoice.button("action_post").first.click()
    expect(user.page.locator(".o_form_view .o_statusbar_status .o_arrow_button_current")).to_contain_text("Envoyé")
    open_today(user)
    assert len(today_rows(user, "Factures à envoyer")) == len(drafts) - 1, origin


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
