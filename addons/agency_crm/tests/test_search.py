"""One search finds a client by whatever somebody has in hand."""

from odoo.tests import tagged

from ..search_words import read
from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestSearch(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.phone = "06 39 98 20 22"
        cls.account.company_registry = "73282932000074"
        cls.quote = cls._create_quote(amounts=(4321.07,))

    def _find(self, typed):
        return {(line["model"], line["id"]) for line in self.env["agency.search"].find(typed, limit=20)}

    def _deals(self, typed):
        self.env.flush_all()
        return self.env["crm.lead"].search([("found_by", "ilike", typed)])

    def test_a_telephone_however_it_is_typed(self):
        for typed in ("06 39 98 20 22", "0639982022", "06.39.98.20.22", "+33639982022", "+33 6 39 98 20 22", "063998"):
            with self.subTest(typed=typed):
                self.assertIn(("res.partner", self.contact.id), self._find(typed))
                self.assertIn(self.deal, self._deals(typed))
        self.contact.phone = "+33 6 39 98 20 22"
        self.assertIn(("res.partner", self.contact.id), self._find("06 39 98 20 22"))

    def test_a_number_an_amount_a_first_name_a_siren(self):
        for typed in (self.quote.name, "4321,07", "4 321,07 €", "Claire"):
            with self.subTest(typed=typed):
                self.assertIn(("sale.order", self.quote.id), self._find(typed))
                self.assertIn(self.deal, self._deals(typed))
        for typed in ("732829320", "732 829 320", "732 829 320 00074"):
            self.assertIn(("res.partner", self.account.id), self._find(typed))

    def test_an_invoice_by_its_number(self):
        self.quote.action_confirm()
        invoice = self._invoice(self.quote)
        self.assertIn(("account.move", invoice.id), self._find(invoice.name))
        self.assertIn(self.deal, self._deals(invoice.name))

    def test_too_little_or_no_text_finds_nothing(self):
        for typed in ("", "ab", "  a ", None, 12, ["x"]):
            self.assertEqual(self.env["agency.search"].find(typed), [])

    def test_percent_and_quotes_are_text(self):
        for typed in ("%%%", "___", "' OR 1=1 --", "\\\\\\"):
            self._find(typed)
            self._deals(typed)

    def test_what_is_typed_is_read_in_each_way_that_makes_sense(self):
        self.assertEqual(read("06 39 98 20 22").phones, ("0639982022", "+33639982022", "0033639982022"))
        self.assertEqual(read("0033 6 39 98 20 22").phones, read("+33639982022").phones)
        self.assertEqual(read("DEV18").phones, ())
        self.assertEqual((read("1\u202f234,50 €").amount, read("12 rue").amount), (1234.5, None))
