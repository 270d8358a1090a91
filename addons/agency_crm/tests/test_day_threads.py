"""What users of Odoo, Dolibarr and others met in public in their day, each tried here: see the number in the test."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .recurring import RecurringCommon
from .smtp import MailServerMixin


class TestDayThreads(RecurringCommon, MailServerMixin):
    # === DEALS === #

    def test_a_deal_lost_takes_its_quotes_along(self):
        """ERPNext#8969, odoo#23350: lost with a quote still running, its activity and its chase went on."""
        quote = self._create_quote()
        quote.action_quotation_sent()
        wizard = self.env["crm.lead.lost"].with_context(active_ids=self.deal.ids)
        wizard.create({"lead_ids": self.deal.ids, "lost_reason_id": self.reason.id}).action_lost_reason_apply()
        self.assertFalse(self.deal.activity_ids)
        self.assertFalse(quote._get_reminder_activities())

    def test_people_who_follow_a_deal_follow_it_once_merged(self):
        """odoo#103022, odoo#1650: who takes part in the merged deal was lost, or stood twice."""
        other = self._create_deal(name="Same brochure")
        third, both = self.env["res.partner"].create([{"name": "Third"}, {"name": "Both"}])
        for deal, follower in ((self.deal, both), (other, third), (other, both)):
            deal.message_subscribe(follower.ids)
            deal.message_post(body="I follow this", author_id=follower.id)
        merged = (self.deal | other).merge_opportunity()
        self.assertLessEqual(third | both, merged.message_partner_ids)
        self.assertEqual(len(merged.message_follower_ids), len(merged.message_partner_ids))

    def test_accounts_followed_by_the_same_person_are_merged(self):
        """odoo#2097, odoo#9705: « a partner cannot follow twice the same object »."""
        double = self.account.copy({"name": "Imprimerie du Parc"})
        for account in self.account | double:
            account.message_subscribe(self.user.partner_id.ids)
        self.env["base.partner.merge.automatic.wizard"].sudo().create({})._merge(
            (self.account | double).ids, self.account
        )
        self.assertFalse(double.exists())
        self.assertIn(self.user.partner_id, self.account.message_partner_ids)

    def test_an_account_and_its_own_contact_are_not_merged(self):
        """odoo#3154: merged, the account became its own contact; a clear message, and both stay."""
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        with self.assertRaises(UserError):
            wizard._merge((self.account | self.contact).ids, self.account)
        self.assertTrue(self.contact.exists())

    # === QUOTES === #

    def test_a_rejected_quote_stays_rejected(self):
        """ERPNext#25248: past its validity, a lost quote was said to be expired."""
        quote = self._create_quote()
        quote.action_quotation_sent()
        quote.action_reject()
        with freeze_time(fields.Date.add(fields.Date.today(), days=400)):
            quote.invalidate_recordset()
            self.assertEqual(quote.quote_status, "rejected")

    def test_a_number_is_never_given_twice(self):
        """Dolibarr#38672: the last quote deleted, the next one had its number."""
        quote = self._create_quote()
        name = quote.name
        quote.with_user(self.manager).unlink()
        self.assertNotEqual(self._create_quote().name, name)

    def test_a_quote_that_was_sent_is_not_deleted(self):
        """Dolibarr#38811: sent by mail, then deleted; the customer holds a document that is not there any more."""
        quote = self._create_quote()
        quote.action_quotation_sent()
        with self.assertRaises(UserError):
            quote.unlink()

    def test_a_quote_mailed_from_the_menu_of_the_list_is_sent(self):
        """odoo#256801: « Send an email » of the list left the quote a draft."""
        quote = self._create_quote()
        action = quote.with_context(hide_default_template=True).action_quotation_send()
        composers = self.env["mail.compose.message"].with_context(**action["context"], mail_notify_force_send=True)
        with self.mail_server() as received:
            composers.create({"body": "We call you tomorrow.", "partner_ids": quote.partner_id.ids}).action_send_mail()
        self.assertTrue(received)
        self.assertEqual(quote.quote_status, "draft")
        with self.mail_server() as received:
            composers.create({"template_id": quote._find_mail_template().id}).action_send_mail()
        self.assertTrue(received)
        self.assertEqual(quote.quote_status, "sent")

    def test_a_copy_that_is_sent_is_the_copy(self):
        """odoo#59161: sent right after it was made, the customer received the quote it was copied from."""
        quote = self._create_quote()
        double = quote.copy()
        action = double.action_quotation_send()
        composer = self.env["mail.compose.message"].with_context(**action["context"], mail_notify_force_send=True)
        with self.mail_server() as received:
            composer.create({}).action_send_mail()
        contents = b"".join(mail.content for mail in received)
        self.assertIn(double.name.encode(), contents)
        self.assertNotIn(quote.name.encode(), contents)
        self.assertEqual((quote.quote_status, double.quote_status), ("draft", "sent"))

    def test_nobody_receives_an_empty_mail_of_an_acceptance(self):
        """odoo#23368: who followed the team received a mail without a word."""
        follower = self.env["res.partner"].create({"name": "Chief", "email": "chief@example.com"})
        quote = self._create_quote()
        quote.message_subscribe(follower.ids)
        with self.mail_server() as received:
            quote.action_quotation_sent()
            quote.action_confirm()
            self._flush_tracking()
        self.assertFalse(received)

    # === RECURRING ORDERS === #

    def test_a_period_is_invoiced_once_whoever_asks(self):
        """OCA/contract#1473: the job cut off in its middle, or the button pressed again, made a second invoice."""
        order = self._create_order("2026-03-01", "monthly")
        self._run("2026-03-02")
        (first,) = order.recurring_invoice_ids
        order._by_rules().next_invoice_date = "2026-03-01"  # as if the job had been cut off before it moved on
        self._run("2026-03-02")
        self.assertEqual(len(order.recurring_invoice_ids.filtered(lambda move: move.state != "cancel")), 1)
        self.assertEqual(order.recurring_invoice_ids, first)

    def test_a_late_invoice_does_not_move_the_next_ones(self):
        """invoiceninja#2817: made a day late, the next invoices followed that day and not the first date."""
        order = self._create_order("2026-01-01", "monthly")
        self._run("2026-01-02")
        self._run("2026-02-19")
        self._run("2026-03-01")
        starts = [start for start, _end in self._periods(order)]
        self.assertEqual(starts[:3], ["2026-01-01", "2026-02-01", "2026-03-01"])

    def test_an_end_before_the_next_invoice_stops_no_other_order(self):
        """OCA/contract#739, #712: an order at its end made the job fail for all."""
        ended, other = (self._create_order("2026-01-01", "monthly") for _number in range(2))
        self._run("2026-01-01")
        ended.recurrence_end_date = ended.recurring_invoice_ids.sorted("recurring_period_end")[-1].recurring_period_end
        self._run("2026-06-01")
        self.assertGreater(len(other.recurring_invoice_ids), len(ended.recurring_invoice_ids))
        self.assertFalse(ended.activity_ids.filtered("active"))
