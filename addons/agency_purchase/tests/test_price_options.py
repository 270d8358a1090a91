from html import unescape

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged
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

    def _take_on_portal(self, quote, offer, quantity=1):
        """Take an option as a customer does, by the link of its quote."""
        line = quote.order_line.filtered(lambda line: line.price_offer_id == offer)
        params = {"access_token": quote._portal_ensure_token(), "line_id": line.id, "input_quantity": quantity}
        self.env.flush_all()
        self.make_jsonrpc_request(f"/my/orders/{quote.id}/update_line_dict", params)
        self.env.invalidate_all()
        return line

    def _make_sent_quote(self):
        quote = self._make_quote()
        quote.write({"require_signature": True, "require_payment": False, "deposit_percent": 0.0})
        quote.action_quotation_sent()
        return quote

    def assertStands(self, quote, *quantities):
        """One quantity is in the total, the others are options, in this order."""
        lines = quote.order_line.sorted(lambda line: (line.sequence, line.id))
        self.assertEqual(
            [line.price_offer_id.quantity_id.quantity or line.name for line in lines],
            [quantities[0], "Options", *quantities[1:]],
        )
        self.assertEqual([line._is_line_optional() for line in lines], [False, False, True, True])
        self.assertEqual(lines.mapped("product_uom_qty"), [1.0, 0.0, 0.0, 0.0])

    def test_B19_B34_the_option_that_a_customer_takes_is_ordered_alone(self):
        """It stands in the place of the quantity that was proposed: both would be ordered and billed."""
        quote = self._make_sent_quote()
        option = self._take_on_portal(quote, self.large)
        self.assertStands(quote, 2000, 500, 1000)
        self.assertEqual((option.product_uom_qty, option.purchase_price, option.price_unit), (1.0, 500.0, 769.23))
        self.assertEqual((quote.amount_untaxed, quote.margin), (769.23, 269.23))
        self.assertFalse(quote.price_warning)
        note = quote.message_ids.filtered(lambda message: "Option taken" in (message.body or ""))
        self.assertIn(self._get_words(2000), unescape(note.body))
        self.assertIn(self._get_words(1000), unescape(note.body))
        self.assertTrue(note.subtype_id.internal)
        self.assertNotIn("Printer", note.body)
        self.assertEqual(note.author_id, self.env.ref("base.partner_root"))
        # She thinks again, twice.
        self._take_on_portal(quote, self.middle)
        self.assertStands(quote, 1000, 500, 2000)
        self.assertEqual((quote.amount_untaxed, quote.margin), (507.69, 177.69))
        self._take_on_portal(quote, self.small)
        self.assertStands(quote, 500, 1000, 2000)
        quote.action_confirm()
        purchase = quote.sudo().order_line.purchase_line_ids
        self.assertEqual(purchase.price_offer_id, self.small)
        self.assertEqual((purchase.product_qty, purchase.price_subtotal), (500.0, 200.0))
        self.assertFalse(purchase.order_id.reconfirm_reason)
        invoice = quote.sudo()._create_invoices()
        self.assertEqual(invoice.amount_untaxed, 307.69)

    def test_B19_the_page_of_the_customer_says_one(self):
        quote = self._make_sent_quote()
        self._take_on_portal(quote, self.large)
        page = self.url_open(f"/my/orders/{quote.id}?access_token={quote._portal_ensure_token()}").text
        page = page[page.index("sales_order_table") :]
        self.assertLess(page.index(self._get_words(2000)), page.index("Options"))
        self.assertLess(page.index("Options"), page.index(self._get_words(1000)))
        html = self.env["ir.actions.report"]._render_qweb_html("agency_pdf.quote", quote.ids)[0].decode()
        self.assertLess(html.index(self._get_words(2000)), html.index("Options, hors total"))
        self.assertLess(html.index("Options, hors total"), html.index(self._get_words(1000)))

    def test_B19_copies_that_a_customer_types_are_one_lot(self):
        quote = self._make_sent_quote()
        option = self._take_on_portal(quote, self.large, quantity=2000)
        self.assertEqual((option.product_uom_qty, quote.amount_untaxed), (1.0, 769.23))

    def test_B19_a_salesperson_takes_an_option_in_the_form(self):
        quote = self._make_quote()
        option = quote.order_line.filtered(lambda line: line.price_offer_id == self.large)
        with Form(quote) as form:
            for place in range(len(form.order_line)):
                with form.order_line.edit(place) as line:
                    if line.name == option.name:
                        line.product_uom_qty = 1.0
        self.assertStands(quote, 2000, 500, 1000)
        note = quote.message_ids.filtered(lambda message: "Option taken" in (message.body or ""))
        self.assertEqual(note.author_id, self.user.partner_id)
        # Both, when she wants both: a line that stands outside the options.
        middle = quote.order_line.filtered(lambda line: line.price_offer_id == self.middle)
        middle.sequence = 0
        middle.invalidate_recordset(["parent_id"])
        middle.product_uom_qty = 1.0
        self.assertEqual(option.product_uom_qty, 1.0)

    def test_B19_who_sees_no_costs_takes_options_too(self):
        quote = self._make_quote()
        self.user.sudo().group_ids -= self.costs
        self.env.invalidate_all()
        option = quote.order_line.filtered(lambda line: self._get_words(2000) in (line.name or ""))
        option.product_uom_qty = 1.0
        self.assertStands(quote.sudo(), 2000, 500, 1000)

    def test_B19_a_line_of_copies_becomes_one_lot(self):
        """A line of 1,000 at 0.50769 would be one copy for whoever takes it again."""
        quote = self._make_quote()
        main = quote.order_line.filtered(lambda line: line.price_offer_id == self.middle)
        main.write({"product_uom_qty": 1000.0, "price_unit": 0.5, "name": "Brochure"})
        self.assertEqual((main.purchase_price, quote.price_warning), (0.33, ""))
        quote.order_line.filtered(lambda line: line.price_offer_id == self.large).product_uom_qty = 1.0
        self.assertStands(quote, 2000, 500, 1000)
        self.assertEqual((main.price_unit, main.purchase_price), (500.0, 330.0))
        self.assertEqual(main.name, self._get_words(1000))
        main.product_uom_qty = 1.0
        self.assertEqual((quote.amount_untaxed, quote.margin), (500.0, 170.0))

    def test_B19_other_options_are_left_alone(self):
        """Of another item, without a supplier's price, or once the quote is accepted: nothing is exchanged."""
        quote = self._make_quote()
        free = self.env["sale.order.line"].create(
            {"order_id": quote.id, "product_id": self.service.id, "product_uom_qty": 0.0, "sequence": 99}
        )
        self.assertTrue(free._is_line_optional())
        free.product_uom_qty = 2.0
        self.assertEqual(quote.order_line.mapped("product_uom_qty"), [1.0, 0.0, 0.0, 0.0, 2.0])
        quote.deposit_percent = 0.0
        quote.action_confirm()
        large = quote.order_line.filtered(lambda line: line.price_offer_id == self.large)
        large.product_uom_qty = 1.0
        self.assertEqual(quote.order_line.mapped("product_uom_qty"), [1.0, 0.0, 0.0, 1.0, 2.0])

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
