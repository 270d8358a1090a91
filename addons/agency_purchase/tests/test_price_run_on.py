from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..utils import format_quantity
from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceRunOn(PurchaseCommon):
    """« Mille supplémentaire » (B24): asked as +1000, answered, never compared, applied on the line by a gesture."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls._create_asked(quantities="500 1000 2000 +1000", printers=cls.printers[:2])
        a, b = cls.printers[:2]
        cls._answer(cls.request, a, q500=200.0, q1000=(280.0, 30.0, 20.0), q2000=500.0)
        cls._answer(cls.request, b, q1000=300.0)
        cls._type_run_on(a, 45.0)
        cls.offer = cls._get_base(a, 1000)
        cls.run_on = cls.request.offer_ids.filtered("quantity_id.is_run_on")

    @classmethod
    def _type_run_on(cls, printer, total):
        consultation = cls.request.consultation_ids.filtered(lambda each: each.partner_id == printer)
        answer = cls.env["agency.price.answer"].create({"consultation_id": consultation.id})
        answer.line_ids.filtered("is_run_on").total = total
        answer.action_apply()

    @classmethod
    def _get_base(cls, printer, quantity):
        return cls._get_offer(cls.request, printer, quantity).filtered(lambda offer: not offer.quantity_id.is_run_on)

    def _create_line(self, quantity=1000, **choice):
        """Return the line of a quote for so many copies, which takes the price of 1,000."""
        quote = self._create_quote(amounts=(1.0,))
        line = quote.order_line
        line.product_uom_qty = 1000
        values = {"order_id": quote.id, "line_id": line.id, "reason": "Paper", "mark_rate": 25.0, **choice}
        self._choose(self.offer, **values)
        line.product_uom_qty = quantity
        return line

    def _apply(self, line, **values):
        wizard = self.env["agency.price.run.on"].create({"line_id": line.id, **values})
        wizard.action_apply()
        return wizard

    # === ASKING === #

    def test_B24_a_run_on_is_asked_beside_the_quantities(self):
        item = self.request.item_ids
        self.assertEqual(item.quantities, "500 1000 2000 +1000")
        labels = [line._get_label() for line in item.quantity_ids]
        self.assertEqual(labels[-1], f"+{format_quantity(self.env, 1000)} (run-on)")
        self.assertEqual(len(set(labels)), 4, "1,000 and +1,000 are two rows")
        for text, wanted in (
            ("500 + 1 000", "500 +1000"),
            ("+1\N{NO-BREAK SPACE}000 500", "500 +1000"),
            ("500 +500 +1000", "500 +500 +1000"),
            ("1000000 +1000", "1000000 +1000"),
        ):
            with self.subTest(text):
                other = self._create_request(quantities=text).item_ids
                self.assertEqual(other.quantities, wanted)
                other.quantities = other.quantities
                self.assertEqual(other.quantities, wanted, "what is shown may be typed again")
        for text in ("++1000", "500 +", "+0", "1000+", "+1e3"):
            with self.subTest(text), self.assertRaisesRegex(UserError, "type whole numbers"):
                self._create_request(quantities=text)

    def test_B24_a_run_on_alone_asks_for_nothing(self):
        with self.assertRaisesRegex(UserError, "type the quantities of “Brochure”"):
            self._create_request(quantities="+1000").action_send()

    def test_B24_the_document_asks_for_it(self):
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html("agency_purchase.price_request", self.request.consultation_ids[:1].ids)[0]
        self.assertIn(f">+{format_quantity(self.env, 1000)}<", html.decode())

    # === COMPARING === #

    def test_B16_B24_a_run_on_is_compared_with_nothing(self):
        self._type_run_on(self.printers[1], 40.0)
        row = self.request.comparison["rows"][-1]
        self.assertTrue(row["is_run_on"])
        for cell in row["cells"]:
            self.assertFalse(cell["is_best"] or cell["is_tie"] or cell["is_open"] or cell["gap"] or cell["thousand"])
        self.assertFalse(self.run_on._is_best())
        with self.assertRaisesRegex(UserError, "not chosen by itself"):
            self._choose(self.run_on, reason="Cheap")
        self.assertFalse(self.run_on.is_chosen)

    def test_B17_B24_a_run_on_is_in_no_sum(self):
        request = self._create_asked(quantities="1000 +1000", printers=self.printers[:1])
        request.item_ids = [Command.create({"name": "Folder", "quantities": "250"})]
        consultation = request.consultation_ids
        answer = self.env["agency.price.answer"].create({"consultation_id": consultation.id})
        for line, total in zip(answer.line_ids, (300.0, 40.0, 90.0), strict=True):
            line.total = total
        answer.action_apply()
        priced = request.offer_ids.filtered(lambda offer: not offer.quantity_id.is_run_on)
        total = request._format_company_amount(sum(priced.mapped("landed_company")))
        self.assertEqual(request.comparison["totals"], [total])

    def test_B24_B39_a_run_on_is_in_no_gap_to_the_best(self):
        self._type_run_on(self.printers[1], 400.0)
        self.env.flush_all()
        consultation = self.request.consultation_ids[1]
        row = self.env["agency.supplier.line"].search([("consultation_id", "=", consultation.id)])
        self.assertAlmostEqual(row.gap_percent, 0.0, msg="the best at 1,000, whatever its run-on")

    # === APPLYING === #

    def test_B24_the_run_on_is_proposed_and_never_silent(self):
        line = self._create_line(1500)
        self.assertAlmostEqual(line.purchase_price, 0.33, 6)
        self.assertIn("ask again, or apply the run-on price", line.order_id.price_warning)
        self.assertTrue(line.is_run_on_possible and line.order_id.is_run_on_possible)
        action = line.order_id.action_apply_run_on()
        self.assertEqual(action["context"], {"default_line_id": line.id})
        line.product_uom_qty = 1000
        self.assertFalse(line.is_run_on_possible)
        with self.assertRaisesRegex(UserError, "waits for a run-on"):
            line.order_id.action_apply_run_on()

    def test_B24_the_cost_is_the_lower_quantity_and_the_run_on_in_proportion(self):
        line = self._create_line(1500)
        wizard = self._apply(line)
        # 330 for 1,000, and half of 45.
        self.assertEqual((wizard.base_id, wizard.run_on_id, wizard.cost), (self.offer, self.run_on, 352.5))
        self.assertIn("in proportion", wizard.explanation)
        self.assertEqual((wizard.pricing_mode, wizard.mark_rate, wizard.price), ("mark_rate", 25.0, 470.0))
        self.assertEqual(line.product_uom_qty, 1500)
        self.assertAlmostEqual(line.purchase_price * 1500, 352.5, 4)
        self.assertAlmostEqual(line.price_subtotal, 470.0, 2)
        self.assertAlmostEqual(line.margin, 117.5, 2)
        self.assertFalse(line.price_warning)

    def test_B24_another_quantity_is_looked_at_again(self):
        line = self._create_line(1500)
        self._apply(line)
        line.product_uom_qty = 1800
        self.assertIn(f"No price for {format_quantity(self.env, 1800)}", line.price_warning)
        self.assertAlmostEqual(line.purchase_price, 0.235, 6, msg="nothing is guessed")
        line.product_uom_qty = 1000
        self.assertAlmostEqual(line.purchase_price, 0.33, 6, msg="the price of 1,000 as it was given")
        self.assertIn("Sold below its cost", line.price_warning)
        self.assertNotIn("No price", line.price_warning)
        line.product_uom_qty = 1500
        self.assertAlmostEqual(line.purchase_price, 0.235, 6)

    def test_B24_above_another_price_that_one_is_the_lower(self):
        line = self._create_line(2600)
        wizard = self._apply(line)
        self.assertEqual(wizard.base_id.quantity_id.quantity, 2000)
        self.assertEqual(wizard.cost, 527.0)
        self.assertEqual(line.price_offer_id, wizard.base_id)
        self.assertTrue(wizard.base_id.is_chosen)

    def test_B24_a_lot_says_its_copies_in_words(self):
        quote = self._choose(self.offer, reason="Paper", mark_rate=25.0)
        line = quote.order_line
        self.assertFalse(line.is_run_on_possible, "1,000 copies have a price")
        self.assertTrue(line.is_run_on_offered)
        wizard = self.env["agency.price.run.on"].create({"line_id": line.id})
        self.assertEqual(wizard.copies, 2000)
        wizard.copies = 1200
        self.assertEqual(wizard.cost, 339.0)
        wizard.action_apply()
        self.assertEqual(line.name, f"Brochure: {format_quantity(self.env, 1200)} copies")
        self.assertEqual((line.product_uom_qty, line.purchase_price, line.price_subtotal), (1.0, 339.0, 452.0))

    def test_B24_what_has_no_run_on_is_refused_in_words(self):
        line = self._create_line(1500)
        for copies, words in ((300, "no lower quantity"), (0, "no lower quantity"), (2000, "Choose it")):
            with self.subTest(copies), self.assertRaisesRegex(UserError, words):
                self._apply(line, copies=copies)
        with self.assertRaisesRegex(UserError, "A mark rate is from 0"):
            self._apply(line, mark_rate=100.0)
        self.assertFalse(line.run_on_offer_id, "nothing is half done")
        line.order_id.action_confirm()
        with self.assertRaisesRegex(UserError, "no quote any more"):
            self._apply(line)

    def test_B21_B26_a_copy_has_the_run_on_and_an_undone_choice_has_none(self):
        line = self._create_line(1500)
        self._apply(line)
        copied = line.order_id.copy().order_line
        self.assertEqual((copied.run_on_offer_id, copied.run_on_copies), (self.run_on, 1500))
        self.assertAlmostEqual(copied.purchase_price * 1500, 352.5, 4)
        self.offer.action_undo_choice()
        self.assertFalse(line.run_on_offer_id or line.price_offer_id)
        self.assertAlmostEqual(line.purchase_price * 1500, 352.5, 4)

    def test_B24_another_choice_takes_the_run_on_away(self):
        line = self._create_line(1500)
        self._apply(line)
        line.product_uom_qty = 2000
        self._choose(self._get_base(self.printers[0], 2000), order_id=line.order_id.id, line_id=line.id)
        self.assertFalse(line.run_on_offer_id)
        self.assertAlmostEqual(line.purchase_price * 2000, 500.0, 4)

    # === ORDERING === #

    def test_B24_B32_the_order_says_the_copies_and_their_price(self):
        line = self._create_line(1500)
        self._apply(line)
        line.order_id.action_confirm()
        purchase = line.sudo().purchase_line_ids
        self.assertEqual((purchase.product_qty, purchase.price_subtotal), (1500, 352.5))
        self.assertFalse(purchase.order_id.reconfirm_reason)
        first, parts = purchase.name.split("\n")[:2]
        self.assertIn(f"Brochure × {format_quantity(self.env, 1500)} (", first)
        self.assertIn("at the run-on price", parts)
        margins = self.env["agency.margin.line"]
        self.env.flush_all()
        planned = margins.search([("lead_id", "=", self.deal.id), ("kind", "=", "accepted")])
        self.assertAlmostEqual(sum(planned.mapped("cost_planned")), 352.5, 2)

    def test_B24_B34_a_run_on_that_changed_is_confirmed_again(self):
        line = self._create_line(1500)
        self._apply(line)
        self._type_run_on(self.printers[0], 60.0)
        self.assertAlmostEqual(line.purchase_price * 1500, 352.5, 4, msg="a cost changes by a gesture alone")
        line.order_id.action_confirm()
        purchase = line.sudo().purchase_line_ids
        self.assertEqual(purchase.price_subtotal, 352.5)
        self.assertIn("run-on price has changed", purchase.order_id.reconfirm_reason)

    def test_B24_B37_its_bill_matches(self):
        line = self._create_line(1500)
        self._apply(line)
        line.order_id.action_confirm()
        order = line.sudo().purchase_line_ids.order_id
        order.button_confirm()
        order.action_create_invoice()
        bill = order.invoice_ids
        bill.invoice_date = fields.Date.today()
        self.assertEqual(bill.amount_untaxed, 352.5)
        self.assertFalse(bill.is_gap_to_accept)

    # === WALLS === #

    def test_B28_a_run_on_is_written_by_the_rules_alone(self):
        line = self._create_line(1500)
        for values in ({"run_on_offer_id": self.run_on.id}, {"run_on_copies": 1500}):
            with self.subTest(values), self.assertRaises(AccessError):
                line.write(values)
        self.user.sudo().group_ids -= self.costs
        self.env.invalidate_all()
        for name in ("run_on_offer_id", "run_on_copies", "is_run_on_possible"):
            with self.subTest(name), self.assertRaises(AccessError):
                line.read([name])
        with self.assertRaises(AccessError):
            self.env["agency.price.run.on"].create({"line_id": line.id})
