"""SUPPLIERS §7: suppliers that are merged, mails that come back, days when nobody works, deals of vtiger."""

import datetime

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.tests.smtp import MailServerMixin

from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceEdgeCases(MailServerMixin, PurchaseCommon):
    def _merge(self, kept, gone):
        """Merge two partners as Odoo's window does."""
        wizards = self.env["base.partner.merge.automatic.wizard"].with_user(self.env.ref("base.user_root"))
        self.env.flush_all()
        wizards._merge((kept | gone).ids, kept)
        self.env.invalidate_all()

    def test_B57_consultations_follow_their_supplier(self):
        request = self._create_asked(printers=self.printers[:1])
        self._answer(request, self.printers[0], q1000=300.0)
        self._merge(self.printers[1], self.printers[0])
        self.assertEqual(request.consultation_ids.partner_id, self.printers[1])
        self.assertEqual(request.offer_ids.mapped("landed"), [300.0])

    def test_B57_two_that_were_asked_the_same_are_not_merged_over_their_prices(self):
        request = self._create_asked(printers=self.printers[:2])
        self._answer(request, self.printers[0], q1000=300.0)
        self._answer(request, self.printers[1], q1000=310.0)
        with self.assertRaisesRegex(UserError, "were both asked"), mute_logger("odoo.sql_db"):
            self._merge(self.printers[1], self.printers[0])
        self.assertEqual(sorted(request.offer_ids.mapped("landed")), [300.0, 310.0])

    def test_B58_a_mail_that_comes_back_is_to_be_sent_again(self):
        request = self._create_request(printers=self.printers[:1])
        with self.mail_server():
            request.action_send()
            self.env["mail.mail"].sudo().search([("model", "=", "agency.price.consultation")]).send()
        consultation = request.consultation_ids
        self.assertEqual((consultation.state, request.state), ("sent", "waiting"))
        message = consultation.message_ids.filtered("partner_ids")
        message.sudo()._take_back_bounced("550 a@printer.example.com: unknown")
        self.assertEqual((consultation.state, consultation.sent_on, request.state), ("to_send", False, "draft"))
        asked = consultation.activity_ids
        self.assertEqual(asked.user_id, self.user)
        self.assertIn("550 a@printer.example.com: unknown", asked.note)

    def test_B61_a_day_when_nobody_works_moves_to_the_one_before(self):
        company = self.env.company
        saturday = fields.Date.context_today(self.env.user) + datetime.timedelta(days=30)
        saturday += datetime.timedelta(days=(5 - saturday.weekday()) % 7)
        self.assertFalse(company._is_working_day(saturday))
        before = saturday - datetime.timedelta(days=1)
        while not company._is_working_day(before):
            before -= datetime.timedelta(days=1)
        request = self._create_request(answer_by=saturday)
        self.assertEqual(request.answer_by, before)
        request.answer_by = saturday + datetime.timedelta(days=1)
        self.assertEqual(request.answer_by, before)
        with Form(request) as form:
            form.answer_by = saturday
            self.assertEqual(form.answer_by, before, "shown before it is saved")

    def test_B61_what_is_over_stays_as_it_was_typed(self):
        request = self._create_request(answer_by=datetime.date(2020, 1, 4))
        self.assertEqual(request.answer_by, datetime.date(2020, 1, 4))

    def test_B46_advertising_space_is_no_kind(self):
        """Its seller bills the advertiser itself: said in the help, refused whoever types it."""
        field = self.env["agency.price.request"]._fields["kind"]
        self.assertEqual(dict(field.selection).keys(), {"print", "subcontract"})
        self.assertIn("Advertising space", field.help)
        with self.assertRaises(ValueError):
            self._create_request(kind="media")

    def test_B63_a_deal_that_asks_nobody_is_as_before(self):
        """As those of vtiger: no counter, no banner, no margin."""
        deal = self.deal
        self.assertFalse(deal.price_request_ids or deal.is_price_ready)
        self.assertEqual(deal.price_progress, "0/0")
        self.assertEqual((deal.margin_planned, deal.margin_committed, deal.margin_actual), (0.0, 0.0, 0.0))
        quote = self._create_quote(amounts=(100.0,))
        self.assertFalse(quote.price_warning or quote.order_line.price_offer_id)
        quote.order_line = [Command.update(quote.order_line.id, {"product_uom_qty": 3})]
        self.assertFalse(quote.price_warning)
