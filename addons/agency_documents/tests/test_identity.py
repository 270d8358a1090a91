"""Mails and portal speak for the agency: its color, its logo, nobody else's name."""

from odoo.tests import HttpCase, tagged

from odoo.addons.agency_pdf.style import readable_color

from .test_gestures import GesturesCommon

COLOR = "#b3261e"


@tagged("post_install", "-at_install")
class TestIdentity(HttpCase, GesturesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._draw_always()
        cls.company.primary_color = COLOR

    def _mail(self):
        with self.mail_server() as received:
            self._composer(self.quote.action_mail_documents())._action_send_mail()
        (mail,) = self._sent_to(self.contact, received)
        return self._parse(mail).get_body(("html",)).get_content()

    def test_mail_bears_the_color_of_the_agency_and_not_the_name_of_odoo(self):
        words = self._mail()
        self.assertIn(readable_color(COLOR), words)
        self.assertNotIn("odoo.com", words)
        self.assertNotIn("875A7B", words.upper())

    def test_color_that_was_set_for_mails_is_theirs(self):
        self.company.email_secondary_color = "#112233"
        self.assertIn("#112233", self._mail())

    def test_page_of_a_quote_bears_the_color_of_its_agency_and_not_the_name_of_odoo(self):
        self.quote.sudo().action_quotation_sent()
        token = self.quote.sudo()._portal_ensure_token()
        self.env.flush_all()
        page = self.url_open(f"/my/orders/{self.quote.id}?access_token={token}").text
        self.assertIn(f"--btn-bg: {readable_color(COLOR)}", page)
        self.assertNotIn("odoo.com", page)

    def test_a_company_that_is_no_agency_keeps_the_colors_of_odoo(self):
        other = self.env["res.company"].create({"name": "Holding", "country_id": self.env.ref("base.be").id})
        other.has_agency_documents = False
        self.assertEqual(other._get_mail_color().upper(), "#875A7B")
        self.assertFalse(other._get_portal_style())
