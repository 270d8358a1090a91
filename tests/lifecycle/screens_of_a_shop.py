"""What a seller of Odoo's demonstration and its customers see, as images, to compare them before and after."""

import json
from datetime import UTC, datetime
from pathlib import Path

from pages import Desk, Screen, new_visitor
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from tools.agency import testing

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


class Pictures:
    """Pictures of screens and of customers' pages, of several days that look at one moment."""

    def __init__(self, browser: Browser, database: str, folder: Path, screens: dict[str, str]) -> None:
        self.browser = browser
        self.database = database
        self.folder = folder
        self.screens = screens
        self.moment = datetime.now(UTC)
        # Some screens write their address.
        self.port = testing.free_port()

    def take(self, day: str, names: list[str] | None = None) -> None:
        """Take pictures of the screens of the seller.

        :param names: of the screens, all with a record of each kind if there are none
        """
        folder = self.folder / day
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        ids, links = json.loads(testing.odoo_shell(self.database, FIND).strip().splitlines()[-1])
        assert all(ids.values()), ids
        records = {model: f"{model}/{record_id}" for model, record_id in ids.items()}
        screens = {name: self.screens[name] for name in names} if names else {**self.screens, **records}
        with testing.start_server(self.database, port=self.port) as server:
            context = new_visitor(self.browser)
            desk = Desk(context, server.url, folder)
            desk.page.clock.set_fixed_time(self.moment)
            desk.sign_in("demo", "demo")
            for name, path in screens.items():
                desk.visit(path)
                shoot(desk, name)
            desk.open_apps()
            shoot(desk, "apps")
            context.close()
            context = new_visitor(self.browser)
            customer = Screen(context, server.url, folder)
            for model, link in ({} if names else links).items():
                customer.page.goto(server.url + link)
                shoot(customer, f"page-of-{model}")
            context.close()

    def differing(self, one: str, other: str) -> list[str]:
        """Return the names of the pictures that differ from one day to another."""
        names = sorted(shot.stem for shot in (self.folder / one).glob("*.png"))
        assert len(names) > len(self.screens)
        return [name for name in names if self.differ(name, one, other)]

    def differ(self, name: str, one: str, other: str) -> bool:
        """Return whether a screen is another one than the other day."""
        before, after = (Image.open(self.folder / day / f"{name}.png").convert("RGB") for day in (one, other))
        if before.size != after.size:
            return True
        shades = ImageChops.difference(before, after).convert("L").histogram()
        return sum(shades[SHADES:]) > PIXELS


def shoot(screen: Screen, name: str) -> None:
    # Whether somebody is there just now.
    screen.page.add_style_tag(content=".o-mail-ImStatus { visibility: hidden }")
    screen.show_pictures()
    screen.shoot(name)
