from datetime import date

from odoo.tests import freeze_time, tagged

from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceTodo(PurchaseCommon):
    """B9: « À faire » says which suppliers are to be chased, then which prices are to be compared."""

    def _todo(self, request):
        return [(activity.summary, activity.date_deadline) for activity in request.activity_ids]

    @freeze_time("2026-12-01 10:00:00")
    def test_B9_suppliers_to_chase_then_prices_to_compare(self):
        request = self._create_request(quantities="1000", answer_by="2026-12-14")
        self.assertFalse(request.activity_ids, "nobody was asked yet")
        request.consultation_ids.action_mark_asked()
        # The 14th is a Monday: the working day before is the Friday.
        chase = ("Suppliers to chase: 12-page brochure", date(2026, 12, 11))
        self.assertEqual(self._todo(request), [chase])
        self.assertEqual(request.activity_ids.user_id, request.user_id)
        request.answer_by = "2026-12-16"
        self.assertEqual(self._todo(request), [(chase[0], date(2026, 12, 15))])
        self._answer(request, self.printers[0], q1000=320)
        self._answer(request, self.printers[1], q1000=300)
        self.assertEqual(self._todo(request)[0][0], chase[0])
        request.consultation_ids[2].action_declined()
        self.assertEqual(self._todo(request), [("Prices to compare: 12-page brochure", date(2026, 12, 1))])
        self.env.flush_all()
        lines = self.env["agency.today.line"].search([("res_model", "=", "agency.price.request")])
        self.assertEqual(lines.mapped("name"), ["Prices to compare: 12-page brochure"])
        self._choose(self._get_offer(request, self.printers[1], 1000), mark_rate=35.0)
        self.assertFalse(request.activity_ids)

    def test_B9_what_was_cancelled_asks_for_nothing(self):
        request = self._create_asked()
        self.assertTrue(request.activity_ids)
        request.action_cancel()
        self.assertFalse(request.activity_ids)

    def test_B9_a_task_of_ones_own_stays(self):
        request = self._create_asked()
        own = request.activity_schedule("mail.mail_activity_data_todo", summary="Ask for a sample")
        request.action_cancel()
        self.assertEqual(request.activity_ids, own)
