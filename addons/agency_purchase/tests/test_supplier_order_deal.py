"""B35, B36: orders of a deal without a quote, and who is told when what was accepted or ordered changes."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .test_supplier_order_place import PlaceCommon


@tagged("-at_install", "post_install")
class TestOrderOfDeal(PlaceCommon):
    def _create_order_of_deal(self, **values):
        action = self.deal.with_user(self.user).action_new_supplier_order()
        form = Form(self.env["purchase.order"].with_user(self.user).with_context(**action["context"]))
        form.partner_id = values.get("partner", self.printers[1])
        with form.order_line.new() as line:
            line.product_id = self.service
            line.name = "Posters A2"
            line.product_qty = 20
            line.price_unit = 4.5
        return form.save()

    def test_B36_a_user_orders_for_a_deal_without_a_quote(self):
        self.assertFalse(self.user.has_group("purchase.group_purchase_user"))
        order = self._create_order_of_deal()
        self.assertEqual((order.lead_id, order.state, order.amount_untaxed), (self.deal, "draft", 90.0))
        self.assertEqual(order.user_id, self.user)
        order.order_line.price_unit = 5.0
        order.action_place()
        (mail,) = self._send()
        self.assertEqual(mail.rcpt_tos, ["b@printer.example.com"])
        content = mail.content.decode()
        for secret in ("Imprimerie du parc", "Claire Martin", "New brochure"):
            self.assertNotIn(secret, content)
        self.assertEqual(order.order_status, "ordered")
        self.assertEqual(self.deal.supplier_order_count, 2, "that of its quote counts too")
        self.assertEqual(self.deal.action_view_supplier_orders()["domain"], [("lead_id", "=", self.deal.id)])

    def test_B36_a_line_may_be_taken_out_of_a_draft_and_the_order_not(self):
        order = self._create_order_of_deal()
        order.order_line.unlink()
        with self.assertRaises(AccessError), self.cr.savepoint():
            order.button_cancel()
            order.unlink()

    def test_B36_the_order_of_a_quote_is_of_its_deal(self):
        self.assertEqual(self.order.lead_id, self.deal)

    def test_B35_a_quote_cancelled_tells_the_buyer_of_what_was_sent(self):
        self.order.action_place()
        self._send()
        self.quote._action_cancel()
        self.assertEqual(self.order.state, "purchase", "what a supplier knows does not go by itself")
        activity = self.order.activity_ids
        self.assertEqual((len(activity), activity.user_id), (1, self.order.user_id))
        self.assertIn(self.quote.name, activity.summary)

    def test_B35_an_order_cancelled_tells_the_deal_once(self):
        self.order.action_place()
        before = self.deal.activity_ids
        step = (self.deal.next_step_id, self.deal.next_step_date)
        self.order.button_cancel()
        activity = self.deal.activity_ids - before
        self.assertEqual(len(activity), 1)
        self.assertIn(self.order.name, activity.summary)
        self.assertEqual(activity.user_id, self.deal.user_id)
        self.assertFalse(self.quote.activity_ids.filtered(lambda each: self.order.name in (each.summary or "")))
        self.assertEqual((self.deal.next_step_id, self.deal.next_step_date), step)

    def test_B35_a_draft_that_goes_with_its_quote_tells_nobody(self):
        before = self.deal.activity_ids
        self.quote._action_cancel()
        self.assertEqual(self.order.state, "cancel")
        self.assertFalse((self.deal.activity_ids - before).filtered(lambda each: self.order.name in each.summary))

    def test_B35_another_quantity_is_told_and_changes_nothing(self):
        self.order.action_place()
        self._send()
        line = self.quote.order_line.filtered("price_offer_id")
        line.product_uom_qty = 3
        line.product_uom_qty = 3
        self.assertEqual(self.order.order_line.product_qty, 1000.0)
        activity = self.order.activity_ids
        self.assertEqual((len(activity), activity.user_id), (1, self.order.user_id))
        self.assertIn(self.quote.name, activity.summary)

    def test_B35_who_sees_no_costs_changes_a_quote_all_the_same(self):
        self.order.action_place()
        self.user.sudo().group_ids -= self.costs
        self.env.invalidate_all()
        self.quote.with_user(self.user).order_line[:1].product_uom_qty = 2
        self.assertEqual(len(self.order.sudo().activity_ids.filtered(lambda each: self.quote.name in each.summary)), 1)


@tagged("-at_install", "post_install")
class TestOrderOfDealWalls(PlaceCommon, HttpCase):
    def _values(self, **values):
        line = {"product_id": self.service.id, "name": "Posters", "product_qty": 20, "price_unit": 4.5}
        return {"partner_id": self.printers[1].id, "order_line": [Command.create(line)], **values}

    def test_B36_what_is_made_as_ordered_is_looked_at_all_the_same(self):
        self.env.company.sudo().supplier_order_limit = 50.0
        orders = self.env["purchase.order"].with_user(self.user)
        with self.assertRaisesRegex(UserError, "the largest order of a user"), self.cr.savepoint():
            orders.create(self._values(state="purchase"))
        order = orders.create(self._values())
        with self.assertRaisesRegex(UserError, "the largest order of a user"), self.cr.savepoint():
            order.action_place()

    def test_B36_the_deal_and_the_address_are_of_the_same_company(self):
        root = self.env(user=self.env.ref("base.user_root"))
        other = root["res.company"].create({"name": "Other agency"})
        deal = root["crm.lead"].create({"name": "Theirs", "type": "opportunity", "company_id": other.id})
        partner = root["res.partner"].create({"name": "Theirs", "company_id": other.id})
        order = self.env["purchase.order"].with_user(self.user).create(self._values())
        for values in ({"lead_id": deal.id}, {"dest_address_id": partner.id}):
            with self.assertRaisesRegex(UserError, "Theirs"), self.cr.savepoint():
                order.write(values)

    def test_B36_only_in_a_company_that_is_an_agency_and_by_who_sees_costs(self):
        orders = self.env["purchase.order"].with_user(self.user)
        shop = self.env["res.company"].with_user(self.env.ref("base.user_root")).create({"name": "Shop"})
        shop.is_agency = False
        self.user.sudo().company_ids += shop
        with self.assertRaises(AccessError), self.cr.savepoint():
            orders.with_context(allowed_company_ids=shop.ids).create(self._values(company_id=shop.id))
        self.user.sudo().group_ids -= self.costs
        with self.assertRaises(AccessError), self.cr.savepoint():
            orders.create(self._values())
        plain = new_test_user(self.env(user=self.env.ref("base.user_root")), login="plain", groups="base.group_user")
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["purchase.order"].with_user(plain).create(self._values())

    def test_B36_no_bill_comes_with_the_right_to_order(self):
        """The right is of orders alone: whoever makes them writes no more bills than before."""
        for model in ("account.move.line", "account.move", "product.supplierinfo", "purchase.report"):
            rights = (
                self.env["ir.model.access"]
                .sudo()
                .search(
                    [("model_id.model", "=", model), ("name", "like", "agency_purchase"), ("group_id", "!=", False)]
                )
            )
            self.assertFalse(rights)
        self.assertNotIn(self.env.ref("purchase.group_purchase_user"), self.user.sudo().all_group_ids)

    def test_B36_customers_make_nothing_and_are_told_nothing(self):
        self._create_customer_user()
        self.env.flush_all()
        for login in ("customer", None):
            self.authenticate(login, login)
            for model, method, args in (
                ("purchase.order", "create", [self._values()]),
                ("crm.lead", "action_new_supplier_order", [self.deal.id]),
                ("crm.lead", "action_view_supplier_orders", [self.deal.id]),
                ("crm.lead", "read", [[self.deal.id], ["supplier_order_count"]]),
                ("agency.supplier.order", "create", [{"order_id": self.order.id}]),
                ("purchase.order", "action_place", [self.order.id]),
                ("purchase.order", "search_count", [[("lead_id", "=", self.deal.id)]]),
            ):
                with self.subTest(model=model, method=method), mute_logger("odoo.http"):
                    params = {"model": model, "method": method, "args": args, "kwargs": {}}
                    with self.assertRaises(JsonRpcException):
                        self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)
