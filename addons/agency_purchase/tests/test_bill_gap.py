"""B37: a supplier's bill finds its order by the number, and says when it is not what was ordered."""

import re

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_einvoice.tests.test_reception import ReceptionCommon

from .margin_common import MarginCommon


@tagged("-at_install", "post_install")
class TestBillGap(MarginCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._accept((2000.0, 1000.0))
        cls.purchase = cls._order(cls.quote.order_line, 1.0, quantity=1000.0)

    def test_B37_within_two_percent_and_ten_euros_nothing_is_asked(self):
        bill = self._bill(self.purchase, 1000.0, price=1.01, post=False)
        self.assertEqual((bill.order_gap, bill.is_gap_to_accept), (10.0, False))
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_B37_a_company_that_is_no_agency_is_asked_nothing(self):
        bill = self._bill(self.purchase, 1000.0, price=1.05, post=False)
        self.assertTrue(bill.is_gap_to_accept)
        self.purchase.company_id.sudo().is_agency = False
        bill.action_post()
        self.assertEqual(bill.state, "posted")
        self.assertFalse(bill.order_gap)

    def test_B37_beyond_one_or_the_other_it_is_accepted_with_a_word(self):
        bill = self._bill(self.purchase, 1000.0, price=1.05, post=False).with_user(self.user).sudo(False)
        self.assertEqual((bill.order_gap, bill.is_gap_to_accept), (50.0, True))
        self.assertIn(self.purchase.name, bill.order_gap_text)
        numbers = re.sub(r"[^\d+]", "", bill.order_gap_text.removeprefix(self.purchase.name))
        self.assertEqual(numbers, "100000105000+5000+50")
        with self.assertRaisesRegex(UserError, "accepts the gap"):
            bill.sudo().action_post()
        for word in (False, "  "):
            bill.sudo().order_gap_word = word
            with self.assertRaisesRegex(UserError, "Say why"):
                bill.sudo().with_user(self.manager).action_accept_gap()
        bill.sudo().order_gap_word = "Paper went up"
        bill.with_user(self.manager).action_accept_gap()
        self.assertEqual(bill.sudo().order_gap_accepted_by_id, self.manager)
        self.assertTrue(bill.sudo().order_gap_accepted_on)
        self.assertFalse(bill.is_gap_to_accept)
        said = bill.sudo().message_ids.filtered(lambda message: "Paper went up" in message.body)
        self.assertEqual(said.author_id, self.manager.partner_id)
        self.assertNoAmount(said.body, 50)  # who reads bills need not see costs
        with self.assertRaisesRegex(UserError, "no gap to accept"):
            bill.with_user(self.manager).action_accept_gap()
        bill.sudo().action_post()
        self.assertEqual(bill.state, "posted")

    def test_B37_what_was_accepted_is_that_gap_and_no_other(self):
        bill = self._bill(self.purchase, 1000.0, price=1.05, post=False)
        bill.order_gap_word = "Paper"
        bill.with_user(self.manager).action_accept_gap()
        bill.invoice_line_ids.price_unit = 1.5
        self.assertTrue(bill.is_gap_to_accept)
        bill.invoice_line_ids.price_unit = 1.0
        self.assertEqual((bill.order_gap, bill.is_gap_to_accept), (0.0, False))

    def test_B37_a_part_is_no_gap_and_the_last_one_is_compared_with_the_rest(self):
        for quantity in (400.0, 500.0):
            self.assertFalse(self._bill(self.purchase, quantity).is_gap_to_accept)
        last = self._bill(self.purchase, 200.0, post=False)
        self.assertEqual((last.order_gap, last.is_gap_to_accept), (100.0, True))

    def test_B37_less_than_ordered_for_all_of_it_is_a_gap_too(self):
        bill = self._bill(self.purchase, 1000.0, price=0.9, post=False)
        self.assertEqual((bill.order_gap, bill.is_gap_to_accept), (-100.0, True))

    def test_B37_a_credit_note_gives_back_what_was_billed(self):
        self._bill(self.purchase, 1000.0)
        self._bill(self.purchase, 1000.0, move_type="in_refund")
        self.assertFalse(self._bill(self.purchase, 1000.0, post=False).is_gap_to_accept)
        self.assertTrue(self._bill(self.purchase, 1000.0) and self._bill(self.purchase, 10.0, post=False).order_gap)

    def test_B37_the_limits_are_the_companys(self):
        self.env.company.sudo().write({"bill_gap_percent": 10, "bill_gap_amount": 200})
        self.assertFalse(self._bill(self.purchase, 1000.0, price=1.05, post=False).is_gap_to_accept)
        self.assertTrue(self._bill(self.purchase, 1000.0, price=1.15, post=False).is_gap_to_accept)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env.company.sudo().bill_gap_percent = -1
            self.env.flush_all()

    def test_B37_nobody_writes_an_acceptance_by_hand(self):
        bill = self._bill(self.purchase, 1000.0, price=1.05, post=False)
        self.user.sudo().group_ids += self.env.ref("account.group_account_invoice")
        for name, value in (
            ("order_gap_accepted", 50.0),
            ("order_gap_accepted_by_id", self.manager.id),
            ("order_gap_accepted_on", fields.Datetime.now()),
            ("is_gap_to_accept", False),
            ("order_gap", 0.0),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                bill.with_user(self.user).write({name: value})

    def test_B37_who_sees_no_costs_neither_reads_nor_accepts(self):
        bill = self._bill(self.purchase, 1000.0, price=1.05, post=False)
        bill.order_gap_word = "Paper"
        self.user.sudo().group_ids += self.env.ref("account.group_account_invoice")
        self.user.sudo().group_ids -= self.costs
        self.env.flush_all()
        mine = bill.with_user(self.user)
        for name in ("order_gap", "is_gap_to_accept", "order_gap_text", "order_gap_word"):
            with self.subTest(name), self.assertRaises(AccessError):
                mine.read([name])
        for name in ("order_gap", "is_gap_to_accept", "order_gap_word"):
            for gesture in (
                lambda name=name: mine.search([(name, "!=", False)]),
                lambda name=name: mine.search([], order=name),
                lambda name=name: mine.formatted_read_group([], [name], ["__count"]),
            ):
                with self.subTest(name), self.assertRaises(AccessError):
                    gesture()
        with self.assertRaises(AccessError):
            mine.action_accept_gap()
        with self.assertRaisesRegex(UserError, "somebody who sees costs"):
            mine.action_post()

    def test_B37_a_bill_that_posts_itself_waits(self):
        bill = self._bill(self.purchase, 1000.0, price=1.05, post=False)
        self.env.company.sudo().autopost_bills = True
        bill.partner_id.sudo().autopost_bills = "always"
        bill._autopost_bill()
        self.assertEqual(bill.state, "draft")
        bill.invoice_line_ids.price_unit = 1.0
        bill._autopost_bill()
        self.assertEqual(bill.state, "posted")


@tagged("-at_install", "post_install")
class TestBillMatching(ReceptionCommon):
    """Files that suppliers send, dropped on the list of bills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls._customer("Fournisseur SA", company_registry="55210055400013")

    def _order_from(self, supplier, *prices):
        purchase = (
            self.env["purchase.order"]
            .sudo()
            .create(
                {
                    "partner_id": supplier.id,
                    "company_id": self.company.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.web.id,
                                "name": f"Job at {price}",
                                "product_qty": 1.0,
                                "price_unit": price,
                                "tax_ids": [Command.set(self._chart_tax("tva_acq_encaissement").ids)],
                            }
                        )
                        for price in prices
                    ],
                }
            )
        )
        purchase.button_confirm()
        return purchase

    def _drop_naming(self, number, *prices):
        content = self._from_a_supplier(self._mine([(self.web, 1, price) for price in prices]))
        end = b"</ram:ApplicableHeaderTradeAgreement>"
        node = f"<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{number}</ram:IssuerAssignedID>"
        self.assertEqual(content.count(end), 1)
        content = content.replace(end, node.encode() + b"</ram:BuyerOrderReferencedDocument>" + end)
        return self._drop("facture.xml", content)

    def test_B37_the_number_of_the_order_matches_it(self):
        purchase = self._order_from(self.supplier, 60.0)
        other = self._order_from(self.supplier, 60.0)
        bill = self._drop_naming(purchase.name, 60.0)
        self.assertEqual(bill.partner_id, self.supplier)
        self.assertEqual(bill.sudo().invoice_line_ids.purchase_line_id, purchase.order_line)
        self.assertEqual(bill.sudo().matched_order_ids, purchase)
        self.assertFalse(bill.sudo().is_gap_to_accept)
        self.assertFalse(other.order_line.invoice_lines)

    def test_B37_another_amount_is_linked_and_flagged(self):
        purchase = self._order_from(self.supplier, 60.0, 500.0)
        bill = self._drop_naming(purchase.name, 580.0, 65.0).sudo()
        lines = bill.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        self.assertEqual(
            {line.price_unit: line.purchase_line_id.price_unit for line in lines}, {580.0: 500.0, 65.0: 60.0}
        )
        self.assertEqual((bill.order_gap, bill.is_gap_to_accept), (85.0, True))

    def test_B37_a_file_that_names_the_order_of_another_supplier_takes_nothing_of_it(self):
        other = self._customer("Presses du Lac")
        purchase = self._order_from(other, 60.0)
        bill = self._drop_naming(purchase.name, 60.0).sudo()
        self.assertEqual(bill.partner_id, self.supplier)
        self.assertFalse(bill.invoice_line_ids.purchase_line_id)
        self.assertIn(purchase.name, bill.einvoice_reading)

    def test_B37_a_number_that_nobody_knows_changes_nothing(self):
        self._order_from(self.supplier, 999.0)
        bill = self._drop_naming("P99999 %_'", 60.0).sudo()
        self.assertFalse(bill.invoice_line_ids.purchase_line_id)
        self.assertEqual(bill.amount_untaxed, 60.0)
