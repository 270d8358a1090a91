"""B28: nobody outside reads a cost, a margin or a supplier's price, nor guesses them."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import PurchaseCommon

CLOSED = {
    "sale.order": ["margin", "margin_percent", "price_warning", "supplier_order_count", "purchase_order_count"],
    "sale.order.line": [
        *("margin", "margin_percent", "purchase_price"),
        *("price_offer_id", "pricing_mode", "pricing_value", "price_warning"),
        *("run_on_offer_id", "run_on_copies"),
        *("purchase_line_ids", "purchase_line_count"),
    ],
}
# Nobody outside is given these at all.
OF_OURS = (
    "request",
    "item",
    "quantity",
    "consultation",
    "offer",
    "answer",
    "answer.line",
    "choice",
    "remind",
    "run.on",
    "reminder",
    "spec",
    "template",
    "template.item",
)


@tagged("-at_install", "post_install")
class TestClosedOutside(PurchaseCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote(state="sent")
        cls.quote.order_line.purchase_price = 777.0
        cls.request = cls._create_asked()
        cls._answer(cls.request, cls.printers[0], q1000=777.0)
        cls.customer = cls._create_customer_user()

    def _call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)

    def _refused(self, model, method, *args, **kwargs):
        with (
            self.subTest(model=model, method=method, args=args),
            mute_logger("odoo.http"),
            self.assertRaises(JsonRpcException),
        ):
            self._call(model, method, *args, **kwargs)

    def _records(self):
        return {"sale.order": self.quote, "sale.order.line": self.quote.order_line[0]}

    def test_B28_the_field_whitelist_of_customers(self):
        """Of all fields that this add-on brings or that are about costs, a customer is told of none."""
        self.authenticate("customer", "customer")
        for model in self._records():
            ours = {
                name
                for name, field in self.env[model]._fields.items()
                if not {"agency_purchase", "sale_margin", "sale_purchase"}.isdisjoint(field._modules)
            }
            self.assertGreaterEqual(ours, set(CLOSED[model]))
            self.assertFalse(ours & set(self._call(model, "fields_get")), model)

    def test_B28_a_customer_reads_and_guesses_nothing(self):
        self.authenticate("customer", "customer")
        for model, record in self._records().items():
            self.assertTrue(self._call(model, "read", [record.id], ["display_name"]), "the test looks at nothing")
            for name in CLOSED[model]:
                self._refused(model, "read", [record.id], [name])
                self._refused(model, "search_read", [], [name])
                self._refused(model, "web_read", [record.id], {name: {}})
                self._refused(model, "web_search_read", [], {name: {}})
                self._refused(model, "export_data", [record.id], [name])
                self._refused(model, "formatted_read_group", [], [], [f"{name}:sum"])
                self._refused(model, "search_count", [(name, ">", 0)])
                self._refused(model, "search", [], order=f"{name} desc")
        for name in CLOSED["sale.order.line"]:
            self._refused("sale.order", "search_count", [(f"order_line.{name}", ">", 0)])

    def test_B28_our_models_are_nobody_elses(self):
        """Neither a customer's nor a supplier's who has an account, nor do they tell how many there are."""
        self.customer.sudo().partner_id.commercial_partner_id.is_printer = True
        for login in ("customer", None):
            self.authenticate(login, login)
            for name in OF_OURS:
                model = f"agency.price.{name}"
                self._refused(model, "search_read", [], ["id"])
                self._refused(model, "search_count", [])
                self._refused(model, "create", {})
            for method in ("action_send", "action_cancel", "message_post"):
                self._refused("agency.price.request", method, [self.request.id])
            for method in ("action_type_prices", "action_mark_asked", "action_print", "message_post"):
                self._refused("agency.price.consultation", method, self.request.consultation_ids[:1].ids)
            self._refused("sale.order", "action_apply_run_on", self.quote.ids)
            self._refused("sale.order.line", "action_apply_run_on", self.quote.order_line[:1].ids)
            for method in ("action_choose", "action_undo_choice"):
                self._refused("agency.price.offer", method, self.request.offer_ids.ids)
            report = f"/report/pdf/agency_purchase.price_request/{self.request.consultation_ids[0].id}"
            with mute_logger("odoo.addons.web.controllers.report", "odoo.http"):
                answer = self.url_open(report, allow_redirects=False)
            self.assertNotIn(b"%PDF", answer.content)
            self.assertNotIn("12-page brochure", answer.text)

    def test_B28_the_public_reads_nothing(self):
        self.authenticate(None, None)
        for model, record in self._records().items():
            self._refused(model, "read", [record.id], CLOSED[model])

    def test_B28_the_customers_page_says_no_cost(self):
        token = self.quote._portal_ensure_token()
        self.env.flush_all()
        page = self.url_open(f"/my/orders/{self.quote.id}?access_token={token}").text
        self.assertIn(self.quote.name, page)
        self.assertNoAmount(page, 777)
        self.assertNotIn("margin_percent", page)

    def test_costs_may_be_taken_away_from_a_user(self):
        """SUPPLIERS §6: a Utilisateur without the group works on quotes and sees no amount."""
        quote = self.quote.with_user(self.user)
        self.assertEqual(quote.order_line[0].purchase_price, 777.0)
        self.user.sudo().group_ids -= self.costs
        quote.invalidate_recordset()
        for record, name in ((quote, "margin"), (quote.order_line[0], "purchase_price")):
            with self.assertRaises(AccessError):
                record.read([name])
        self.assertNotIn("margin", quote.get_views([(False, "form")])["models"]["sale.order"]["fields"])
        quote.order_line[0].price_unit = 50.0
        self.assertEqual(quote.sudo().order_line[0].purchase_price, 777.0)

    def test_all_users_see_costs_at_first(self):
        default_group = self.env.ref("base.default_user_group")
        self.assertIn(self.costs, default_group.sudo().implied_ids)
        self.assertIn(self.costs, self.env.ref("base.user_admin").sudo().group_ids)
        self.assertIn(self.costs, self.manager.sudo().all_group_ids)
