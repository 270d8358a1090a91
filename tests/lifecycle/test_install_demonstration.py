"""The add-ons beside Odoo's own demonstration: its deals stay where they are, its people see what they saw.

Its companies with deals are American shops; a French company stands beside them, which becomes an agency.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from screens_of_a_shop import SCREENS, SPEAK_FRENCH, Pictures
from stock_checks import Stock

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

DATABASE = "lifecycle_demonstration"
ADDONS = [name for name in odoo.manifests() if name not in config.OPTIONAL_ADDONS]
SWITCH = 'env["res.company"].search([]).write({{"is_agency": {}}})\nenv.cr.commit()'


@pytest.fixture(scope="module")
def pictures(browser: Browser) -> Pictures:
    return Pictures(browser, DATABASE, config.LOGS / "same-screens", SCREENS)


@pytest.fixture(scope="module")
def demonstration(pictures: Pictures) -> Iterator[Stock]:
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
        pictures.take("before")
        database.install(source, DATABASE, ADDONS)
        yield Stock(DATABASE)
    finally:
        testing.drop_database(DATABASE)


def test_deals_stay_until_their_company_is_an_agency(demonstration: Stock, pictures: Pictures) -> None:
    assert not demonstration.none("deals_before WHERE date_closed IS NOT NULL")
    demonstration.check_nothing_moved(agencies="FR Company")
    pictures.take("after")
    testing.odoo_shell(DATABASE, SWITCH.format(True))
    demonstration.check_deals()
    assert demonstration.none("crm_lead WHERE type = 'opportunity' AND active AND next_step_id IS NULL")
    pictures.take("agency", ["new-deal"])
    testing.odoo_shell(DATABASE, SWITCH.format(False))
    demonstration.check_nothing_moved(agencies="")


def test_a_seller_of_a_shop_sees_the_very_same_screens(demonstration: Stock, pictures: Pictures) -> None:
    """Image by image; of a company that is an agency, the difference is seen."""
    assert pictures.differing("before", "after") == []
    assert pictures.differ("new-deal", "before", "agency")
