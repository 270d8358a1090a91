"""Reminders of unpaid invoices: one mail for all that a customer owes, a draft until somebody sends it."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import AgencyCommon


class ChaseCommon(AgencyCommon):
    """Invoices dated by when they fall due; the rounds are J−3, J+5, J+15 and J+30."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2026-10-01 08:00:00"))
        # What the database may hold besides is no matter of these tests.
        self.env["account.move"].sudo().search([("next_chase_date", "!=", False)]).is_disputed = True

    def _due(self, day, amount=1000.0, sent=True, partner=None):
        """Return a confirmed invoice that falls due on `day`."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.contact).id,
                "invoice_date": "2026-10-01",
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create({"product_id": self.service.id, "price_unit": amount, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        if sent:
            invoice._note_sent()
        return invoice

    def _run(self, day):
        """Run the daily job on `day`, and return the drafts that wait then."""
        with freeze_time(f"{day} 06:00:00"), self.enter_registry_test_mode():
            self.env.ref("agency_crm.ir_cron_chase_invoices").sudo().method_direct_trigger()
        return self._drafts()

    def _drafts(self):
        return self.env["agency.invoice.chase"].search([("state", "=", "draft")])

    def _send(self, chase, day):
        with freeze_time(f"{day} 10:00:00"):
            action = chase.action_send()
            composer = self.env["mail.compose.message"].with_context(**action["context"]).create({})
            composer._action_send_mail()
        return chase

    def _pay(self, invoice, amount=None):
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({"amount": amount} if amount else {})._create_payments()


class TestInvoiceChase(ChaseCommon):
    # === ROUNDS === #

    def test_rounds_come_one_after_the_other(self):
        invoice = self._due("2026-11-01")
        seen = []
        for day in ("2026-10-29", "2026-11-06", "2026-11-16", "2026-12-01"):
            chase = self._run(day)
            self.assertEqual(len(chase), 1, day)
            self._send(chase, day)
            seen.append(chase.round_id.delay_days)
        self.assertEqual(seen, [-3, 5, 15, 30])
        self.assertEqual((invoice.chase_count, invoice.next_chase_date), (4, False))
        self.assertFalse(self._run("2026-12-20"))

    def test_nothing_comes_before_its_day_nor_twice(self):
        self._due("2026-11-01")
        self.assertFalse(self._run("2026-10-28"))
        chase = self._run("2026-10-29")
        self.assertEqual(self._run("2026-10-30"), chase)

    def test_a_courtesy_that_comes_too_late_is_left_out(self):
        self._due("2026-11-01")
        self.assertFalse(self._run("2026-11-03"))
        self.assertEqual(self._run("2026-11-06").round_id.delay_days, 5)

    def test_a_reminder_that_was_late_puts_the_next_one_off(self):
        invoice = self._due("2026-11-01")
        self._send(self._run("2026-11-06"), "2026-11-14")
        self.assertEqual(invoice.next_chase_date, date(2026, 11, 24))

    def test_a_round_left_out_does_not_come_back(self):
        invoice = self._due("2026-11-01")
        chase = self._run("2026-11-06")
        with freeze_time("2026-11-06"):
            chase.action_skip()
        self.assertEqual((chase.state, invoice.chase_count), ("cancelled", 2))
        self.assertFalse(self._run("2026-11-07"))

    # === ONE MAIL === #

    def test_one_mail_asks_for_all_that_a_customer_owes(self):
        late = self._due("2026-11-01") + self._due("2026-11-04", partner=self.account)
        to_come = self._due("2026-12-15")
        other = self.env["res.partner"].create({"name": "Autre maison", "is_company": True, "email": "a@example.com"})
        alone = self._due("2026-11-01", partner=other)
        chases = self._run("2026-11-06")
        self.assertEqual(len(chases), 2)
        chase = chases.filtered(lambda chase: chase.partner_id == self.account)
        self.assertEqual((chase.due_invoice_ids, chase.amount_due), (late, 2000.0))
        self.assertNotIn(to_come, chases.invoice_ids)
        self.assertEqual((chases - chase).due_invoice_ids, alone)

    def test_what_falls_due_meanwhile_joins_the_draft_that_waits(self):
        first, second = self._due("2026-11-01"), self._due("2026-11-10")
        chase = self._run("2026-11-06")
        self.assertEqual(self._run("2026-11-15"), chase)
        self.assertEqual(chase.due_invoice_ids, first + second)

    def test_an_invoice_in_another_s_mail_is_not_asked_for_again_at_once(self):
        self._due("2026-11-01")
        second = self._due("2026-11-04")
        self._send(self._run("2026-11-06"), "2026-11-06")
        self.assertEqual((second.chase_count, second.next_chase_date), (0, date(2026, 11, 11)))

    def test_the_mail_says_what_is_due_and_goes_to_the_contact(self):
        invoice = self._due("2026-11-01")
        chase = self._send(self._run("2026-11-06"), "2026-11-06")
        message = chase.message_ids.filtered("partner_ids")
        self.assertEqual(message.partner_ids, self.contact)
        self.assertIn(invoice.name, message.body)
        self.assertEqual((chase.state, chase.date), ("sent", date(2026, 11, 6)))
        self.assertFalse(chase.activity_ids)
        self.assertIn("reminded", " ".join(invoice.message_ids.mapped("body")))

    def test_a_draft_until_somebody_sends_it(self):
        self._due("2026-11-01")
        chase = self._run("2026-11-06")
        self.assertEqual((chase.state, chase.activity_ids.user_id), ("draft", self.user))
        self.assertFalse(chase.message_ids.filtered("partner_ids"))

    def test_sent_by_itself_where_the_agency_says_so_formal_notices_apart(self):
        self.env.company.sudo().is_invoice_reminder_automatic = True
        invoice = self._due("2026-11-01")
        for day in ("2026-10-29", "2026-11-06", "2026-11-16"):
            self.assertFalse(self._run(day))
        self.assertEqual(invoice.chase_count, 3)
        self.assertTrue(self._run("2026-12-01").is_formal_notice)

    def test_it_is_sent_once(self):
        self._due("2026-11-01")
        chase = self._send(self._run("2026-11-06"), "2026-11-06")
        with self.assertRaises(UserError):
            chase.action_send()

    # === WHAT STOPS IT === #

    def test_a_payment_stops_it_at_once(self):
        first, second = self._due("2026-11-01"), self._due("2026-11-02")
        chase = self._run("2026-11-07")
        self._pay(first)
        self.assertEqual(chase.due_invoice_ids, second)
        self._pay(second)
        self.assertEqual(chase.state, "cancelled")
        self.assertFalse((first + second).filtered("next_chase_date"))

    def test_a_part_payment_asks_for_the_rest(self):
        invoice = self._due("2026-11-01")
        self._pay(invoice, 400)
        self.assertEqual(self._run("2026-11-06").amount_due, 600.0)

    def test_a_dispute_stops_it_a_promise_puts_it_off(self):
        disputed, promised = self._due("2026-11-01"), self._due("2026-11-01")
        chase = self._run("2026-11-06")
        with freeze_time("2026-11-06"):
            disputed.is_disputed = True
            promised.promise_date = "2026-11-20"
        self.assertEqual(chase.state, "cancelled")
        self.assertFalse(self._run("2026-11-20"))
        with freeze_time("2026-11-21"):
            self.assertEqual(self._run("2026-11-21").due_invoice_ids, promised)

    def test_what_the_customer_does_not_have_yet_is_not_asked_for(self):
        self._due("2026-11-01", sent=False)
        self.assertFalse(self._run("2026-11-06"))

    def test_off_for_a_customer_and_for_an_agency(self):
        self._due("2026-11-01")
        self.account.is_invoice_reminded = False
        self.assertFalse(self._run("2026-11-06"))
        self.account.is_invoice_reminded = True
        self.env.company.sudo().is_invoice_reminder = False
        self.assertFalse(self._run("2026-11-06"))

    def test_never_paid_is_proposed_after_the_last_round_and_never_set_alone(self):
        invoice = self._due("2026-11-01")
        for day in ("2026-11-06", "2026-11-16", "2026-12-01"):
            self._send(self._run(day), day)
        with freeze_time("2026-12-10"):
            invoice.invalidate_recordset()
            self.assertTrue(invoice.is_never_paid_proposed)
        self.assertEqual(invoice.agency_status, "sent")

    def test_a_reminder_by_hand_takes_all_that_is_due(self):
        first, second = self._due("2026-11-01"), self._due("2026-11-02")
        with freeze_time("2026-11-04"):
            action = first.action_chase()
            chase = self.env["agency.invoice.chase"].browse(action["res_id"])
            self.assertEqual(chase.due_invoice_ids, first + second)
            self._pay(first)
            with self.assertRaises(UserError):
                first.action_chase()

    # === MONEY === #

    def test_penalties_are_counted_day_by_day_at_the_rates_of_their_half_years(self):
        rates = self.env["agency.penalty.rate"].sudo()
        rates.search([]).unlink()
        rates.create([{"valid_from": "2026-07-01", "rate": 12.0}, {"valid_from": "2027-01-01", "rate": 10.0}])
        invoice = self._due("2026-12-01", 36500.0)
        # 30 days of December at 12 %, 10 of January at 10 %.
        self.assertEqual(invoice._get_late_penalty(date(2027, 1, 10)), 36500 * (30 * 12 + 10 * 10) / 36500)
        self.assertEqual(invoice._get_late_penalty(date(2026, 12, 1)), 0.0)
        self.assertEqual(
            (invoice._get_recovery_fee(date(2026, 12, 2)), invoice._get_recovery_fee(date(2026, 12, 1))), (40, 0)
        )

    def test_the_rates_of_the_law_are_delivered_and_end_with_the_last_half_year(self):
        """European Central Bank: 2.15 % on 1 January 2026, 2.40 % on 1 July 2026; 10 points more."""
        rates = dict(self.env["agency.penalty.rate"]._get_rates())
        for day, rate in (("2024-07-01", 14.25), ("2025-01-01", 13.15), ("2026-01-01", 12.15), ("2026-07-01", 12.4)):
            self.assertEqual(rates[date.fromisoformat(day)], rate)

    def test_an_update_that_brings_a_rate_added_meanwhile_keeps_what_was_added(self):
        rates = self.env["agency.penalty.rate"].sudo()
        mine = rates.create({"valid_from": "2099-01-01", "rate": 11.0})
        data = [
            {"xml_id": f"agency_crm.rate_{day}", "noupdate": True, "values": {"valid_from": day, "rate": 12.0}}
            for day in ("2098-07-01", "2099-01-01")
        ]
        brought = rates._load_records(data)
        self.assertEqual(brought[1], mine)
        self.assertEqual(brought.mapped("rate"), [12.0, 11.0])

    def test_a_consumer_owes_neither_penalties_nor_costs(self):
        person = self.env["res.partner"].create({"name": "Une personne", "email": "p@example.com"})
        invoice = self._due("2026-11-01", partner=person)
        self.assertEqual(
            (invoice._get_late_penalty(date(2027, 1, 1)), invoice._get_recovery_fee(date(2027, 1, 1))), (0, 0)
        )

    # === MANY === #

    def test_one_that_fails_stops_no_other(self):
        other = self.env["res.partner"].create({"name": "Autre maison", "is_company": True, "email": "a@example.com"})
        self._due("2026-11-01")
        self._due("2026-11-01", partner=other)
        chases = type(self.env["agency.invoice.chase"])
        prepare = chases._prepare_chase_values

        def fail(model, company, partner, *args):
            if partner == other:
                raise ZeroDivisionError
            return prepare(model, company, partner, *args)

        with patch.object(chases, "_prepare_chase_values", fail), mute_logger("odoo.addons.agency_crm.isolation"):
            drafts = self._run("2026-11-06")
        self.assertEqual(drafts.partner_id, self.account)

    def test_many_customers_cost_no_more_queries_than_few(self):
        def count(number):
            partners = self.env["res.partner"].create(
                [{"name": f"Cliente {number}-{n}", "is_company": True, "email": "c@example.com"} for n in range(number)]
            )
            for partner in partners:
                self._due("2026-11-01", partner=partner)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run("2026-11-06")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(2)
        few, many = count(3), count(12)
        self.assertLessEqual(many, few + 5)

    # === RIGHTS === #

    def test_what_the_rules_write_is_not_for_users(self):
        invoice = self._due("2026-11-01")
        chase = self._run("2026-11-06")
        for record, values in (
            (chase, {"state": "sent"}),
            (chase, {"invoice_ids": [Command.clear()]}),
            (invoice, {"chase_count": 9}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                record.with_user(self.user).write(values)
        self.assertEqual(fields.Date.to_string(chase.date), "2026-11-06")
