"""What the customer sees by the link of a mail."""

import re
from typing import Self

from pages import Screen, plain
from playwright.sync_api import expect


class Portal(Screen):
    """What the customer sees by the link of the mail."""

    def open_quote(self, link: str) -> Self:
        self.page.goto(link)
        self.page.wait_for_selector("#quote_content, #portal_sale_content")
        return self

    def text(self) -> str:
        return plain(self.page.locator("#wrapwrap").inner_text())

    def accept_and_sign(self, name: str) -> Self:
        """Press « Accepter et signer », sign by name, send."""
        self.page.locator("[data-bs-target='#modalaccept']:visible").first.click()
        window = self.page.locator("#modalaccept")
        expect(window).to_be_visible()
        entry = window.locator("input[name='signer'], .o_web_sign_name_input").first
        entry.fill(name)
        entry.press("Tab")
        button = window.locator(".o_portal_sign_submit")
        expect(button).to_be_enabled()
        with self.page.expect_navigation(url=re.compile("message=sign_ok")):
            button.click()
        self.settle()
        return self

    def thanks(self) -> str:
        """Return what the page says once signed."""
        return plain(self.page.locator(".alert-success:visible").first.inner_text())
