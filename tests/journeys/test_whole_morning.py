"""A whole morning is worked off from « À faire »; a task goes to a colleague, who does it: in French, in Chromium."""

from pages import Desk, plain
from pages_forms import Form
from playwright.sync_api import expect

ROWS = 14


def visible_rows(user: Desk):
    return user.page.locator(".o_list_view .o_data_row")


def work_off(user: Desk) -> None:
    """Do what the first row asks for; an invoice is put off, which is a gesture of the row too."""
    row = visible_rows(user).first
    finish = row.locator("button[name='action_finish']")
    dialog = user.page.locator(".modal")
    if finish.count():
        finish.click()
        user.settle()
        if dialog.count():
            dialog.locator("button[name='action_apply']").click()
            expect(dialog).to_have_count(0)
    else:
        row.locator("button[name='action_postpone_week']").click()
    user.settle()


def test_fourteen_rows_are_worked_off_without_opening_a_list(user: Desk) -> None:
    user.open("À faire")
    address = user.address()
    # A colleague's rows too, if one's own are fewer.
    if visible_rows(user).count() < ROWS:
        user.page.locator(".o_searchview_facet", has_text="Les miens").locator(".o_facet_remove").click()
        user.settle()
    count = visible_rows(user).count()
    assert count >= ROWS
    user.shoot("69-avant-la-matinee")
    for done in range(1, ROWS + 1):
        work_off(user)
        expect(visible_rows(user)).to_have_count(count - done)
    assert user.address().split("?")[0] == address.split("?")[0]
    user.shoot("69-apres-la-matinee")


def test_a_task_is_given_to_a_colleague_who_does_it(user: Desk, sign_in) -> None:
    user.open("Tâches")
    task = user.new(Form)
    box = task.field("summary").locator("input, textarea").first
    box.fill("Relire le bon à tirer")
    box.press("Tab")
    task.choose("user_id", "Nadia Kessler")
    task.save()
    user.shoot("70-tache-pour-nadia")
    nadia = sign_in("nadia")
    nadia.visit("agency-today")
    row = nadia.page.locator(".o_data_row", has_text="Relire le bon à tirer")
    expect(row).to_have_count(1)
    assert plain(row.locator("td[name='todo']").inner_text()) == "Tâche"
    row.locator("button[name='action_finish']").click()
    nadia.settle()
    expect(row).to_have_count(0)
