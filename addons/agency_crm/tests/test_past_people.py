"""Who left, and who moved: what comes up goes to somebody who is there (M36), what is past stays (M38)."""

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import AgencyCommon


class TestPastPeople(AgencyCommon):
    def _create_colleague(self, login):
        return mail_new_test_user(
            self.env(su=True), login=login, groups="agency_crm.group_agency_user", company_id=self.env.company.id
        )

    def _activities(self, record):
        return self.env["mail.activity"].sudo().search([("res_model", "=", record._name), ("res_id", "=", record.id)])

    # === WHO LEFT === #

    def test_next_steps_of_who_left_are_asked_of_the_teams_leader(self):
        leaving, leader = self._create_colleague("leaving"), self._create_colleague("leader")
        self.deal.sudo().user_id = leaving
        self.deal.team_id = self.env["crm.team"].sudo().create({"name": "Team", "user_id": leader.id})
        leaving.active = False
        self.assertEqual(self._activities(self.deal).user_id, leader)
        self.deal.next_step_date = "2031-01-01"
        self.assertEqual(self._activities(self.deal).user_id, leader)
        self.assertEqual(self.deal.user_id, leaving, "whose deal it was stays known")

    def test_without_a_leader_a_responsable_is_asked(self):
        leaving = self._create_colleague("leaving")
        self.deal.team_id = False
        self.deal.sudo().user_id = leaving
        leaving.active = False
        user = self._activities(self.deal).user_id
        self.assertTrue(user.active)
        self.assertTrue(user.has_group("agency_crm.group_agency_manager"))
        self.assertIn(self.env.company, user.company_ids)

    def test_new_deals_quotes_and_invoices_are_not_for_who_left(self):
        leaving = self._create_colleague("leaving")
        self.contact.user_id = self.account.user_id = leaving
        leaving.active = False
        deal = self._create_deal(user_id=leaving.id)
        quote = self.env["sale.order"].create({"partner_id": self.contact.id})
        invoice = self.env["account.move"].create({"move_type": "out_invoice", "partner_id": self.contact.id})
        for record, name in ((deal, "user_id"), (quote, "user_id"), (invoice, "invoice_user_id")):
            self.assertTrue(record[name].active, record)

    def test_an_order_that_fails_is_told_to_somebody_who_is_there(self):
        leaving = self._create_colleague("leaving")
        order = self._create_order("2026-01-01")
        order.sudo().user_id = leaving
        leaving.active = False
        order._report_recurring_error("No address")
        self.assertTrue(self._activities(order).user_id.active)

    # === WHO MOVED === #

    def test_a_contact_who_moves_takes_no_deal_that_is_done_along(self):
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice(quote)
        opened = self._create_deal()
        self.assertEqual(self.deal.stage_id, self.env.ref("agency_crm.stage_final"))
        other = self.env["res.partner"].create({"name": "Autre maison", "is_company": True})
        self.contact.parent_id = other
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.deal.account_id, invoice.commercial_partner_id), (self.account, self.account))
        self.assertEqual(opened.account_id, other)

    def test_a_deal_given_another_contact_has_its_account(self):
        other = self.env["res.partner"].create({"name": "Autre maison", "is_company": True})
        self.deal.partner_id = other
        self.assertEqual(self.deal.account_id, other)
