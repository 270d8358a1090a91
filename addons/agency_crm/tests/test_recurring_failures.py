import random
from datetime import date, timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError

from .recurring import RecurringCommon

CAT = "The cat walked over the keyboard."
POWER_CUT = "Power cut."


class TestRecurringFailures(RecurringCommon):
    """An order that cannot be invoiced is told, and holds back no other."""

    def test_orders_in_error_are_named_and_stop_no_other(self):
        archived, no_address, good = (self._create_order("2026-12-01", user_id=self.manager.id) for _i in range(3))
        empty = self._create_order("2026-12-01", user_id=self.manager.id, amounts=())
        old = self._create_service("Fax")
        archived.order_line[0].product_id = old
        old.sudo().active = False
        homeless = self.env["res.partner"].create({"name": "Nowhere", "is_company": True})
        no_address.partner_invoice_id = homeless
        self._run("2026-12-01")
        self._assert_reported(archived, "was archived")
        self._assert_reported(no_address, "no invoicing address")
        self._assert_reported(empty, "no service to invoice")
        self.assertEqual(len(good.recurring_invoice_ids), 1)
        # Told once however often it fails; mended, it is invoiced and the activity goes.
        self._run("2026-12-02")
        self._assert_reported(archived, "was archived")
        homeless.write({"street": "1 rue Neuve", "city": "Metz"})
        self._run("2026-12-03")
        self.assertEqual(len(no_address.recurring_invoice_ids), 1)
        self.assertFalse(no_address.activity_ids.filtered("automated"))

    def test_closed_period_is_told(self):
        order = self._create_order("2026-12-01", user_id=self.user.id)
        self.env.company.sudo().fiscalyear_lock_date = "2027-12-31"
        self._run("2026-12-01")
        self._assert_reported(order, "is closed")

    def test_order_that_fails_in_a_batch_is_left_alone(self):
        bad, good = self._create_order("2026-12-01"), self._create_order("2026-12-01")
        prepare = type(bad)._prepare_recurring_invoice_values

        def fail(order, start):
            if order == bad:
                raise UserError(CAT)
            return prepare(order, start)

        with patch.object(type(bad), "_prepare_recurring_invoice_values", fail):
            self._run("2026-12-01")
        self._assert_reported(bad, "cat walked")
        self.assertEqual(len(good.recurring_invoice_ids), 1)

    def test_three_years_of_days_with_failures(self):
        """Whatever the days on which the job fails or does not run, no period is missing or doubled."""
        self.env.company.sudo().recurring_catch_up_max = 50
        rng = random.Random(19)
        start = date(2027, 1, 31)
        orders = {
            frequency: self._create_order(start, frequency, amounts=(100.0,))
            for frequency in ("monthly", "quarterly", "semiannual", "annual")
        }
        set_next_start = type(next(iter(orders.values())))._set_next_starts

        def fail(order, *args, **kwargs):
            # After the invoices were made: they have to go with the failure.
            raise UserError(POWER_CUT)

        day, last = start, date(2029, 12, 31)
        while day <= last:
            fails = rng.random() < 0.3
            with patch.object(type(orders["monthly"]), "_set_next_starts", fail if fails else set_next_start):
                self._run(day.isoformat())
            day += timedelta(days=rng.choice((10, 20, 35, 50)))
        self._run(last.isoformat())
        for frequency, months in (
            ("monthly", 1),
            ("quarterly", 3),
            ("semiannual", 6),
            ("annual", 12),
        ):
            expected, begin = [], start
            while begin <= last + timedelta(days=15):
                expected.append(begin)
                begin = start + relativedelta(months=months * len(expected))
            invoices = orders[frequency].recurring_invoice_ids.sorted("recurring_period_start")
            self.assertEqual(invoices.mapped("recurring_period_start"), expected, frequency)
            for this, following in zip(invoices, invoices[1:], strict=False):
                self.assertEqual(
                    this.recurring_period_end + timedelta(days=1),
                    following.recurring_period_start,
                )
