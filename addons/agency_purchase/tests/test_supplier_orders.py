import base64

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PurchaseCommon
from .page_common import make_png


@tagged("-at_install", "post_install")
class TestSupplierOrders(PurchaseCommon, HttpCase):
    """B30 to B35: what was accepted is ordered, as drafts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls._create_asked(quantities="1000", spec="A4, 12 pages")
        cls._answer(cls.request, cls.printers[0], q1000=(300.0, 30.0, 3.33), lead_days=10, reference="D-77")
        cls.offer = cls._get_offer(cls.request, cls.printers[0], 1000)
        cls.quote = cls._choose(cls.offer)
        cls.line = cls.quote.order_line

    def _get_orders(self, quote=None):
        return (quote or self.quote).sudo().order_line.purchase_line_ids.order_id

    def test_B30_B32_one_draft_a_supplier_with_its_price_and_quantity(self):
        again = self._create_asked(quantities="200", printers=self.printers[:2])
        self._answer(again, self.printers[0], q200=80.0)
        self._choose(self._get_offer(again, self.printers[0], 200), order_id=self.quote.id)
        other = self._create_asked(quantities="70", printers=self.printers[1])
        self._answer(other, self.printers[1], q70=70.0)
        self._choose(self._get_offer(other, self.printers[1], 70), order_id=self.quote.id)
        self.quote.action_confirm()
        orders = self._get_orders().sorted("id")
        self.assertEqual(orders.partner_id, self.printers[0] | self.printers[1])
        self.assertEqual(len(orders), 2)
        order = orders.filtered(lambda each: each.partner_id == self.printers[0])
        self.assertEqual((order.state, order.origin, order.partner_ref), ("draft", self.quote.name, "D-77"))
        self.assertEqual(order.order_line.mapped("product_qty"), [1000.0, 200.0])
        self.assertEqual(order.order_line.mapped("price_subtotal"), [333.33, 80.0])
        self.assertEqual(order.order_line.sale_line_id, self.quote.order_line[:2])
        self.assertIn("A4, 12 pages", order.order_line[0].name)
        self.assertTrue(all(order.order_line.mapped("date_planned")))
        self.assertFalse(order.reconfirm_reason)
        self.assertEqual(order.user_id, self.user)
        for secret in ("Imprimerie du parc", "Claire Martin", "New brochure"):
            self.assertNotIn(secret, "".join(order.order_line.mapped("name")))
        self.assertFalse(
            self.env["mail.mail"].sudo().search([("model", "=", "purchase.order")]), "nothing leaves by itself"
        )
        self.assertIn(self.quote.name, order.activity_ids.summary)
        self.assertEqual(self.quote.supplier_order_count, 2)

    def test_B30_a_customer_who_signs_orders_once(self):
        self.quote.write({"require_signature": True, "require_payment": False})
        self.quote.action_quotation_sent()
        token = self.quote._portal_ensure_token()
        self.env.flush_all()
        signature = base64.b64encode(make_png()).decode()
        answer = self.make_jsonrpc_request(
            f"/my/orders/{self.quote.id}/accept", {"access_token": token, "name": "Claire", "signature": signature}
        )
        self.env.invalidate_all()
        self.assertNotIn("error", answer)
        self.assertEqual(self.quote.state, "sale")
        order = self._get_orders()
        self.assertEqual((len(order), order.amount_untaxed), (1, 333.33))
        self.assertTrue(order.create_uid._is_internal() or order.create_uid == self.env.ref("base.user_root"))
        self.quote.sudo()._make_supplier_orders()
        self.assertEqual(self._get_orders(), order)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            order.order_line.copy({"sale_line_id": self.line.id, "price_offer_id": self.offer.id, "order_id": order.id})

    def test_B30_the_company_may_want_no_draft(self):
        self.env.company.sudo().makes_supplier_orders = False
        self.quote.action_confirm()
        self.assertFalse(self._get_orders())

    def test_B30_who_sees_no_costs_accepts_and_reads_no_order(self):
        self.user.sudo().group_ids -= self.costs
        self.quote.with_user(self.user).action_confirm()
        order = self._get_orders()
        self.assertEqual(order.amount_untaxed, 333.33)
        self.env.invalidate_all()
        for record in (order, order.order_line):
            with self.assertRaises(AccessError):
                record.with_user(self.user).read(["display_name"])
            self.assertFalse(record.with_user(self.user).search([("id", "in", record.ids)]))
        self.user.sudo().group_ids += self.costs
        self.env.invalidate_all()
        self.assertTrue(order.with_user(self.user).read(["amount_untaxed"]))

    def test_B33_the_service_takes_no_price_of_a_job(self):
        self.quote.action_confirm()
        order = self._get_orders()
        own = order.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user.id, summary="Ask", automated=False
        )
        self.assertEqual(len(order.activity_ids), 2)
        order.with_user(self.user).button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertEqual(order.activity_ids, own, "what is ordered is not to be ordered")
        self.assertFalse(self.service.sudo().seller_ids)
        own = order.sudo().copy()
        own.button_confirm()
        self.assertTrue(self.service.sudo().seller_ids, "Odoo does so for orders of its own")

    def test_B34_expired_or_another_quantity_is_to_be_confirmed_again(self):
        self.offer.consultation_id.valid_until = "2020-01-31"
        self.line.product_uom_qty = 1500
        self.quote.action_confirm()
        order = self._get_orders()
        self.assertEqual(order.order_line.product_qty, 1000.0)
        self.assertIn("has expired", order.reconfirm_reason)
        self.assertRegex(order.reconfirm_reason, "the customer accepted 1.?500")
        order.with_user(self.user).action_reconfirmed()
        self.assertFalse(order.reconfirm_reason)

    def test_B34_what_was_not_accepted_is_not_ordered(self):
        self.line.product_uom_qty = 0
        self.quote.action_confirm()
        self.assertFalse(self._get_orders())

    def test_B35_a_draft_goes_with_its_quote_and_comes_back(self):
        self.quote.action_confirm()
        order = self._get_orders()
        self.quote._action_cancel()
        self.assertEqual(
            (order.state, order.activity_ids.filtered("automated")), ("cancel", order.activity_ids.browse())
        )
        self.quote.action_draft()
        self.quote.action_confirm()
        self.assertEqual(self._get_orders(), order)
        self.assertEqual((order.state, len(order.activity_ids)), ("draft", 1))

    def _accept_lines(self, number):
        """Accept a quote of so many lines, each with a price; return how many queries it took."""
        request = self._create_asked(
            printers=self.printers[:1],
            item_ids=[
                Command.create({"name": f"Item {place}", "quantities": "100", "product_id": self.service.id})
                for place in range(number)
            ],
        )
        answer = self.env["agency.price.answer"].create({"consultation_id": request.consultation_ids.id})
        answer.line_ids.total = 80.0
        answer.action_apply()
        request.offer_ids._by_rules().write({"is_chosen": True})
        quote = self._create_quote(
            order_line=[
                Command.create({"product_id": self.service.id, "name": "Lot", "price_unit": 100.0})
                for _place in range(number)
            ]
        )
        for line, offer in zip(quote.order_line, request.offer_ids, strict=True):
            line._by_rules().price_offer_id = offer
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        quote.action_confirm()
        self.env.flush_all()
        after = self.cr.sql_log_count
        self.assertEqual(len(quote.sudo().order_line.purchase_line_ids), number)
        return after - before

    def test_B65_an_acceptance_asks_the_database_nothing_line_by_line(self):
        self._accept_lines(2)  # what is looked up once, by any of them
        few, many = self._accept_lines(3), self._accept_lines(23)
        self.assertLess(many - few, 5)
