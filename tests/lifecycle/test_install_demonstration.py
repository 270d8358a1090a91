"""The add-ons beside Odoo's own demonstration: its deals stay where they are, its people see what they saw.

Its companies with deals are American shops; a French company stands beside them, which becomes an agency.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pages import Desk, Screen
from PIL import Image, ImageChops
from playwright.sync_api import Browser
from stock_checks import Stock

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

DATABASE = "lifecycle_demonstration"
ADDONS = [name for name in odoo.manifests() if name not in config.OPTIONAL_ADDONS]
SHOTS = config.LOGS / "same-screens"
# Both days look at one moment.
MOMENT = datetime.now(UTC)
# A corner or two are drawn in one shade or another: so many pixels, so far apart, are no difference.
SHADES, PIXELS = 8, 8

# The seller of the demonstration, who invoices too, in French: words are what add-ons change first.
SPEAK_FRENCH = """
env["res.lang"]._activate_lang("fr_FR")
env["ir.module.module"].search([("state", "=", "installed")])._update_translations(["fr_FR"])
seller = env.ref("base.user_demo")
seller.write({"lang": "fr_FR", "group_ids": [(4, env.ref("account.group_account_invoice").id)]})
env.cr.commit()
"""
FIND = """
import json
env = env(user=env.ref("base.user_demo"))
company = [("company_id", "=", env.company.id)]
records = {
    "crm.lead": [("type", "=", "opportunity"), ("user_id", "=", env.uid)],
    "sale.order": [("state", "=", "sale"), *company],
    "account.move": [("move_type", "=", "out_invoice"), ("state", "=", "posted"), *company],
    "res.partner": [("is_company", "=", True), ("sale_order_ids", "!=", False)],
    "product.template": [("sale_ok", "=", True)],
}
found = {model: env[model].search(domain, order="id", limit=1) for model, domain in records.items()}
# The pages that customers open, of others than those on the screens: an order says who opened it.
links = {
    model: env[model].search(records[model], order="id desc", limit=1).sudo().get_portal_url()
    for model in ("sale.order", "account.move")
}
print(json.dumps([{model: record.id for model, record in found.items()}, links]))
env.cr.commit()
"""
# What a seller opens in a day.
SCREENS = {
    "pipeline": "action-crm.crm_lead_action_pipeline",
    "forecast": "action-crm.crm_lead_action_forecast",
    "deals-report": "action-crm.crm_opportunity_report_action",
    "quotes": "action-sale.action_quotations_with_onboarding",
    "orders": "action-sale.action_orders",
    "sales-report": "action-sale.action_order_report_all",
    "products": "action-sale.product_template_action",
    "contacts": "action-contacts.action_contacts",
    "invoices": "action-account.action_move_out_invoice_type",
    "activities": "action-mail.mail_activity_action_my",
    "calendar": "action-calendar.action_calendar_event",
    "new-deal": "crm.lead/new",
    "new-quote": "sale.order/new",
    "new-contact": "res.partner/new",
}
SWITCH = 'env["res.company"].search([]).write({{"is_agency": {}}})\nenv.cr.commit()'


@pytest.fixture(scope="module")
def demonstration(browser: Browser) -> Iterator[Stock]:
    """The demonstration with the add-ons, its screens pictured before they came."""
    source = testing.prepare()
    modules = database.odoo_modules()

    def fill(name: str) -> None:
        database.install(source, name, modules, "--with-demo")
        testing.odoo_shell(name, SPEAK_FRENCH)

    label = "Installing Odoo's demonstration data"
    template = database.template("demonstration", database.key(source, SPEAK_FRENCH, *modules), label, None, fill)
    database.copy(template, DATABASE)
    try:
        testing.sql(DATABASE, "CREATE TABLE deals_before AS SELECT * FROM crm_lead")
        testing.sql(DATABASE, "CREATE TABLE stages_before AS SELECT * FROM crm_stage")
        picture(browser, SHOTS / "before")
        database.install(source, DATABASE, ADDONS)
        yield Stock(DATABASE)
    finally:
        testing.drop_database(DATABASE)


def test_deals_stay_until_their_company_is_an_agency(demonstration: Stock, browser: Browser) -> None:
    assert not demonstration.none("deals_before WHERE date_closed IS NOT NULL")
    demonstration.check_nothing_moved(agencies="FR Company")
    picture(browser, SHOTS / "after")
    testing.odoo_shell(DATABASE, SWITCH.format(True))
    demonstration.check_deals()
    assert demonstration.none("crm_lead WHERE type = 'opportunity' AND active AND next_step_id IS NULL")
    picture(browser, SHOTS / "agency", ["new-deal"])
    testing.odoo_shell(DATABASE, SWITCH.format(False))
    demonstration.check_nothing_moved(agencies="")


def test_a_seller_of_a_shop_sees_the_very_same_screens(demonstration: Stock) -> None:
    """Image by image; of a company that is an agency, the difference is seen."""
    names = sorted(shot.stem for shot in (SHOTS / "before").glob("*.png"))
    assert len(names) > len(SCREENS)
    assert [name for name in names if differs(name, "after")] == []
    assert differs("new-deal", "agency")


def picture(browser: Browser, folder: Path, names: list[str] | None = None) -> None:
    """Take pictures of the screens of the seller.

    :param names: of `SCREENS`, all with a record of each kind if there are none
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    ids, links = json.loads(testing.odoo_shell(DATABASE, FIND).strip().splitlines()[-1])
    assert all(ids.values()), ids
    records = {model: f"{model}/{record_id}" for model, record_id in ids.items()}
    screens = {name: SCREENS[name] for name in names} if names else {**SCREENS, **records}
    size = {"width": 1440, "height": 900}
    with testing.start_server(DATABASE) as server:
        context = browser.new_context(viewport=size, locale="fr-FR", timezone_id="Europe/Paris")
        desk = Desk(context, server.url, folder)
        desk.page.clock.set_fixed_time(MOMENT)
        desk.sign_in("demo", "demo")
        for name, path in screens.items():
            desk.visit(path)
            shoot(desk, name)
        desk.open_apps()
        shoot(desk, "apps")
        context.close()
        context = browser.new_context(viewport=size, locale="fr-FR", timezone_id="Europe/Paris")
        customer = Screen(context, server.url, folder)
        for model, link in ({} if names else links).items():
            customer.page.goto(server.url + link)
            shoot(customer, f"page-of-{model}")
        context.close()


def shoot(screen: Screen, name: str) -> None:
    # Whether somebody is there just now.
    screen.page.add_style_tag(content=".o-mail-ImStatus { visibility: hidden }")
    screen.show_pictures()
    screen.shoot(name)


def differs(name: str, folder: str) -> bool:
    """Return whether a screen is another one than before."""
    before, after = (Image.open(SHOTS / day / f"{name}.png").convert("RGB") for day in ("before", folder))
    if before.size != after.size:
        return True
    shades = ImageChops.difference(before, after).convert("L").histogram()
    return sum(shades[SHADES:]) > PIXELS
