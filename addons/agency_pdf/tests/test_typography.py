"""Documents as a good typographer sets them: units, rates, options, boxes that do not stand alone."""

from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..style import READABLE_CONTRAST, _contrast_with_white, _rgb, readable_color
from ..typography import rate_name, unit_name
from .common import AgencyPdfCommon


@tagged("post_install", "-at_install")
class TestTypographyRules(BaseCase):
    def test_unit_agrees_with_its_quantity(self):
        cases = [
            ("Jours", 1, "fr_FR", "Jour"),
            ("Jours", 1.5, "fr_FR", "Jour"),
            ("Jours", 2, "fr_FR", "Jours"),
            ("Days", 1.5, "en_US", "Days"),
            ("Days", 1, "en_US", "Day"),
            ("Unité(s)", 3000, "fr_FR", "unités"),
            ("Unité(s)", 1, "fr_FR", "unité"),
            ("Mois", 1, "fr_FR", "Mois"),
            ("kg", 1, "fr_FR", "kg"),
            ("", 1, "fr_FR", ""),
        ]
        for name, quantity, lang, right in cases:
            with self.subTest(name=name, quantity=quantity, lang=lang):
                self.assertEqual(unit_name(name, quantity, lang), right)

    def test_rate_is_set_off_in_french_alone(self):
        self.assertEqual(rate_name("TVA 20%", "fr_FR"), "TVA 20\N{NO-BREAK SPACE}%")
        self.assertEqual(rate_name("VAT 20%", "en_US"), "VAT 20%")

    def test_any_color_of_a_brand_is_readable(self):
        for color in ("#ffff00", "#ffffff", "#00ff00", "#00ffff", "#ff9900", "#1f4e79", "#000000"):
            with self.subTest(color=color):
                self.assertGreaterEqual(_contrast_with_white(_rgb(readable_color(color))), READABLE_CONTRAST - 0.05)
        self.assertEqual(readable_color("#1f4e79"), "#1f4e79")


@tagged("post_install", "-at_install")
class TestTypography(AgencyPdfCommon):
    def _lines(self, count, **values):
        line = {"product_id": self.web.id, "product_uom_qty": 1, "price_unit": 100.0, **values}
        return [Command.create({**line, "name": f"Prestation {number}"}) for number in range(1, count + 1)]

    def test_signature_box_is_never_alone_on_its_page(self):
        for count in range(11, 17):
            quote = self._create_quote(self._lines(count))
            pages = self._read_pages(self._print(quote))
            page = next(page for page in pages if "Pour le client" in page)
            with self.subTest(count=count):
                self.assertIn("Pénalités de retard", page)

    def test_option_shows_its_price_and_says_what_it_is(self):
        quote = self._create_quote()
        option = quote.order_line[:1]
        row = quote.with_context(lang="fr_FR")._prepare_pdf_option_row(option)
        self.assertEqual((row["quantity"], row["uom"], row["amount"]), ("", "", "en option"))
        self.assertTrue(row["price"])

    def test_a_negative_quote_asks_for_no_deposit(self):
        quote = self._create_quote(self._lines(1, price_unit=-50.0), deposit_percent=30.0)
        self.assertFalse([line for line in quote._get_pdf_payment() if "30" in line and "%" in line])

    def test_home_country_is_not_written(self):
        quote = self._create_quote()
        self.assertNotIn(quote.company_id.country_id.name, quote._get_pdf_customer()["address"])
        quote.partner_id.country_id = self.env.ref("base.be")
        self.assertIn(self.env.ref("base.be").name, quote._get_pdf_customer()["address"])

    def test_round_capital_has_no_cents(self):
        company = self.company.with_context(lang="fr_FR")
        company.share_capital = 12000
        self.assertRegex(company._get_legal_identity()[0], r"12.000.€$|12.000.€ ")
        company.share_capital = 7622.45
        self.assertRegex(company._get_legal_identity()[0], r"7.622,45.€")

    def test_name_without_a_space_stays_in_its_column(self):
        name = "x" * 300
        quote = self._create_quote(self._lines(1), subject=name)
        quote.order_line.name = name
        text = "".join(self._text(quote).split())
        self.assertGreaterEqual(text.count("x"), 600)
