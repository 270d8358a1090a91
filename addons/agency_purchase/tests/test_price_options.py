from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..utils import format_quantity
from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceOptions(PurchaseCommon, HttpCase):
    """B19: one line a kept quantity, the others as options of the quote; B23: how prices are usually made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls._create_asked(printers=cls.printers[:1])
        cls._answer(cls.request, cls.printers[0], q500=200.0, q1000=330.0, q2000=500.0)
        cls.small, cls.middle, cls.large = cls.request.offer_ids.sorted("landed")

    def _get_words(self, quantity):
        return f"Brochure: {format_quantity(self.env, quantity)} copies"

    def _make_quote(self):
        quote = self._choose(self.middle)
        for offer in (self.small, self.large):
            self._choose(offer)
        return quote

    def test_B19_the_other_quantities_are_options(self):
        quote = self._make_quote()
        lines = quote.order_line.sorted("sequence")
        self.assertEqual(
            lines.mapped("name"), [self._get_words(1000), "Options", self._get_words(500), self._get_words(2000)]
        )
        self.assertEqual([line._is_line_optional() for line in lines], [False, False, True, True])
        self.assertEqual(lines.mapped("product_uom_qty"), [1.0, 0.0, 0.0, 0.0])
        self.assertEqual([line.price_unit for line in lines[2:]], [307.69, 769.23])
        self.assertEqual(lines[2:].mapped("purchase_price"), [200.0, 500.0])
        self.assertFalse(quote.price_warning, "an option that is not taken lacks no price")
        self.assertAlmostEqual(quote.amount_untaxed, 507.69, 2)
        self.assertNotIn("Printer A", "".join(lines.mapped("name")))

    def test_B19_the_document_prints_them_apart(self):
        quote = self._make_quote()
        html = self.env["ir.actions.report"]._render_qweb_html("agency_pdf.quote", quote.ids)[0].decode()
        self.assertIn(self._get_words(2000), html)
        self.assertIn("Options, hors total", html)

    def test_B19_whoever_wants_may_do_otherwise(self):
        quote = self._choose(self.middle, is_option=True)
        self.assertEqual(quote.order_line.mapped("display_type"), ["line_section", False])
        self._choose(self.small, is_option=False)
        lines = quote.order_line.sorted("sequence")
        self.assertEqual(lines.mapped("name"), [self._get_words(500), "Options", self._get_words(1000)])
        choice = self.env["agency.price.choice"].create({"offer_id": self.large.id})
        self.assertTrue(choice.is_option)
        other = self._create_asked(quantities="70", printers=self.printers[:1])
        self._answer(other, self.printers[0], q70=70.0)
        choice = self.env["agency.price.choice"].create({"offer_id": other.offer_ids.id, "order_id": quote.id})
        self.assertFalse(choice.is_option, "another item is no option of this one")

    def test_B19_B34_the_option_that_is_taken_is_ordered(self):
        quote = self._make_quote()
        quote.write({"require_signature": True, "require_payment": False})
        quote.action_quotation_sent()
        token = quote._portal_ensure_token()
        option = quote.order_line.filtered(lambda line: line.price_offer_id == self.large)
        params = {"access_token": token, "line_id": option.id, "input_quantity": 1}
        self.env.flush_all()
        self.make_jsonrpc_request(f"/my/orders/{quote.id}/update_line_dict", params)
        self.env.invalidate_all()
        self.assertEqual((option.product_uom_qty, option.purchase_price), (1.0, 500.0))
        quote.action_confirm()
        purchase = quote.sudo().order_line.purchase_line_ids
        self.assertEqual(purchase.mapped("price_offer_id"), self.middle | self.large)
        self.assertEqual(purchase.order_id.mapped("reconfirm_reason"), [""])
        self.assertAlmostEqual(quote.margin, quote.amount_untaxed - 830.0, 2)

    def test_B23_usual_rates_of_the_company_by_kind(self):
        company = self.env.company.sudo()
        company.write(
            {
                "print_pricing_mode": "coefficient",
                "print_coefficient": 1.7,
                "print_rounding": "10",
                "subcontract_mark_rate": 50.0,
            }
        )
        choice = self.env["agency.price.choice"].create({"offer_id": self.middle.id})
        self.assertEqual((choice.pricing_mode, choice.coefficient, choice.price), ("coefficient", 1.7, 570.0))
        choice = self.env["agency.price.choice"].create(
            {"offer_id": self.middle.id, "pricing_mode": "mark_rate", "rounding": "0"}
        )
        self.assertEqual((choice.mark_rate, choice.price), (35.0, 507.69))
        other = self._create_asked(kind="subcontract", quantities="", printers=self.printers[:1])
        self._answer(other, self.printers[0], q1=100.0)
        choice = self.env["agency.price.choice"].create({"offer_id": other.offer_ids.id})
        self.assertEqual((choice.pricing_mode, choice.mark_rate, choice.price), ("mark_rate", 50.0, 200.0))

    def test_B23_a_rate_that_makes_no_price_is_no_habit(self):
        company = self.env.company.sudo()
        for values in ({"print_mark_rate": 100.0}, {"print_mark_rate": -1.0}, {"subcontract_coefficient": 0.0}):
            with (
                self.subTest(values),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                company.write(values)

    def test_B23_a_manager_sets_it_on_the_form_of_the_company(self):
        """Odoo's own settings are for its administrators."""
        company = self.env.company.with_user(self.manager)
        arch = company.get_view(self.env.ref("base.view_company_form").id, "form")["arch"]
        for name in ("print_mark_rate", "subcontract_rounding", "supplier_order_limit", "bill_gap_percent"):
            self.assertIn(f'name="{name}"', arch)
        company.print_mark_rate = 40.0
        choice = self.env["agency.price.choice"].create({"offer_id": self.middle.id})
        self.assertEqual(choice.mark_rate, 40.0)
        with self.assertRaises(AccessError):
            self.env.company.with_user(self.user).print_mark_rate = 41.0

    def test_B23_B28_customers_read_no_habit(self):
        customer = self._create_customer_user()
        company = self.env.company.with_user(customer)
        self.assertTrue(company.name)
        with self.assertRaises(AccessError):
            company.read(["print_mark_rate"])
