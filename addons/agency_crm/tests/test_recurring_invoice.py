from datetime import date

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .recurring import RecurringCommon

CAT = "The cat walked over the keyboard."
POWER_CUT = "Power cut."


class TestRecurringInvoice(RecurringCommon):
    """The daily job: a draft invoice for each period, never two for one."""

    # === CALENDAR === #

    def test_draft_is_made_a_margin_before_the_start(self):
        order = self._create_order("2026-12-01")
        self._run("2026-11-15")
        self.assertFalse(order.recurring_invoice_ids)
        self._run("2026-11-16")
        self.assertEqual(self._periods(order), [("2026-12-01", "2027-11-30")])
        self.assertEqual(order.recurring_invoice_ids.state, "draft")
        self.assertEqual(str(order.next_invoice_date), "2027-12-01")
        line = order.message_ids.sorted("id")[-1]
        self.assertIn("Draft invoice of the period", line.body)
        self.assertIn(f'data-oe-id="{order.recurring_invoice_ids.id}"', line.body)

    def test_each_frequency_moves_the_start_on(self):
        for frequency, start in (
            ("monthly", "2027-01-01"),
            ("quarterly", "2027-03-01"),
            ("semiannual", "2027-06-01"),
            ("annual", "2027-12-01"),
        ):
            with self.subTest(frequency=frequency):
                order = self._create_order("2026-12-01", frequency)
                self._run("2026-12-01")
                self.assertEqual(str(order.next_invoice_date), start)

    def test_other_frequency_says_its_months(self):
        order = self._create_order("2026-12-01", "other", billing_months=24)
        self._run("2026-12-01")
        self.assertEqual(str(order.next_invoice_date), "2028-12-01")

    def test_other_frequency_without_months_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "how many months"):
            self._create_order("2026-12-01", "other")

    def test_last_day_of_the_month_stays_the_last(self):
        order = self._create_order("2027-01-31", "monthly")
        starts = []
        for today in ("2027-01-31", "2027-02-28", "2027-03-31"):
            self._run(today)
            starts.append(str(order.next_invoice_date))
        self.assertEqual(starts, ["2027-02-28", "2027-03-31", "2027-04-30"])
        self.assertEqual(
            self._periods(order),
            [
                ("2027-01-31", "2027-02-27"),
                ("2027-02-28", "2027-03-30"),
                ("2027-03-31", "2027-04-29"),
            ],
        )

    def test_missed_runs_catch_up_one_draft_a_period(self):
        order = self._create_order("2026-09-01", "monthly")
        self._run("2026-11-20")
        self.assertEqual(
            [start for start, _end in self._periods(order)],
            ["2026-09-01", "2026-10-01", "2026-11-01", "2026-12-01"],
        )
        self.assertEqual(str(order.next_invoice_date), "2027-01-01")
        self.assertTrue(any("3 periods were late" in body for body in order.message_ids.mapped("body")))

    def test_catching_up_is_capped(self):
        self.env.company.sudo().recurring_catch_up_max = 3
        order = self._create_order("1926-01-01", "monthly")
        self._run("2026-11-20")
        self.assertEqual(len(order.recurring_invoice_ids), 3)
        self.assertEqual(str(order.next_invoice_date), "1926-04-01")
        self.assertTrue(any("More than 3 periods" in body for body in order.message_ids.mapped("body")))

    def test_running_twice_makes_nothing_twice(self):
        order = self._create_order("2026-12-01")
        self._run("2026-11-20")
        self._run("2026-11-20")
        self.assertEqual(len(order.recurring_invoice_ids), 1)

    def test_database_refuses_two_invoices_of_one_period(self):
        order = self._create_order("2026-12-01")
        self._run("2026-11-20")
        values = order._prepare_recurring_invoice_values(date(2026, 12, 1))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env["account.move"]._by_rules().create(values)
            self.env.flush_all()

    def test_order_stops_after_its_end(self):
        order = self._create_order("2026-12-01", "monthly", recurrence_end_date="2027-01-15")
        self._run("2027-03-01")
        self.assertEqual([start for start, _end in self._periods(order)], ["2026-12-01", "2027-01-01"])
        self.assertEqual(order.recurrence_status, "stopped")
        self._run("2027-06-01")
        self.assertEqual(len(order.recurring_invoice_ids), 2)

    def test_end_before_start_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "ends before its start"):
            self._create_order("2026-12-01", recurrence_end_date="2026-11-30")

    def test_paused_order_goes_on_without_the_periods_of_the_pause(self):
        order = self._create_order("2026-09-01", "monthly")
        order.action_pause_recurrence()
        self._run("2026-11-20")
        self.assertFalse(order.recurring_invoice_ids)
        with freeze_time("2026-11-20"):
            order.action_resume_recurrence()
        self.assertEqual(str(order.next_invoice_date), "2026-12-01")
        self._run("2026-11-20")
        self.assertEqual([start for start, _end in self._periods(order)], ["2026-12-01"])

    def test_stopped_order_is_not_invoiced(self):
        order = self._create_order("2026-12-01")
        order.action_stop_recurrence()
        self._run("2026-12-01")
        self.assertFalse(order.recurring_invoice_ids)

    # === INVOICE === #

    def test_draft_has_the_terms_of_the_order_and_says_its_period(self):
        tax = self.company_data["default_tax_sale"]
        term = self.env.ref("account.account_payment_term_30days")
        order = self._create_order(
            "2026-12-01",
            payment_term_id=term.id,
            order_line=[
                Command.create({"display_type": "line_section", "name": "Hosting"}),
                Command.create(
                    {
                        "product_id": self._create_service("Hosting").id,
                        "name": "Hosting\nWith daily backups",
                        "product_uom_qty": 2,
                        "price_unit": 120.0,
                        "discount": 10,
                        "tax_ids": [Command.set(tax.ids)],
                    }
                ),
            ],
        )
        self._run("2026-12-01")
        invoice = order.recurring_invoice_ids
        self.assertEqual(invoice.partner_id, order.partner_invoice_id)
        self.assertEqual(invoice.invoice_payment_term_id, term)
        self.assertEqual(invoice.invoice_origin, order.name)
        self.assertEqual(invoice.opportunity_id, self.deal)
        self.assertEqual(invoice.amount_untaxed, 216.0)
        section, line = invoice.invoice_line_ids.sorted("sequence")
        self.assertEqual(section.name, "Hosting")
        self.assertEqual(line.tax_ids, tax)
        self.assertIn("Hosting, from 01/12/2026 to 30/11/2027\nWith daily backups", line.name)
        self.assertEqual(line.sale_line_ids, order.order_line[1])

    def test_order_never_asks_for_odoos_own_invoice(self):
        order = self._create_order("2026-12-01", "monthly")
        self.assertEqual(order.invoice_status, "no")
        self._run("2026-12-01")
        order.recurring_invoice_ids.action_post()
        self.assertEqual(order.invoice_status, "no")
        self.assertEqual(order.amount_to_invoice, 0)
        self.assertEqual(order.quote_status, "accepted")

    def test_changed_quantity_counts_from_the_next_period(self):
        order = self._create_order("2026-11-01", "monthly", amounts=(100.0,))
        self._run("2026-11-01")
        order.order_line.product_uom_qty = 3
        self._run("2026-12-01")
        first, second = order.recurring_invoice_ids.sorted("recurring_period_start")
        self.assertEqual(first.amount_untaxed, 100.0)
        self.assertEqual(second.amount_untaxed, 300.0)

    def test_prices_are_revised_from_a_date(self):
        order = self._create_order("2026-11-01", "monthly", amounts=(100.0, 40.0))
        self.env["agency.price.revision"].create(
            [
                {"order_id": order.id, "date": "2026-12-01", "percentage": 2.5},
                {
                    "order_id": order.id,
                    "date": "2027-01-01",
                    "line_id": order.order_line[1].id,
                    "price_unit": 50.0,
                },
            ]
        )
        for today in ("2026-11-01", "2026-12-01", "2027-01-01"):
            self._run(today)
        invoices = order.recurring_invoice_ids.sorted("recurring_period_start")
        self.assertEqual(invoices.mapped("amount_untaxed"), [140.0, 143.5, 152.5])
        with self.assertRaises(UserError):
            order.price_revision_ids.with_user(self.manager).unlink()

    def test_price_revision_says_one_change(self):
        order = self._create_order("2026-11-01")
        for values in (
            {},
            {"percentage": 2, "price_unit": 3},
            {"price_unit": 3},
            {"percentage": -100},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.env["agency.price.revision"].create(
                    {
                        "order_id": order.id,
                        "date": "2026-12-01",
                        **values,
                    }
                )

    def test_invoice_by_hand_before_its_time(self):
        order = self._create_order("2030-01-01")
        action = order.action_make_recurring_invoice()
        invoice = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(self._periods(order), [("2030-01-01", "2030-12-31")])
        self.assertEqual(invoice.state, "draft")

    def test_period_that_somebody_has_just_invoiced(self):
        order = self._create_order("2030-01-01").with_context(invoiced_period_start="2030-01-01")
        order.action_make_recurring_invoice()
        with self.assertRaisesRegex(UserError, "has just been invoiced"):
            order.action_make_recurring_invoice()
        self.assertEqual(self._periods(order), [("2030-01-01", "2030-12-31")])
