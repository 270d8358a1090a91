"""People who are none of the agency's buy, sell and count as in Odoo alone, whoever made them."""

from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestGuestUsers(PurchaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.env(user=cls.env.ref("base.user_root"))

    def test_a_seller_who_was_made_with_groups_reads_margins(self):
        """Groups that are named, by an import, say, take the place of those that a screen gives."""
        seller = new_test_user(self.root, login="seller", groups="sales_team.group_sale_salesman_all_leads")
        self.assertIn(self.costs, seller.all_group_ids)
        report = self.env["sale.report"].with_user(seller)
        self.assertIn("margin", report.fields_get(["margin"]))

    def test_an_agencys_user_is_given_what_was_said(self):
        colleague = new_test_user(self.root, login="colleague", groups="agency_crm.group_agency_user")
        self.assertNotIn(self.costs, colleague.all_group_ids)
        customer = new_test_user(self.root, login="outside", groups="base.group_portal")
        self.assertNotIn(self.costs, customer.all_group_ids)

    def _create_buyer(self):
        """Return who sells and buys, and from whom costs were taken."""
        groups = "sales_team.group_sale_salesman_all_leads,purchase.group_purchase_user"
        buyer = new_test_user(self.root, login="buyer", groups=groups)
        buyer.group_ids -= self.costs
        return buyer

    def test_who_buys_opens_a_quote(self):
        """Odoo counts the orders of a quote for whoever buys; who buys reads all of them."""
        buyer = self._create_buyer()
        with Form(self.env["sale.order"].with_user(buyer)) as quote:
            quote.partner_id = self.account
        order = quote.record
        self.assertFalse(order.purchase_order_count)
        order.write({"order_line": [Command.create({"product_id": self.service.id})]})
        self.assertEqual(order.order_line.purchase_line_count, 0)

    def test_who_buys_orders(self):
        buyer = self._create_buyer()
        order = self.env["purchase.order"].with_user(buyer)
        order = order.create(
            {
                "partner_id": self.printers[0].id,
                "order_line": [Command.create({"product_id": self.service.id, "price_unit": 12.0})],
            }
        )
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        with Form(order) as form:
            form.partner_ref = "D-12"
        self.assertFalse(order.order_line.price_offer_id)

    def test_a_line_costs_what_its_product_did_when_it_was_made(self):
        """Later costs are those of other lines; Odoo knows the cost before the line is there."""
        product = self.service.sudo()
        product.standard_price = 700.0
        line = self._create_quote(amounts=(1000.0,)).order_line
        product.standard_price = 0.0
        self.assertEqual(line.sudo().purchase_price, 700.0)

    def test_a_customer_who_comes_to_work_in_a_shop_reads_margins(self):
        """An agency's are given what was said: the group is not theirs by coming in."""
        for groups, reads in (
            ("sales_team.group_sale_salesman_all_leads", True),
            ("agency_crm.group_agency_user", False),
        ):
            user = new_test_user(self.root, login=f"came_{reads}", groups="base.group_portal")
            user.group_ids = self.root.ref(groups)
            self.assertFalse(user.share)
            self.assertEqual(self.costs in user.all_group_ids, reads)

    def test_users_change_while_the_group_is_uninstalled(self):
        """Odoo computes users anew once the name of the group is gone: uninstalling in a shop left the group."""
        customer = new_test_user(self.root, login="leaving", groups="base.group_portal")
        name = self.root["ir.model.data"].search([("module", "=", "agency_purchase"), ("name", "=", "group_costs")])
        name.unlink()
        customer.group_ids = self.root.ref("sales_team.group_sale_salesman")
        self.assertFalse(customer.share)
