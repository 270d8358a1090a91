"""The first day in an empty database: a checklist above « À faire » that ticks itself, in French."""

import os
from collections.abc import Callable

from pages import Desk, Screen
from playwright.sync_api import BrowserContext, expect

from tools.agency import testing

SPEAK_FRENCH = "env.ref('base.user_admin').write({'lang': 'fr_FR', 'tz': 'Europe/Paris'}); env.cr.commit()"


def test_the_checklist_ticks_itself(
    new_context: Callable[[], BrowserContext], screens: list[Screen], shots, tmp_path
) -> None:
    database = f"first_day_{os.getpid()}"
    testing.create_database(database)
    try:
        testing.odoo_shell(database, SPEAK_FRENCH)
        with testing.start_server(database) as server:
            desk = Desk(new_context(), server.url, shots)
            screens.append(desk)
            desk.sign_in("admin", "admin").open_agency()
            steps = desk.page.locator(".o_agency_first_day")
            expect(steps).to_contain_text("Premiers pas")
            deal = steps.locator("[data-step='deal']")
            expect(deal.locator(".fa-square-o")).to_have_count(1)
            desk.shoot("75-premiers-pas")
            deal.click()
            dialog = desk.page.locator(".modal")
            for name, value in (("name", "Site de la boulangerie"), ("company_name", "Boulangerie Mougin")):
                dialog.locator(f".o_field_widget[name='{name}'] input").fill(value)
            dialog.locator("button[name='action_save']").click()
            expect(dialog).to_have_count(0)
            desk.settle()
            desk.open("À faire")
            expect(steps.locator("[data-step='deal'] .fa-check-square-o")).to_have_count(1)
            desk.shoot("76-un-pas-de-fait")
            steps.get_by_text("Ranger").click()
            expect(steps).to_have_count(0)
            desk.open("Commandes client")
            # No ghosts in an empty list.
            expect(desk.page.locator(".o_view_sample_data")).to_have_count(0)
            desk.shoot("77-liste-vide")
    finally:
        testing.drop_database(database)
