import datetime

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.tests.smtp import MailServerMixin

from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceRequest(MailServerMixin, PurchaseCommon):
    """Asking (SUPPLIERS §3): B1 to B14, and bad input (§7)."""

    def test_B1_three_suppliers_asked_by_mail(self):
        """B1, B3, B5, B7: a mail each, alone, that names neither customer, deal nor the others; then the deal waits."""
        action = self.deal.action_new_price_request()
        self.assertEqual(action["context"]["default_lead_id"], self.deal.id)
        file = self.env["ir.attachment"].create(
            {"name": "model.pdf", "raw": b"%PDF-1.4 model", "res_model": "agency.price.request"}
        )
        request = self._create_request(attachment_ids=[Command.set(file.ids)], brief="<p>Recycled paper</p>")
        self.assertEqual(file.res_id, request.id)
        with self.mail_server() as mails:
            request.action_send()
            self.assertEqual(set(request.consultation_ids.mapped("state")), {"to_send"}, "nothing has left yet")
            self.env["mail.mail"].sudo().search([("model", "=", "agency.price.consultation")]).send()
        self.assertEqual(
            sorted(mail.rcpt_tos for mail in mails), [[f"{letter}@printer.example.com"] for letter in "abc"]
        )
        for mail in mails:
            content = mail.content.decode()
            self.assertIn("model.pdf", content)
            for secret in ("Imprimerie du parc", "Claire Martin", "New brochure", "Cc:"):
                self.assertNotIn(secret, content)
            own = mail.rcpt_tos[0][0].upper()
            for other in {"A", "B", "C"} - {own}:
                self.assertNotIn(f"Printer {other}", content)
                self.assertNotIn(f"{other.lower()}@printer", content)
        self.assertEqual(set(request.consultation_ids.mapped("state")), {"sent"})
        self.assertEqual(request.state, "waiting")
        self.assertEqual(self.deal.price_progress, "0/3")
        self.assertDeal("analysis", "quote_print", request.answer_by)

    def test_B3_a_mail_that_fails_leaves_its_supplier_to_send(self):
        request = self._create_request()
        with self.mail_server(refused=["b@printer.example.com"]), mute_logger("odoo.addons.mail.models.mail_mail"):
            request.action_send()
            self.env["mail.mail"].sudo().search([("model", "=", "agency.price.consultation")]).send()
        states = {each.partner_id.name[-1]: each.state for each in request.consultation_ids}
        self.assertEqual(states, {"A": "sent", "B": "to_send", "C": "sent"})

    def test_B5_the_document_names_the_customer_only_when_told_to(self):
        request = self._create_request(quantities="1000", printers=self.printers[0], delivery="Nancy, one drop")
        report = self.env["ir.actions.report"]
        for is_named in (False, True):
            request.is_customer_named = is_named
            html = report._render_qweb_html("agency_purchase.price_request", request.consultation_ids.ids)[0].decode()
            self.assertIn("12-page brochure", html)
            self.assertIn("Nancy, one drop", html)
            self.assertEqual("Imprimerie du parc" in html, is_named)
            self.assertNotIn("New brochure", html)

    def test_B2_what_is_missing_is_named(self):
        bare = self._create_request(quantities="")
        past = self._create_request()
        past.answer_by = datetime.date(2020, 1, 1)
        nobody = self._create_request(printers=self.env["res.partner"])
        empty = self._create_request(item_ids=[])
        for request, words in (
            (bare, "type the quantities of “Brochure”"),
            (past, "the day to answer by is over"),
            (nobody, "no supplier is left to ask"),
            (empty, "at least one item"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                request.action_send()
        subcontract = self._create_request(quantities="", kind="subcontract")
        self.assertEqual(subcontract.item_ids.quantities, "1")
        for text in ("500,5", "-1", "0", "mille", "1e3", "9" * 12):
            with self.subTest(text), self.assertRaisesRegex(UserError, "type whole numbers"):
                bare.item_ids.quantities = text

    def test_B4_asked_by_telephone_and_one_more_later(self):
        request = self._create_request(printers=self.printers[:2])
        request.consultation_ids.action_mark_asked()
        self._answer(request, self.printers[0], q500=100.0)
        request.supplier_ids += self.printers[2]
        states = {each.partner_id: each.state for each in request.consultation_ids}
        self.assertEqual(list(states.values()), ["answered", "sent", "to_send"])
        with self.assertRaisesRegex(UserError, "already asked"):
            request.supplier_ids -= self.printers[0]

    def test_B8_prices_received_are_proposed_and_no_more(self):
        request = self._create_asked(quantities="1000")
        self._answer(request, self.printers[0], q1000=300.0)
        others = request.consultation_ids[1:]
        others[0].action_declined()
        self.assertFalse(self.deal.is_price_ready)
        others[1].action_silent()
        self.assertEqual((request.state, request.progress), ("complete", "1/3"))
        self.assertTrue(self.deal.is_price_ready)
        self.assertEqual(self.deal.next_step_id, self._step("quote_print"), "proposed, never automatic")
        self.deal.action_prices_received()
        self.assertEqual(self.deal.next_step_id, self._step("quote_internal"))

    def test_B11_an_answer_by_mail_waits_to_be_typed(self):
        request = self._create_asked(quantities="1000", printers=self.printers[0])
        consultation = request.consultation_ids
        consultation.sudo().message_update({"body": "300 euros"})
        self.assertTrue(consultation.is_reply_waiting)
        self.assertEqual(consultation.activity_ids.user_id, self.user)
        self._answer(request, self.printers[0], q1000=300.0)
        self.assertFalse(consultation.is_reply_waiting)

    def test_B12_B14_typed_prices_are_versions(self):
        request = self._create_asked(quantities="500 1000", printers=self.printers[0])
        consultation = self._answer(request, self.printers[0], q500=(200.0, 30.0, 20.0), lead_days=6)
        offer = request.offer_ids
        self.assertEqual((offer.landed, offer.unit, offer.create_uid), (250.0, 0.5, self.user))
        self.assertEqual((consultation.lead_days, consultation.is_late), (6, False))
        request.answer_by = datetime.date(2020, 1, 1)
        self._answer(request, self.printers[0], q500=(180.0, 30.0, 20.0))
        self.assertTrue(consultation.is_late)
        self.assertEqual(
            [(each.version, each.is_current) for each in request.offer_ids.sorted("version")], [(1, False), (2, True)]
        )
        self._answer(request, self.printers[0], q500=(180.0, 30.0, 20.0))
        self.assertEqual(len(request.offer_ids), 2, "the same price is no new version")

    def test_B10_B59_what_is_no_price_is_refused_and_zero_is_one(self):
        request = self._create_asked(quantities="500 1000", printers=self.printers[0])
        with self.assertRaisesRegex(UserError, "Type a price"):
            self._answer(request, self.printers[0])
        for price in (-1.0, 1e13):
            with self.subTest(price), self.assertRaisesRegex(UserError, "a price is not negative"):
                self._answer(request, self.printers[0], q500=price)
        self._answer(request, self.printers[0], q500=0.0)
        self.assertEqual(request.offer_ids.mapped("landed"), [0.0])

    def test_B20_a_price_that_was_given_never_changes(self):
        request = self._create_asked(quantities="500", printers=self.printers[0])
        self._answer(request, self.printers[0], q500=100.0)
        offer = request.offer_ids
        for values in ({"total": 1.0}, {"is_chosen": True}, {"landed_company": 1.0}, {"version": 7}):
            with self.subTest(values), self.assertRaises(AccessError):
                offer.write(values)
        with self.assertRaises(AccessError):
            offer.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            request.consultation_ids.state = "chosen"

    def test_B51_B52_B53_suppliers_who_can_not_be_asked(self):
        request = self._create_request(printers=self.printers[:2])
        self.printers[0].email = False
        with self.assertRaisesRegex(UserError, "Printer A: no e-mail address"):
            request.action_send()
        self.printers[1].active = False
        with self.assertRaisesRegex(UserError, "Printer B is archived"):
            request.action_send()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env["agency.price.consultation"].create({"request_id": request.id, "partner_id": self.printers[0].id})

    def test_B50_the_customer_among_the_suppliers_is_told(self):
        self.account.is_printer = True
        request = self._create_request(printers=self.account)
        self.assertTrue(self.account.is_supplier)
        self.assertTrue(request.is_customer_asked)

    def test_B55_what_was_asked_is_archived_not_deleted(self):
        asked = self._create_asked()
        fresh = self._create_request()
        with self.assertRaisesRegex(UserError, "Archive it"):
            asked.with_user(self.manager).unlink()
        fresh.with_user(self.manager).unlink()
        self.deal.with_user(self.manager).unlink()
        self.assertTrue(asked.exists() and not asked.lead_id)

    def test_B56_numbers_and_records_are_of_a_company(self):
        other = self.env["res.company"].with_user(self.env.ref("base.user_root")).create({"name": "Other agency"})
        sudo = self.env["agency.price.request"].sudo()
        values = {"title": "Theirs", "answer_by": fields.Date.today(), "user_id": False}
        first, second = sudo.create([{**values, "company_id": other.id}, {**values, "company_id": other.id}])
        self.assertEqual([each.name[-4:] for each in (first, second)], ["0001", "0002"])
        self.assertFalse(self.env["agency.price.request"].search([("title", "=", "Theirs")]))
        with self.assertRaises(AccessError):
            first.with_user(self.user).read(["title"])
        with self.assertRaises(AccessError):
            self.env["agency.price.item"].create({"request_id": first.id, "name": "Intruder"})
        with self.assertRaises(AccessError):
            self._create_request(company_id=other.id)

    def test_two_links_agree(self):
        one, two = self._create_asked(quantities="500"), self._create_asked(quantities="500")
        with self.assertRaisesRegex(ValidationError, "of another request"):
            self.env["agency.price.offer"].create(
                {
                    "consultation_id": one.consultation_ids[0].id,
                    "quantity_id": two.item_ids.quantity_ids.id,
                    "total": 5.0,
                }
            )

    def test_a_file_of_others_does_not_leave(self):
        stolen = (
            self.env["ir.attachment"]
            .sudo()
            .create({"name": "secret.txt", "raw": b"x", "res_model": "ir.config_parameter", "res_id": 1})
        )
        with self.assertRaises(AccessError):
            self._create_request(attachment_ids=[Command.set(stolen.ids)])
