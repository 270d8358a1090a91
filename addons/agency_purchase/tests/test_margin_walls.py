"""B28, B38: who may read margins."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .margin_common import FIGURES, MarginCommon


@tagged("-at_install", "post_install")
class TestMarginWalls(MarginCommon, HttpCase):
    """B28, B38: neither outside nor by a colleague without the group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._accept((1000.0, 600.0))
        cls.bill = cls._bill(cls._order(cls.quote.order_line, 777.0))
        cls._create_customer_user()
        cls.plain = new_test_user(
            cls.env(user=cls.env.ref("base.user_root")),
            login="plain",
            password="plain",
            groups="agency_crm.group_agency_user",
            company_id=cls.env.company.id,
        )
        cls.plain.group_ids -= cls.costs

    def _refused(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        with (
            self.subTest(model=model, method=method, args=args),
            mute_logger("odoo.http"),
            self.assertRaises(JsonRpcException),
        ):
            self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)

    def test_a_colleague_who_sees_no_costs_credits_an_invoice(self):
        invoice = self.quote.with_user(self.plain)._create_invoices()
        invoice.action_post()
        credit = invoice._reverse_moves()
        credit.action_post()
        self.assertEqual(credit.amount_total, invoice.amount_total)
        self.assertTrue(self.quote.with_user(self.plain).copy())

    def test_B38_nobody_without_the_group_reads_or_guesses(self):
        self.env.flush_all()
        fields_of = {
            "crm.lead": (self.deal, FIGURES),
            "account.move": (self.bill, ("cost_lead_id",)),
            "agency.supplier.line": (
                self.env["agency.supplier.line"].search([], limit=1),
                ("asked", "gap_percent", "ordered", "billed", "overrun"),
            ),
            "agency.margin.line": (self.env["agency.margin.line"].search([], limit=1), FIGURES),
        }
        for login in ("plain", "customer", None):
            self.authenticate(login, login)
            for model, (record, names) in fields_of.items():
                for name in names:
                    self._refused(model, "read", record.ids, [name])
                    self._refused(model, "search_read", [], [name])
                    self._refused(model, "web_search_read", [], {name: {}})
                    self._refused(model, "export_data", record.ids, [name])
                    self._refused(model, "formatted_read_group", [], [], [f"{name}:sum"])
                    self._refused(model, "search_count", [(name, ">", 0)])
                    self._refused(model, "search", [], order=f"{name} desc")
            for kind in ("accepted", "ordered", "invoiced", "billed"):
                action = self.deal.sudo().with_user(self.user)._action_view_margin_lines(kind)
                self._refused("agency.margin.line", "search_count", action["domain"])
            self._refused("agency.margin.line", "action_open", record.ids)

    def test_B38_nobody_writes_a_row(self):
        row = self.env["agency.margin.line"].with_user(self.manager).search([], limit=1)
        for gesture in (lambda: row.write({"sale_planned": 1.0}), row.unlink, lambda: row.create({})):
            with self.assertRaises(AccessError):
                gesture()

    def test_B38_nobody_without_the_group_proposes_a_cost(self):
        defaults = self.env["ir.default"].with_user(self.plain)
        defaults.set("sale.order.line", "purchase_price", 77.0, user_id=True)
        line = Command.create({"product_id": self.service.id})
        quotes = self.env["sale.order"].with_user(self.plain)
        quote = quotes.create({"partner_id": self.contact.id, "order_line": [line]})
        self.assertNotEqual(quote.sudo().order_line.purchase_price, 77.0)

    def test_B38_another_companys_margins_are_its_own(self):
        other = self.env(user=self.env.ref("base.user_root"))["res.company"].create({"name": "Theirs"})
        stranger = new_test_user(
            self.env(user=self.env.ref("base.user_root")),
            login="stranger",
            groups="agency_crm.group_agency_user,agency_purchase.group_costs",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.env.flush_all()
        self.assertFalse(self.env["agency.margin.line"].with_user(stranger).search([("lead_id", "=", self.deal.id)]))
        self.assertTrue(self.env["agency.supplier.line"].search([]))
        self.assertFalse(self.env["agency.supplier.line"].with_user(stranger).search([]))
        self.assertFalse(self.env["agency.margin.line"].with_user(stranger)._get_deal_totals(self.deal))
