from odoo.tests import freeze_time

from .common import AgencyCommon


class RecurringCommon(AgencyCommon):
    """Recurring orders, and the daily job run on a chosen day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.sudo().write({"recurring_margin_days": 15, "recurring_catch_up_max": 12})

    def _run(self, today=None):
        """Run the daily job as the scheduler does, on the day `today`."""
        cron = self.env.ref("agency_crm.ir_cron_make_recurring_invoices").sudo()
        self.env.flush_all()
        with freeze_time(today) if today else self.subTest(), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _periods(self, order):
        return [
            (str(invoice.recurring_period_start), str(invoice.recurring_period_end))
            for invoice in order.recurring_invoice_ids.sorted("recurring_period_start")
        ]

    def _assert_reported(self, order, words):
        activity = order.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref("agency_crm.mail_activity_recurring_error")
        )
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, order.user_id)
        self.assertIn(words, activity.note)
        self.assertFalse(order.recurring_invoice_ids)
