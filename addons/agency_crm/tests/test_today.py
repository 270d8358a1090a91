"""« À faire aujourd'hui »: everything that waits, once, in one list."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from ..const import TODAY_KINDS
from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestToday(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.deal)

    def _lines(self, *records):
        self.env.flush_all()
        return (
            self.env["agency.today.line"]
            .search([("date", "<=", "today")])
            .filtered(lambda line: any((r._name, r.id) == (line.res_model, line.res_id) for r in records))
        )

    def test_deal_comes_on_its_day(self):
        self.deal.next_step_date = self.today + timedelta(days=1)
        self.assertFalse(self._lines(self.deal))
        self.deal.next_step_date = self.today - timedelta(days=3)
        line = self._lines(self.deal)
        self.assertEqual((line.kind, line.days_late, line.todo), ("deal", 3, self.deal.next_step_id.name))
        self.assertEqual(line.action_open()["res_id"], self.deal.id)
        self.deal.action_set_lost()
        self.assertFalse(self._lines(self.deal))

    def test_groups_come_in_the_order_of_the_day(self):
        self.deal.next_step_date = self.today
        deal = self.env["crm.lead"].create({"name": "Autre", "type": "opportunity", "partner_id": self.contact.id})
        for xml_id in ("mail.mail_activity_data_email", "mail.mail_activity_data_call"):
            deal.activity_schedule(xml_id, self.today, user_id=self.env.uid)
        self.env.flush_all()
        groups = self.env["agency.today.line"].formatted_read_group([], ["kind"], ["__count"])
        kinds = [group["kind"] for group in groups]
        self.assertTrue({"deal", "call", "activity"} <= set(kinds), kinds)
        self.assertEqual(kinds, [kind for kind, _label in TODAY_KINDS if kind in kinds])
        last_first = self.env["agency.today.line"].formatted_read_group([], ["kind"], ["__count"], order="kind desc")
        self.assertEqual([group["kind"] for group in last_first], kinds[::-1])

    def test_quote_without_a_deal_in_the_pipe_is_chased_on_its_own(self):
        quote = self._create_quote(opportunity_id=False, partner_id=self.contact.id)
        quote.action_quotation_sent()
        self.assertFalse(self._lines(quote))
        quote._by_rules().last_sent_date = fields.Datetime.now() - timedelta(days=30)
        line = self._lines(quote)
        self.assertEqual((line.kind, line.can_remind, line.phone), ("quote", True, self.contact.phone))
        line.action_finish()
        self.assertEqual(quote.reminder_count, 1)
        self.env.invalidate_all()
        quote.action_confirm()
        self.assertFalse(self._lines(quote))

    def test_one_row_a_need_the_deal_stands_for_its_quotes(self):
        quotes = self._create_quote() | self._create_quote()
        quotes.action_quotation_sent()
        quotes._by_rules().last_sent_date = fields.Datetime.now() - timedelta(days=30)
        self.deal.next_step_date = self.today
        line = self._lines(self.deal, *quotes)
        self.assertEqual((line.kind, line.can_remind), ("deal", True))
        for quote in quotes:
            self.assertIn(quote.name, line.todo)
        # Priced anew: nobody is to be chased for the offer of before.
        self.deal.stage_id = self._stage("negotiation")
        self.deal.next_step_date = self.today + timedelta(days=1)
        self.assertFalse(self._lines(self.deal, *quotes))

    def test_an_invoice_to_send_stands_for_its_deal(self):
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice_deposit(quote, post=False)
        invoice.action_post()
        self.deal.next_step_date = self.today
        self.assertEqual(self._lines(self.deal, invoice).kind, "to_send")
        invoice._note_sent()
        self.deal.next_step_date = self.today
        self.assertEqual(self._lines(self.deal, invoice).kind, "deal")

    def _activity_line(self, activity):
        self.env.flush_all()
        return self.env["agency.today.line"].search([("activity_id", "=", activity.id)])

    def test_calls_meetings_and_tasks_come_with_their_client(self):
        for xml_id, kind in (("call", "call"), ("meeting", "meeting"), ("todo", "task"), ("email", "activity")):
            activity = self.account.activity_schedule(
                f"mail.mail_activity_data_{xml_id}", summary="Proof", user_id=self.user.id
            )
            line = self._activity_line(activity)
            self.assertEqual((line.kind, line.partner_id, line.user_id), (kind, self.account, self.user))
            self.assertEqual(line.action_open()["res_id"], self.account.id)
            line.action_finish()
            self.assertFalse(activity.active)
            self.assertFalse(self._activity_line(activity))

    def test_the_next_step_and_the_reminder_are_the_rows_of_the_deal_alone(self):
        self.deal.write({"stage_id": self._stage("offer_sent").id, "next_step_date": self.today})
        call = self.deal.activity_schedule("mail.mail_activity_data_call", summary="Call")
        for activity in self.deal.activity_ids:
            self.assertFalse(self._activity_line(activity))
        self.deal.next_step_date = self.today + timedelta(days=9)
        self.assertEqual(self._activity_line(call).kind, "call")

    def test_a_task_about_nothing_is_for_whom_it_is_for_its_author_and_the_manager(self):
        self.env["mail.activity"].create(
            {
                "summary": "Buy paper",
                "user_id": self.manager.id,
                "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            }
        )
        other = mail_new_test_user(self.env(su=True), login="third", groups="agency_crm.group_agency_user")
        self.env.flush_all()
        domain = [("name", "=", "Buy paper")]
        lines = self.env["agency.today.line"]
        self.assertEqual(lines.search(domain).kind, "task")
        self.assertTrue(lines.with_user(self.manager).search(domain))
        self.assertFalse(lines.with_user(other).search(domain))

    def test_done_on_a_deal_asks_what_comes_next(self):
        self.deal.next_step_date = self.today
        action = self._lines(self.deal).action_finish()
        self.assertEqual(action["res_model"], "agency.what.now")
        self.assertEqual(action["context"]["default_lead_ids"], self.deal.ids)

    def test_put_off_is_the_date_of_the_step_of_the_activity_or_of_the_row(self):
        task = self.account.activity_schedule("mail.mail_activity_data_todo", summary="Proof")
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice(quote)
        invoice.invoice_date_due = self.today - timedelta(days=1)
        other = self._create_deal(next_step_date=self.today)
        lines = self._lines(other, invoice) | self._activity_line(task)
        self.assertEqual(len(lines), 3)
        lines.action_postpone_week()
        week = self.today + timedelta(days=7)
        self.assertEqual((other.next_step_date, task.date_deadline), (week, week))
        self.assertFalse(self._lines(other, invoice))
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.assertEqual(len(self._lines(other, invoice)), 2)
        # Again, once it is back: the same activity says so.
        invoice._put_off_today(self.today + timedelta(days=2))
        put_off = invoice.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref("agency_crm.mail_activity_put_off")
        )
        self.assertEqual(put_off.date_deadline, self.today + timedelta(days=2))

    def test_a_day_that_is_over_is_refused(self):
        wizard = self.env["agency.today.postpone"].create({"line_ids": [], "date": self.today - timedelta(days=1)})
        with self.assertRaises(UserError):
            wizard.action_apply()

    def test_an_invoice_to_send_is_not_done_by_saying_so(self):
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice(quote, post=False)
        invoice.action_post()
        line = self._lines(invoice)
        with self.assertRaises(UserError):
            line.action_finish()
        self.assertEqual(line.action_invoice()["type"], "ir.actions.act_window")

    def test_order_to_invoice_then_its_draft(self):
        order = self._create_order(self.today + timedelta(days=10))
        self.assertEqual(self._lines(order).kind, "order")
        invoice = order.action_make_recurring_invoice() and order.invoice_ids
        self.assertFalse(self._lines(order))
        draft = self.env["agency.today.line"].search([("res_model", "=", "account.move"), ("res_id", "=", invoice.id)])
        self.assertEqual(draft.kind, "draft")

    def test_overdue_invoice(self):
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice(quote)
        self.assertFalse(self._lines(invoice))
        invoice.invoice_date_due = self.today - timedelta(days=1)
        line = self._lines(invoice)
        self.assertEqual((line.kind, line.amount), ("invoice", invoice.amount_residual_signed))
        invoice.action_never_paid("Bankrupt")
        self.assertFalse(self._lines(invoice))

    def test_what_is_named_is_read_from_its_own_records_and_is_the_same(self):
        """A group of the list, a page, both and neither: rows do not depend on which of them the database was asked."""
        self.deal.next_step_date = self.today
        quote = self._create_quote(opportunity_id=False, partner_id=self.contact.id)
        quote.action_quotation_sent()
        quote._by_rules().last_sent_date = fields.Datetime.now() - timedelta(days=30)
        for kind in ("mail.mail_activity_data_call", "mail.mail_activity_data_todo"):
            self.contact.activity_schedule(kind, self.today, user_id=self.env.uid)
        invoiced = self._create_quote(self._create_deal(partner_id=self.contact.id))
        invoiced.action_confirm()
        self._invoice(invoiced)
        self.env.flush_all()
        lines = self.env["agency.today.line"].search([])
        rows = {line.id: line for line in lines}
        self.assertLessEqual({"deal", "quote", "call", "task", "invoice"}, set(lines.mapped("kind")))
        for kind, found in lines.grouped("kind").items():
            self.assertEqual(lines.search([("kind", "=", kind)]), found)
            self.assertEqual(lines.search([("kind", "in", [kind, "order"]), ("id", "in", lines.ids)]), found)
            self.assertEqual(lines.search([("kind", "!=", kind)]), lines - found)
            self.assertFalse(lines.search([("kind", "=", kind), ("id", "in", (lines - found).ids)]))
        self.assertEqual(
            lines.search(["|", ("kind", "=", "call"), ("id", "in", lines[:1].ids)]).ids,
            [line.id for line in lines if line.kind == "call" or line == lines[0]],
        )
        self.assertFalse(lines.search([("kind", "in", [])]) or lines.search([("id", "=", False)]))
        self.env.invalidate_all()
        for line in self.env["agency.today.line"].browse(list(rows)):
            self.assertTrue(line.res_id and line.date and line.kind, line)

    def test_a_page_of_rows_is_not_asked_of_everything(self):
        """Each row is read by the key of its record: no branch but its own is in the query."""
        self.deal.next_step_date = self.today
        line = self._lines(self.deal)
        for domain in ([("id", "in", line.ids)], [("kind", "=", "deal"), ("date", "<=", self.today)]):
            query = str(line._search(domain).select())
            self.assertIn("crm_lead lead", query)
            for table in ("sale_order quote", "account_move move", "mail_activity activity"):
                self.assertNotIn(table, query)

    def test_menu_shows_a_user_their_own_and_a_manager_everything(self):
        action = self.manager.with_user(self.manager)._open_own_records("agency_crm.crm_lead_action", "my_deals")
        self.assertNotIn("search_default_my_deals", action["context"])
        for xml_id, own in (
            ("crm_lead_action", "my_deals"),
            ("sale_order_action_quote", "my_quotes"),
            ("sale_order_action_recurring", "my_orders"),
            ("account_move_action", "my_invoices"),
        ):
            action = self.user.with_user(self.user)._open_own_records(f"agency_crm.{xml_id}", own)
            self.assertIn(f"'search_default_{own}': 1", action["context"])
            view = self.env.ref(f"agency_crm.{xml_id}").sudo().search_view_id or self.env["ir.ui.view"].sudo().search(
                [("model", "=", action["res_model"]), ("type", "=", "search")], limit=1
            )
            self.assertIn(f'name="{own}"', view.arch)
