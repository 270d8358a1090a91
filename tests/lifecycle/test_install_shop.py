"""The add-ons beside a shop of seventy modules with Odoo's demonstration: installed, worked in, upgraded, uninstalled.

Its database takes four minutes to make, the rest ten, so `make test` leaves it out: `AGENCY_SHOP=1 make test
ONLY=lifecycle/test_install_shop.py` says what is found.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from parts import PARTS
from playwright.sync_api import Browser
from screens_of_a_shop import SCREENS, SPEAK_FRENCH, Pictures
from stock_checks import Stock, rows_of

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

pytestmark = pytest.mark.skipif(not os.environ.get("AGENCY_SHOP"), reason="takes a quarter of an hour: AGENCY_SHOP=1")

DATABASE, LEFT = "lifecycle_shop", "lifecycle_shop_left"
ADDONS = sorted(odoo.manifests())
SCRIPTS = Path(__file__).parent / "shop"
SHOP_ROUND = (SCRIPTS / "shop_round.py").read_text()
AGENCY_ROUND = (SCRIPTS / "agency_round.py").read_text()
SHOP_SCREENS = {
    **SCREENS,
    "stock": "action-stock.stock_picking_type_action",
    "deliveries": "action-stock.action_picking_tree_all",
    "purchases": "action-purchase.purchase_rfq",
    "projects": "action-project.open_view_project_all",
    "timesheets": "action-hr_timesheet.act_hr_timesheet_line",
    "events": "action-event.action_event_view",
    "loyalty": "action-loyalty.loyalty_program_discount_loyalty_action",
    "mailing-lists": "action-mass_mailing.action_view_mass_mailing_contacts",
    "web-orders": "action-website_sale.action_orders_ecommerce",
}
# The seller works in all of it.
SELLER = (
    SPEAK_FRENCH
    + """
groups = ("sales_team.group_sale_salesman_all_leads", "purchase.group_purchase_user", "stock.group_stock_user",
    "mass_mailing.group_mass_mailing_user", "event.group_event_user", "point_of_sale.group_pos_manager",
    "hr_timesheet.group_hr_timesheet_user", "project.group_project_user", "base.group_partner_manager")
seller.write({"group_ids": [(4, env.ref(group).id) for group in groups]})
env.cr.commit()
"""
)
UNINSTALL = "env['ir.module.module'].search([('name', 'in', {})]).button_immediate_uninstall()\nenv.cr.commit()"


@pytest.fixture(scope="module")
def stock() -> str:
    """The shop as Odoo makes it."""
    source = testing.prepare()

    # What the add-ons stand on too: `board`, say, has an entry in the gear of each screen.
    modules = {*config.SHOP_MODULES, *database.odoo_modules()}

    def fill(name: str) -> None:
        database.install(source, name, modules, "--with-demo")
        testing.odoo_shell(name, SELLER)

    key = database.key(source, SELLER, *sorted(modules))
    return database.template("demo_of_a_shop", key, "Installing a shop with Odoo's demonstration data", None, fill)


@pytest.fixture(scope="module")
def pictures(browser: Browser) -> Pictures:
    return Pictures(browser, DATABASE, config.LOGS / "shop-screens", SHOP_SCREENS)


@pytest.fixture(scope="module")
def installed(stock: str, pictures: Pictures) -> Iterator[Stock]:
    """The shop with the add-ons, its screens pictured before they came."""
    database.copy(stock, DATABASE)
    try:
        testing.sql(DATABASE, "CREATE TABLE deals_before AS SELECT * FROM crm_lead")
        testing.sql(DATABASE, "CREATE TABLE stages_before AS SELECT * FROM crm_stage")
        pictures.take("before")
        database.install(testing.prepare(), DATABASE, ADDONS)
        yield Stock(DATABASE)
    finally:
        database.drop(DATABASE)


def test_deals_stay_and_a_seller_sees_the_very_same(installed: Stock, pictures: Pictures) -> None:
    agencies = testing.sql(DATABASE, "SELECT name FROM res_company WHERE is_agency")
    installed.check_nothing_moved(agencies)
    pictures.take("after")
    assert pictures.differing("before", "after") == []


def test_installing_and_leaving_changes_no_row(stock: str) -> None:
    """Table by table, on a copy that nobody worked in, and that no server gave an address."""
    database.copy(stock, LEFT)
    try:
        database.install(testing.prepare(), LEFT, ADDONS)
        testing.odoo_shell(LEFT, UNINSTALL.format(ADDONS))
        for part, statement in PARTS.items():
            before, after = (set(testing.sql(name, statement).splitlines()) for name in (stock, LEFT))
            assert (after - before, before - after) == (set(), set()), part
        before, after = rows_of(stock), rows_of(LEFT)
        assert {table: after[table] ^ rows for table, rows in before.items() if after[table] != rows} == {}
    finally:
        database.drop(LEFT)


def test_shop_and_agency_work_side_by_side_and_after_an_upgrade(installed: Stock) -> None:
    shop = testing.odoo_shell(DATABASE, SHOP_ROUND).splitlines()[-1]
    agency = testing.odoo_shell(DATABASE, AGENCY_ROUND).splitlines()[-1]
    before = rows_of(DATABASE)
    log = database.load_modules(testing.prepare(), DATABASE, "-u", ADDONS)
    assert " ERROR " not in log.read_text()
    after = rows_of(DATABASE)
    assert {table: after[table] ^ rows for table, rows in before.items() if after[table] != rows} == {}
    assert testing.odoo_shell(DATABASE, SHOP_ROUND).splitlines()[-1] == shop
    assert testing.odoo_shell(DATABASE, AGENCY_ROUND).splitlines()[-1] == agency


def test_the_shop_goes_on_without_the_add_ons(stock: str, installed: Stock) -> None:
    """Uninstalled after the work: the agency's orders and invoices stay, the shop's round is as ever."""
    counted = "SELECT state, count(*), sum(amount_total) FROM {} GROUP BY 1 ORDER BY 1"
    tables = ("sale_order", "account_move", "purchase_order", "pos_order")
    before = {table: testing.sql(DATABASE, counted.format(table)) for table in tables}
    testing.sql(DATABASE, "DROP TABLE deals_before, stages_before")
    testing.odoo_shell(DATABASE, UNINSTALL.format(ADDONS))
    assert {table: testing.sql(DATABASE, counted.format(table)) for table in tables} == before
    for part in ("tables", "columns", "constraints", "indexes", "views", "menus", "rules", "rights", "stages"):
        kept, left = (set(testing.sql(name, PARTS[part]).splitlines()) for name in (stock, DATABASE))
        assert (left - kept, kept - left) == (set(), set()), part
    testing.odoo_shell(DATABASE, SHOP_ROUND)
