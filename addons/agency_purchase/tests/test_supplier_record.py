"""B39: asked, answered, delay, chosen, gap to best, ordered, billed, overrun."""

from odoo import fields
from odoo.tests import freeze_time, tagged

from .margin_common import MarginCommon


@tagged("-at_install", "post_install")
class TestSupplierRecord(MarginCommon):
    def _read(self, supplier):
        names = ("asked", "answered", "chosen", "delay_days", "gap_percent", "ordered", "billed", "overrun")
        operators = {"delay_days": "avg", "gap_percent": "avg"}
        [row] = self.env["agency.supplier.line"]._read_group(
            [("supplier_id", "=", supplier.id)], [], [f"{name}:{operators.get(name, 'sum')}" for name in names]
        )
        return {name: round(value, 2) if value else 0 for name, value in zip(names, row, strict=True)}

    def test_B39_answers_delays_choices_and_gaps(self):
        with freeze_time("2026-12-01 09:00:00"):
            request = self._create_asked(quantities="500 1000", answer_by="2026-12-14")
            self._create_request(printers=self.printers[0], answer_by="2026-12-14")
            self._create_asked(printers=self.printers[1], answer_by="2026-12-14")
        with freeze_time("2026-12-03 09:00:00"):
            self._answer(request, self.printers[0], q500=100.0, q1000=300.0)
        with freeze_time("2026-12-05 21:00:00"):
            self._answer(request, self.printers[1], q500=120.0, q1000=300.0)
            # A price that was replaced, and a variant, are compared with nothing.
            self._answer(request, self.printers[1], q500=110.0, q1000=300.0)
            self._choose(self._get_offer(request, self.printers[1], 1000))
        first, second, third = map(self._read, self.printers)
        self.assertEqual((first["asked"], first["answered"], first["chosen"]), (1, 1, 0))
        self.assertEqual((first["delay_days"], first["gap_percent"]), (2.0, 0))
        self.assertEqual((second["asked"], second["answered"], second["chosen"]), (2, 1, 1))
        self.assertEqual((second["delay_days"], second["gap_percent"]), (4.5, 5.0))
        self.assertEqual((third["asked"], third["answered"], third["delay_days"]), (1, 0, 0))

    def test_B39_ordered_billed_and_what_is_billed_above(self):
        quote = self._accept((1000.0, 600.0))
        one, two = self._order(quote.order_line, 600.0), self._order(quote.order_line, 100.0)
        self._order(quote.order_line, 50.0, confirm=False)
        self._bill(one, price=605.0)
        self._bill(two, 0.4)
        self.assertEqual(
            {name: self._read(self.printers[0])[name] for name in ("ordered", "billed", "overrun")},
            {"ordered": 700.0, "billed": 645.0, "overrun": 5.0},
        )
        self._bill(one, price=5.0, move_type="in_refund")
        self.assertEqual(self._read(self.printers[0])["overrun"], 0)

    def test_B39_a_bill_without_an_order_counts_once_when_it_names_a_deal(self):
        quote = self._accept((1000.0, 600.0))
        bill = self._bill(self._order(quote.order_line, 600.0), post=False)
        bill.cost_lead_id = self.deal
        bill.invoice_line_ids.copy({"purchase_line_id": False, "price_unit": 30.0, "move_id": bill.id})
        bill.invoice_line_ids.filtered(lambda line: not line.purchase_line_id).name = "Courier"
        bill.action_post()
        self.assertEqual((bill.state, bill.invoice_date), ("posted", fields.Date.context_today(bill)))
        self.assertEqual(self._read(self.printers[0])["billed"], bill.amount_untaxed)

    def test_B39_each_row_opens_what_it_is_of(self):
        quote = self._accept((1000.0, 600.0))
        purchase = self._order(quote.order_line, 600.0)
        request = self._create_asked()
        self.env.flush_all()
        lines = self.env["agency.supplier.line"].search([("supplier_id", "=", self.printers[0].id)])
        opened = {(line.action_open()["res_model"], line.action_open()["res_id"]) for line in lines}
        self.assertEqual(
            opened,
            {("purchase.order", purchase.id), ("agency.price.consultation", request.consultation_ids[0].id)},
        )
        self.assertEqual(len(lines), len(set(lines.ids)))
