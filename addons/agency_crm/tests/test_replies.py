"""A customer's answer brings the deal to the top of « À faire »; a mail to the agency's address is a request."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AgencyCommon

MAIL = """Return-Path: <{sender}>
From: {sender}
To: {to}
Subject: {subject}
Message-Id: <{number}@client.example>
Date: Fri, 02 Jan 2026 09:00:00 +0000
{references}Content-Type: text/plain; charset="utf-8"

Could you call me?
"""


@tagged("post_install", "-at_install")
class TestReplies(AgencyCommon):
    def _receive(self, sender, model="crm.lead", thread_id=None, subject="Re: your quote", number=1):
        raw = MAIL.format(sender=sender, to="agency@example.com", subject=subject, number=number, references="")
        # As the mail gateway does, with nobody's rights.
        threads = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        return threads.with_context(mail_create_nolog=True).message_process(model, raw, thread_id=thread_id)

    def _row(self, deal):
        self.env.flush_all()
        # As another request reads it.
        self.env["agency.today.line"].invalidate_model()
        return self.env["agency.today.line"].search([("res_model", "=", "crm.lead"), ("res_id", "=", deal.id)])

    def test_an_answer_to_a_quote_comes_to_the_top(self):
        quote = self._create_quote()
        later = fields.Date.add(fields.Date.context_today(self.env.user), days=9)
        self.deal.next_step_date = later
        self._receive("claire@example.com", "sale.order", quote.id)
        row = self._row(self.deal)
        self.assertEqual((row.kind, row.todo), ("a_reply", "Has answered"))
        self.assertLessEqual(row.date, fields.Date.context_today(self.env.user))
        self.assertEqual(self.deal.next_step_date, later)

    def test_it_is_seen_to_by_an_answer_or_by_what_comes_next(self):
        self._receive("claire@example.com", "crm.lead", self.deal.id)
        self.assertEqual(self._row(self.deal).kind, "a_reply")
        self.deal.message_post(body="I will call you.", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual(self._row(self.deal).kind, "deal")
        self._receive("claire@example.com", "crm.lead", self.deal.id, number=2)
        self._row(self.deal).action_postpone_days()
        self.assertEqual(self._row(self.deal).kind, "deal")

    def test_a_note_among_colleagues_is_no_answer(self):
        self._receive("claire@example.com", "crm.lead", self.deal.id)
        self.deal.message_post(body="Who calls her?", subtype_xmlid="mail.mt_note")
        self.assertEqual(self._row(self.deal).kind, "a_reply")

    def test_a_mail_of_a_colleague_is_none(self):
        self.user.sudo().email = "colleague@agency.example"
        self._receive("colleague@agency.example", "crm.lead", self.deal.id)
        self.assertEqual(self._row(self.deal).kind, "deal")

    def test_it_is_done_with_what_comes_next(self):
        self._receive("claire@example.com", "crm.lead", self.deal.id)
        action = self._row(self.deal).action_finish()
        self.assertEqual(action["res_model"], "agency.what.now")

    def test_nobody_writes_it_by_hand(self):
        with self.assertRaises(AccessError):
            self.deal.replied_on = fields.Datetime.now()

    def test_a_mail_to_the_agency_is_a_request_of_its_contact(self):
        lead = self.env["crm.lead"].sudo().browse(self._receive("claire@example.com", subject="A new website"))
        self.assertEqual((lead.type, lead.name), ("opportunity", "A new website"))
        self.assertEqual((lead.partner_id, lead.account_id), (self.contact, self.account))
        self.assertEqual(lead.stage_id, self._stage("analysis"))
        self.assertEqual(self._row(lead).kind, "a_reply")
        unknown = self.env["crm.lead"].sudo().browse(self._receive("new@client.example", subject="Posters", number=2))
        self.assertEqual((unknown.partner_id, unknown.email_from), (self.env["res.partner"], "new@client.example"))
