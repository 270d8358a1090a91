"""Each scheduled action does its work though one record among the good ones can't be treated."""

from datetime import date
from importlib.util import find_spec
from unittest import skipUnless
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import AgencyCommon

LOGGERS = (
    "odoo.addons.agency_crm.isolation",
    "odoo.addons.agency_crm.models.sale_order_recurring_invoice",
    "odoo.addons.agency_crm.models.sale_order_reminder",
    "odoo.sql_db",
)
# Each scheduled action of the add-on, and its test here.
TESTED = {
    "ir_cron_make_recurring_invoices": "test_recurring_orders",
    "ir_cron_remind_quotes": "test_reminders",
    "ir_cron_keep_month_end": "test_end_of_the_month",
    "ir_cron_add_public_holidays": "test_public_holidays",
    "ir_cron_chase_invoices": "test_invoice_reminders",
}


@tagged("post_install", "-at_install")
class TestPoisonedRecords(AgencyCommon):
    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2026-12-01 06:00:00"))
        self.enterContext(mute_logger(*LOGGERS))

    def _run(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"agency_crm.{name}").sudo().method_direct_trigger()

    def _poison(self, record, **columns):
        """Write what no door of ours lets in, as an older database, or a hole that nobody knows yet."""
        self.env.flush_all()
        for column, value in columns.items():
            table, name = SQL.identifier(record._table), SQL.identifier(column)
            self.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", table, name, value, record.id))
        self.env.invalidate_all()

    def test_each_scheduled_action_has_its_test(self):
        crons = self.env["ir.model.data"].sudo().search([("module", "=", "agency_crm"), ("model", "=", "ir.cron")])
        self.assertEqual(set(crons.mapped("name")), set(TESTED))
        for test in TESTED.values():
            self.assertTrue(hasattr(self, test))

    def test_recurring_orders(self):
        for poison in (
            {"billing_months": 120000},
            {"billing_months": -3},
            {"billing_day": -5},
            {"billing_day": 99},
            {"next_invoice_date": date(1, 1, 1)},
        ):
            with self.subTest(**poison):
                bad, good = self._create_order("2026-12-01"), self._create_order("2026-12-01")
                self._poison(bad, **poison)
                self._run("ir_cron_make_recurring_invoices")
                self.assertEqual(len(good.recurring_invoice_ids), 1)
                self.assertEqual(good.next_invoice_date, date(2027, 12, 1))

    def test_recurring_order_that_fails_unforeseen_is_named_to_its_salesperson(self):
        bad, good = self._create_order("2026-12-01"), self._create_order("2026-12-01")
        prepare = type(bad)._prepare_recurring_invoice_values

        def fail(order, start):
            if order == bad:
                raise ZeroDivisionError
            return prepare(order, start)

        with patch.object(type(bad), "_prepare_recurring_invoice_values", fail):
            self._run("ir_cron_make_recurring_invoices")
        self.assertEqual((len(good.recurring_invoice_ids), len(bad.recurring_invoice_ids)), (1, 0))
        self.assertIn("ZeroDivisionError", bad.activity_ids.note)
        self.assertNotIn("Traceback", bad.activity_ids.note)

    def test_values_that_cannot_be_counted_on_are_refused(self):
        order = self._create_order("2026-12-01", "other", billing_months=2)
        for values in ({"billing_months": 120000}, {"billing_months": -1}, {"billing_day": -5}, {"billing_day": 32}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                order.write(values)
                self.env.flush_all()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            order.next_invoice_date = "9999-12-01"

    def test_reminders(self):
        quotes = self._create_quote() + self._create_quote()
        with freeze_time("2026-11-02 10:00:00"):
            quotes.action_quotation_sent()
        bad, good = quotes
        prepare = type(bad)._prepare_reminder_activity_values

        def fail(order):
            if order == bad:
                raise ZeroDivisionError
            return prepare(order)

        with patch.object(type(bad), "_prepare_reminder_activity_values", fail):
            self._run("ir_cron_remind_quotes")
        self.assertTrue(good._get_reminder_activities())
        self.assertFalse(bad._get_reminder_activities())

    def test_end_of_the_month(self):
        companies = self.env["res.company"].sudo().create([{"name": "Poisoned"}, {"name": "Good"}])
        months = self.env["agency.month.end"]
        months.sudo().search([]).unlink()
        prepare = type(months)._prepare_month_end

        def fail(model, month, company):
            if company == companies[0]:
                raise ZeroDivisionError
            return prepare(model, month, company)

        self._create_deal()
        with patch.object(type(months), "_prepare_month_end", fail):
            self._run("ir_cron_keep_month_end")
        self.assertTrue(months.sudo().search([("company_id", "=", self.env.company.id)]))

    @skipUnless(find_spec("holidays"), "the package that knows the holidays is not installed")
    def test_public_holidays(self):
        bad, good = (
            self.env["res.company"]
            .sudo()
            .create(
                [
                    {"name": name, "country_id": self.env.ref("base.fr").id, "is_agency": True}
                    for name in ("Poisoned", "Good")
                ]
            )
        )
        (bad | good)._by_rules().public_holidays_year = 2025
        self._poison(bad.resource_calendar_id, tz="Europe/Atlantis")
        self._run("ir_cron_add_public_holidays")
        self.assertEqual((bad.public_holidays_year, good.public_holidays_year), (2025, 2027))

    def test_invoice_reminders(self):
        other = self.env["res.partner"].create({"name": "Autre maison", "is_company": True, "email": "a@example.com"})
        with freeze_time("2026-10-01 08:00:00"):
            for partner in (self.contact, other):
                quote = self._create_quote(self._create_deal(partner_id=partner.id))
                quote.action_confirm()
                invoice = self._invoice(quote)
                invoice._by_rules().invoice_date_due = "2026-11-20"
        self._poison(self.contact, email="a,b;@@", lang="xx_XX")
        self._run("ir_cron_chase_invoices")
        drafts = self.env["agency.invoice.chase"].search([("partner_id", "=", other.id), ("state", "=", "draft")])
        self.assertEqual(len(drafts), 1)
