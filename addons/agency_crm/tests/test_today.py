"""« À faire aujourd'hui »: everything that waits, once, in one list."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

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

    def test_quote_to_chase(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        self.assertFalse(self._lines(quote))
        quote._by_rules().last_sent_date = fields.Datetime.now() - timedelta(days=30)
        self.assertEqual(self._lines(quote).kind, "quote")
        quote.action_confirm()
        self.assertFalse(self._lines(quote))

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

    def test_menu_shows_a_user_their_own_and_a_manager_everything(self):
        action = self.manager.with_user(self.manager)._open_own_records("agency_crm.crm_lead_action", "my_deals")
        self.assertNotIn("search_default_my_deals", action["context"])
        for xml_id, own in (
            ("crm_lead_action", "my_deals"),
            ("sale_order_action_quote", "my_quotes"),
            ("sale_order_action_recurring", "my_orders"),
            ("account_move_action", "my_invoices"),
            ("agency_today_line_action", "mine"),
        ):
            action = self.user.with_user(self.user)._open_own_records(f"agency_crm.{xml_id}", own)
            self.assertIn(f"'search_default_{own}': 1", action["context"])
            view = self.env.ref(f"agency_crm.{xml_id}").sudo().search_view_id or self.env["ir.ui.view"].sudo().search(
                [("model", "=", action["res_model"]), ("type", "=", "search")], limit=1
            )
            self.assertIn(f'name="{own}"', view.arch)
