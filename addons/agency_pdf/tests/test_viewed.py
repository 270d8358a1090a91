"""The customer's visits: told once a day, machines' never (documents.md, D53)."""

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .common import AgencyPdfCommon

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
MACHINES = (
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Barracuda Sentinel (EE)",
    "curl/8.1",
    "",
    "Slackbot-LinkExpanding 1.0",
)


@tagged("post_install", "-at_install")
class TestViewed(HttpCase, AgencyPdfCommon):
    def setUp(self):
        super().setUp()
        self.quote = self._create_quote()
        self.quote.action_quotation_sent()
        self.address = f"/my/orders/{self.quote.id}?access_token={self.quote._portal_ensure_token()}"
        self.env.flush_all()

    def _visit(self, browser=BROWSER, method="GET"):
        self.opener.cookies.clear()
        url = self.base_url() + self.address
        self.assertEqual(self.opener.request(method, url, headers={"User-Agent": browser}).status_code, 200)
        self.env.invalidate_all()

    def _told(self):
        return len(self.quote.message_ids.filtered(lambda m: m.subtype_id == self.env.ref("sale.mt_order_viewed")))

    def test_visits_of_one_day_are_told_once_whatever_the_browser(self):
        for _time in range(3):
            self._visit()
        self.assertEqual(self._told(), 1)
        self.assertTrue(self.quote.viewed_date)

    def test_a_machine_that_tries_links_is_no_customer(self):
        for machine in MACHINES:
            self._visit(machine)
        self._visit(method="HEAD")
        self.assertEqual(self._told(), 0)
        self.assertFalse(self.quote.viewed_date)
        self._visit()
        self.assertEqual(self._told(), 1)

    def test_the_next_day_is_told_again(self):
        with freeze_time("2026-10-01 21:30:00"):
            self.assertTrue(self.quote._note_view(BROWSER))
            self.assertFalse(self.quote._note_view(BROWSER))
        with freeze_time("2026-10-01 22:30:00"):  # after midnight in Paris
            self.assertTrue(self.quote._note_view(BROWSER))
