import datetime

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..utils import format_quantity, get_price, get_rates
from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceChoice(PurchaseCommon):
    """Comparing, choosing, and the line of the quote: B15 to B29."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls._create_asked()
        a, b, c = cls.printers
        cls._answer(cls.request, a, q500=200.0, q1000=(280.0, 30.0, 20.0), q2000=500.0, lead_days=8)
        cls._answer(cls.request, b, q500=210.0, q1000=300.0, lead_days=5)
        cls._answer(cls.request, c, q1000=300.0, q2000=700.0)
        cls.thousand = format_quantity(cls.env, 1000)
        cls.best = cls._get_offer(cls.request, b, 1000)
        cls.dearer = cls._get_offer(cls.request, a, 1000)

    def test_B15_B16_B17_the_grid_compares_equal_quantities(self):
        grid = self.request.comparison
        self.assertEqual([column["name"] for column in grid["columns"]], self.printers.mapped("name"))
        quantities = [format_quantity(self.env, quantity) for quantity in (500, 1000, 2000)]
        self.assertEqual([row["quantity"] for row in grid["rows"]], quantities)
        best = [[bool(cell and cell["is_best"]) for cell in row["cells"]] for row in grid["rows"]]
        # At 1,000 the landed price of A is 330: set-up and delivery count, and B and C are alike.
        self.assertEqual(best, [[True, False, False], [False, True, True], [True, False, False]])
        self.assertTrue(grid["rows"][1]["cells"][1]["is_tie"])
        self.assertIsNone(grid["rows"][0]["cells"][2])
        self.assertEqual([column["is_fastest"] for column in grid["columns"]], [False, True, False])

    def test_B16_a_variant_is_never_the_best_by_itself(self):
        consultation = self.request.consultation_ids[0]
        variant = self.env["agency.price.offer"].create(
            {
                "consultation_id": consultation.id,
                "quantity_id": self.best.quantity_id.id,
                "variant": "Lighter paper",
                "total": 10.0,
            }
        )
        self.assertFalse(variant._is_best())
        self.assertTrue(self.best._is_best())
        self.assertEqual([row["variant"] for row in self.request.comparison["rows"]], ["", "", "Lighter paper", ""])

    def test_B18_the_reason_is_asked_of_what_is_not_the_best(self):
        with self.assertRaisesRegex(UserError, "say why"):
            self._choose(self.dearer)
        self._choose(self.dearer, reason="Better paper")
        self.assertEqual((self.dearer.choice_reason, self.dearer.chosen_by_id), ("Better paper", self.user))

    def test_B19_B20_choosing_fills_the_quote_and_changes_no_price(self):
        prices = {offer: offer.landed for offer in self.request.offer_ids}
        order = self._choose(self.best, mark_rate=35.0)
        line = order.order_line
        self.assertEqual((order.opportunity_id, line.name), (self.deal, f"Brochure: {self.thousand} copies"))
        self.assertEqual((line.purchase_price, line.product_uom_qty), (300.0, 1.0))
        self.assertEqual(line.price_subtotal, 461.54)
        self.assertAlmostEqual(line.margin_percent, 0.35, 4)
        self.assertEqual({offer: offer.landed for offer in self.request.offer_ids}, prices)
        self.assertEqual(self.request.consultation_ids.mapped("state"), ["not_chosen", "chosen", "not_chosen"])
        self.assertEqual((self.request.state, self.request.order_id), ("chosen", order))

    def test_B20_those_not_chosen_are_told_once_and_nothing_more(self):
        self.assertFalse(self.request.is_to_tell)
        self._choose(self.best, is_in_quote=False)
        self.assertTrue(self.request.is_to_tell)
        self.request.action_tell_not_chosen()
        self.assertFalse(self.request.is_to_tell)
        others = self.request.consultation_ids - self.best.consultation_id
        for consultation in others:
            mail = consultation.message_ids.filtered("partner_ids")
            self.assertEqual(mail.partner_ids, consultation.partner_id)
            self.assertIn("We did not choose", mail.body)
            self.assertNotIn("Printer B", mail.body)
            self.assertNoAmount(mail.body, 300)
        self.assertFalse(self.best.consultation_id.message_ids.partner_ids)
        with self.assertRaisesRegex(UserError, "only who was not chosen"):
            others.action_tell_not_chosen()

    def test_a_copied_request_asks_the_same_again(self):
        copied = self.request.copy()
        self.assertEqual(copied.supplier_ids, self.printers)
        self.assertEqual((copied.item_ids.quantities, copied.state), ("500 1000 2000", "draft"))
        self.assertFalse(copied.offer_ids)
        self.assertNotEqual(copied.name, self.request.name)

    def test_B21_undone_the_line_keeps_price_and_cost(self):
        line = self._choose(self.best).order_line
        price = line.price_unit
        self.best.action_undo_choice()
        self.assertFalse(line.price_offer_id)
        self.assertEqual((line.purchase_price, line.price_unit), (300.0, price))
        self.assertEqual(set(self.request.consultation_ids.mapped("state")), {"answered"})

    def test_B22_one_lot_or_a_thousand_copies_cost_the_same(self):
        quote = self._create_quote(amounts=(1.0,))
        quote.order_line.product_uom_qty = 1000
        self._choose(self.best, order_id=quote.id, line_id=quote.order_line.id, mark_rate=25.0)
        line = quote.order_line
        self.assertEqual(line.product_uom_qty, 1000)
        self.assertAlmostEqual(line.purchase_price * 1000, 300.0, 6)
        self.assertAlmostEqual(line.price_subtotal, 400.0, 2)
        line.product_uom_qty = 1
        self.assertEqual(line.purchase_price, 300.0)

    def test_B23_three_rates_never_mixed_up(self):
        self.assertAlmostEqual(get_price(300, "mark_rate", 25), 400)
        self.assertAlmostEqual(get_price(300, "coefficient", 1.5), 450)
        self.assertEqual([get_price(301, "coefficient", 1, step) for step in (1, 5, 10)], [301, 305, 310])
        rates = get_rates(400, 300)
        self.assertEqual(round(rates["mark_rate"], 2), 25.0)
        self.assertEqual(round(rates["margin_rate"], 2), 33.33)
        self.assertEqual(round(rates["coefficient"], 2), 1.33)
        for values in ({"mark_rate": 100.0}, {"mark_rate": -1.0}, {"pricing_mode": "coefficient", "coefficient": 0.0}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "A mark rate is from 0"):
                self._choose(self.best, **values)
        self.assertFalse(self.best.is_chosen, "nothing is half done")

    def test_B24_no_price_is_guessed_for_another_quantity(self):
        quote = self._create_quote(amounts=(1.0,))
        line = quote.order_line
        line.product_uom_qty = 1500
        with self.assertRaisesRegex(UserError, "nobody gave a price"):
            self._choose(self.best, order_id=quote.id, line_id=line.id)
        line.product_uom_qty = 1000
        self._choose(self.best, order_id=quote.id, line_id=line.id)
        line.product_uom_qty = 1500
        self.assertAlmostEqual(line.purchase_price, 0.3, 6)
        self.assertIn(f"No price for {format_quantity(self.env, 1500)}", quote.price_warning)

    def test_B25_B27_a_loss_and_an_expired_price_are_told(self):
        self.best.consultation_id.valid_until = datetime.date(2020, 1, 31)
        quote = self._choose(self.best, pricing_mode="fixed", price=200.0)
        self.assertEqual(quote.order_line.price_unit, 200.0)
        self.assertRegex(quote.price_warning, r"expired on [\d/]*2020 \(Printer B\)")
        self.assertRegex(quote.price_warning, r"100[.,]00.* lost")
        quote.action_confirm()
        self.assertEqual(quote.state, "sale", "nothing is blocked")

    def test_B26_the_cost_survives_copy_and_price_list(self):
        quote = self._choose(self.best)
        self.service.sudo().standard_price = 42.0
        copied = quote.copy()
        self.assertEqual((copied.order_line.purchase_price, copied.order_line.price_offer_id), (300.0, self.best))
        pricelist = self.env["product.pricelist"].sudo().create({"name": "Other"})
        quote.pricelist_id = pricelist
        quote._recompute_prices()
        quote.order_line.product_id = self._create_service("Another one", standard_price=7.0)
        self.assertEqual(quote.order_line.purchase_price, 300.0)
        typed = self._create_quote(amounts=(100.0,)).order_line
        typed.purchase_price = 33.0
        typed.product_uom_qty = 3
        self.assertEqual(typed.purchase_price, 33.0, "a cost typed by hand stays too")

    def test_B29_no_word_of_a_supplier_on_the_quote(self):
        quote = self._choose(self.best)
        quote.action_quotation_sent()
        html = self.env["ir.actions.report"]._render_qweb_html("agency_pdf.quote", quote.ids)[0].decode()
        said = html + " ".join(quote.message_ids.mapped("body")) + quote.order_line.name
        self.assertIn("Brochure", said)
        for secret in ("Printer B", "300.00", "300,00"):
            self.assertNotIn(secret, said)

    def test_B54_the_second_who_chooses_is_told(self):
        self._choose(self.best, is_in_quote=False)
        with self.assertRaisesRegex(UserError, "chose Printer B"):
            self._choose(self.dearer, reason="Mine")
        # At the same moment: the database itself refuses the second.
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env.cr.execute("UPDATE agency_price_offer SET is_chosen = true WHERE id = %s", (self.dearer.id,))
        self.assertTrue(self.best.is_chosen)

    def test_B62_costs_stay_without_the_price(self):
        """What uninstalling leaves: Odoo's own cost, on the line."""
        line = self._choose(self.best).order_line
        self.env.flush_all()
        self.env.cr.execute("SELECT purchase_price FROM sale_order_line WHERE id = %s", (line.id,))
        self.assertEqual(self.env.cr.fetchone(), (300.0,))

    def test_a_user_without_costs_sees_states_and_no_amount(self):
        """SUPPLIERS §6."""
        quote = self._choose(self.best)
        self.user.sudo().group_ids -= self.costs
        self.env.invalidate_all()
        copied = quote.copy()
        self.assertEqual(copied.sudo().order_line.purchase_price, 300.0)
        self.assertEqual(self.request.progress, "3/3")
        self.assertEqual(self.best.consultation_id.state, "chosen")
        for record, name in (
            (self.best, "total"),
            (self.best, "landed_company"),
            (self.best, "unit"),
            (self.request, "comparison"),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                record.read([name])
        with self.assertRaises(AccessError):
            self.env["agency.price.offer"].search([("landed", ">", 0)])
        with self.assertRaises(AccessError):
            self.env["agency.price.choice"].create({"offer_id": self.best.id})

    def test_no_window_says_a_price_of_another_company(self):
        """Neither one that was made, nor one that only asks what its fields would become (S14)."""
        other = self.env["res.company"].with_user(self.env.ref("base.user_root")).create({"name": "Other agency"})
        stranger = new_test_user(
            self.env(user=self.env.ref("base.user_root")),
            login="stranger",
            groups="agency_crm.group_agency_user,agency_purchase.group_costs",
            company_id=other.id,
            company_ids=other.ids,
        )
        specs = {
            "agency.price.choice": ("offer_id", self.best, ("cost", "price", "rates", "is_best", "margin")),
            "agency.price.answer": ("consultation_id", self.best.consultation_id, ("line_ids", "reference")),
        }
        # Nothing is known yet, as in a request of theirs.
        self.env.flush_all()
        self.env.invalidate_all()
        for model, (link, record, names) in specs.items():
            wizards = self.env[model].with_user(stranger).with_context(allowed_company_ids=other.ids)
            with self.subTest(model), self.assertRaises(AccessError):
                wizards.create({link: record.id}).action_apply()
            for name in names:
                with self.subTest(name), self.assertRaises(AccessError):
                    wizards.onchange({link: record.id}, [link], {link: {}, name: {}})

    def test_a_line_takes_no_price_by_hand(self):
        quote = self._create_quote()
        with self.assertRaises(AccessError):
            quote.order_line[0].price_offer_id = self.best
        with self.assertRaises(AccessError):
            quote.write({"order_line": [Command.update(quote.order_line[0].id, {"price_offer_id": self.best.id})]})
