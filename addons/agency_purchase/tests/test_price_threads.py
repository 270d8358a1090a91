"""What buyers met in public with ERPNext and Odoo, each tried here: see the number in the test."""

from psycopg2.errors import UniqueViolation

from odoo.fields import Command
from odoo.tools import mute_logger

from .common import PurchaseCommon


class TestPriceThreads(PurchaseCommon):
    def test_a_supplier_is_asked_once(self):
        """ERPNext#56291: the same supplier stood twice on a request, and got two mails."""
        request = self._create_request()
        request.supplier_ids = [Command.link(self.printers[0].id)]
        self.assertEqual(len(request.consultation_ids), 3)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env["agency.price.consultation"].create({"request_id": request.id, "partner_id": self.printers[0].id})
            self.env.flush_all()

    def test_the_price_that_was_typed_is_the_price(self):
        """ERPNext#37429: a price of the catalogue took the place of the one the supplier had given."""
        self.env["product.supplierinfo"].sudo().create(
            {"partner_id": self.printers[0].id, "product_tmpl_id": self.service.product_tmpl_id.id, "price": 9.99}
        )
        request = self._create_asked()
        answered = self._answer(request, self.printers[0], q500=310.0, q1000=420.0, q2000=615.5)
        self.assertEqual(answered.offer_ids.filtered("is_current").mapped("total"), [310.0, 420.0, 615.5])

    def test_all_the_prices_of_an_answer_are_kept(self):
        """ERPNext#35265: of several quantities, the first alone had its price."""
        request = self._create_asked(quantities="100 250 500 1000")
        answered = self._answer(request, self.printers[1], q100=90.0, q250=150.0, q500=(210.0, 30.0, 15.0), q1000=300.0)
        offers = answered.offer_ids.filtered("is_current")
        self.assertEqual(offers.mapped("landed"), [90.0, 150.0, 255.0, 300.0])
