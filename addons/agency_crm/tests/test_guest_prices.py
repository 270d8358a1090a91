"""A shop beside an agency keeps Odoo's prices: found by Odoo's own suites, with the add-ons and without."""

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import AgencyCommon


class TestGuestPrices(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        root = cls.env(user=cls.env.ref("base.user_root"))
        cls.shop = root["res.company"].create({"name": "Shop", "is_agency": False})
        cls.seller = new_test_user(
            root,
            login="shop_seller",
            groups="sales_team.group_sale_salesman_all_leads",
            company_id=cls.shop.id,
            company_ids=[Command.set(cls.shop.ids)],
        )

    def _quote_of_shop(self):
        env = self.env(user=self.seller, context={"allowed_company_ids": self.shop.ids})
        rule = {"compute_price": "percentage", "percent_price": 50.0, "applied_on": "3_global"}
        prices = env["product.pricelist"].sudo()
        half = prices.create({"name": "Half", "company_id": self.shop.id, "item_ids": [Command.create(rule)]})
        customer = env["res.partner"].sudo().create({"name": "Customer"})
        line = Command.create({"product_id": self.service.id})
        return env["sale.order"].create({"partner_id": customer.id, "pricelist_id": half.id, "order_line": [line]})

    def test_a_price_list_is_a_price_and_no_discount_unless_the_settings_say_so(self):
        line = self._quote_of_shop().order_line
        self.assertEqual((line.price_unit, line.discount), (500.0, 0.0))
        self.env.ref("base.group_user").sudo().implied_ids += self.env.ref("sale.group_discount_per_so_line")
        line = self._quote_of_shop().order_line
        self.assertEqual((line.price_unit, line.discount), (1000.0, 50.0))

    def test_a_program_of_the_shop_that_has_discounts_has_them(self):
        """The group may be root's alone, as Odoo's own tests have it."""
        self.env.ref("base.user_root").sudo().group_ids += self.env.ref("sale.group_discount_per_so_line")
        line = self._quote_of_shop().order_line
        self.assertEqual((line.price_unit, line.discount), (1000.0, 50.0))

    def test_an_agency_has_discounts_on_its_lines(self):
        self.assertTrue(self.env["product.pricelist.item"]._is_discount_feature_enabled())

    def test_a_salesperson_of_the_shop_reads_a_whole_quote(self):
        """Over RPC, and for an export: no field of ours stands in the way."""
        quote = self._quote_of_shop()
        self.env.invalidate_all()
        (read,) = quote.read()
        self.assertEqual(read["name"], quote.name)
