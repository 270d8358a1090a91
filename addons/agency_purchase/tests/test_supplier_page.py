import datetime
import email
import email.policy

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .page_common import SupplierPageCommon, make_png

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@tagged("-at_install", "post_install")
class TestSupplierPage(SupplierPageCommon):
    """B10, B12, B14: a supplier gives its prices on its page."""

    def test_B10_the_page_is_opened_and_prices_are_kept(self):
        self.request.write({"brief": "<p>Recycled paper</p>", "spec": "A4, 12 pages", "delivery": "Nancy, one drop"})
        page = self._open()
        self.assertEqual(page.status_code, 200)
        for words in (self.request.name, "12-page brochure", "Recycled paper", "A4, 12 pages", "Nancy, one drop"):
            self.assertIn(words, page.text)
        self.assertEqual(self.asked.state, "seen")
        self.assertTrue(self.asked.seen_on)
        self.assertEqual(self.request.state, "waiting", "who looked is still awaited")
        self.assertSent(
            self._send(
                {
                    "q500": "200",
                    "q1000": "1\u202f280,50 €",
                    "fees1000": "30",
                    "shipping1000": "20.00",
                    "lead_days": "10 jours",
                    "valid_until": "2099-12-31",
                    "reference": "D-77",
                    "payment_note": "30 days",
                    "comment": "By bicycle",
                },
                files=[("quote.pdf", PDF), ("sample.PNG", make_png())],
            )
        )
        self.assertEqual(self._prices(), {500.0: 200.0, 1000.0: 1330.5})
        self.assertEqual(self.asked.state, "answered")
        self.assertEqual((self.asked.lead_days, self.asked.valid_until), (10, datetime.date(2099, 12, 31)))
        self.assertEqual((self.asked.reference, self.asked.payment_note), ("D-77", "30 days"))
        self.assertEqual(self.asked.page_file_ids.sorted("id").mapped("name"), ["quote.pdf", "sample.png"])
        self.assertFalse(self.asked.is_late)
        self.assertEqual(set(self.asked.offer_ids.mapped("typed_by")), {"Printer A"})
        page = self._open().text
        for words in ("1,280.50", "1,330.50", "quote.pdf", "D-77", "By bicycle", "Your answer was sent on"):
            self.assertIn(words, page)

    def test_B10_who_asked_is_told_and_no_amount_is(self):
        self.assertSent(self._send({"q500": "777"}))
        (told,) = self.request.message_ids.filtered(lambda message: self.user.partner_id in message.partner_ids)
        self.assertIn("Printer A answered on its page", told.body)
        self.assertNoAmount(told.body, 777)
        self.assertNotIn("Public user", (self.asked | self.other).message_ids.author_id.mapped("name"))
        note = self.asked.message_ids.filtered(lambda message: message.author_id == self.printers[0])
        self.assertTrue(note)
        self.assertSent(self._send({"q500": "800"}, consultation=self.other))
        self.assertIn("Prices to compare", self.request.activity_ids.summary)

    def test_B10_it_changes_until_the_day_and_the_old_one_is_kept(self):
        self.assertSent(self._send({"q500": "200", "q1000": "300"}))
        self.assertSent(self._send({"q500": "190", "q1000": ""}))
        self.assertEqual(self._prices(), {500.0: 190.0})
        self.assertEqual(sorted(self.asked.offer_ids.mapped("total")), [190.0, 200.0, 300.0])
        self.assertSent(self._send({"q1000": "300"}))
        self.assertEqual(self._prices(), {500.0: 190.0, 1000.0: 300.0})
        self.assertEqual(len(self.asked.offer_ids), 4, "what did not change is no new version")

    def test_B10_B59_what_is_no_answer_is_refused_and_not_lost(self):
        for text, words in (
            ("-5", "negative"),
            ("\u22125", "negative"),
            ("NaN", "no amount"),
            ("inf", "no amount"),
            ("1e5", "no amount"),
            ("1.234", "two ways"),
            ("12,3456", "too many decimals"),
            ("1" * 13, "more than twelve digits"),
            ("<b>5</b>", "no amount"),
        ):
            with self.subTest(text):
                answer = self._send({"q500": text, "comment": "Kept words"})
                self.assertRefused(answer, words)
                self.assertIn("Kept words", answer.text)
                self.assertNotIn("<b>5</b>", answer.text)
        self.assertRefused(self._send({"comment": "x"}), "Type at least one price")
        self.assertRefused(self._send({"fees500": "5"}), "type the price too")
        for name, text, words in (
            ("lead_days", "soon", "whole number of days"),
            ("lead_days", "9999", "whole number of days"),
            ("valid_until", "2020-01-01", "This day is over"),
            ("valid_until", "tomorrow", "A date, as"),
            ("comment", "x" * 5000, "Too long"),
            ("reference", "x" * 81, "Too long"),
        ):
            with self.subTest(name):
                self.assertRefused(self._send({"q500": "1", name: text}), words)
        self.assertFalse(self.asked.offer_ids)
        self.assertEqual((self.asked.state, self.asked.comment), ("seen", False))
        self.assertSent(self._send({"q500": "0", "comment": "nul\x00l"}))
        self.assertEqual(self._prices(), {500.0: 0.0})
        self.assertEqual(self.asked.comment, "null")

    def test_B10_a_variant_stands_apart(self):
        line = self.request.item_ids.quantity_ids[0]
        variant = {"variant_0": "Lighter paper", "total_variant_0": "90"}
        self.assertRefused(self._send({"q500": "100", **variant}), "Choose the quantity")
        self.assertSent(self._send({"q500": "100", **variant, "variant_quantity_0": str(line.id)}))
        self.assertEqual(self.asked.offer_ids.mapped("variant"), ["", "Lighter paper"])
        self.assertSent(self._send({"variant_0": "", "total_variant_0": ""}))
        self.assertEqual(self.asked.offer_ids.filtered("is_current").mapped("variant"), [""])

    def test_B10_who_cannot_answer_says_why(self):
        self.assertSent(self._send({"q500": "100"}))
        self.assertSent(self._decline("Closed in <b>August</b>"))
        self.assertEqual((self.asked.state, self.asked.decline_reason), ("declined", "Closed in <b>August</b>"))
        self.assertFalse(self._prices())
        page = self._open().text
        self.assertIn("Closed in &lt;b&gt;August&lt;/b&gt;", page)
        told = self.request.message_ids.filtered(lambda message: self.user.partner_id in message.partner_ids)
        self.assertIn("will not give a price", told[0].body)
        self.assertSent(self._send({"q500": "110"}))
        self.assertEqual((self.asked.state, self._prices()), ("answered", {500.0: 110.0}))

    def test_B14_a_late_answer_is_taken_once_and_marked(self):
        day = self.request.answer_by
        with freeze_time(datetime.datetime.combine(day + datetime.timedelta(days=2), datetime.time(9))):
            page = self._open().text
            self.assertIn("You can still give it: it will be marked late", page)
            self.assertSent(self._send({"q500": "100"}))
            self.assertTrue(self.asked.is_late)
            self.assertEqual(self.asked.state, "answered")
            self.assertIn("late", self.request.message_ids[0].body)
            self.assertNotIn('name="version"', self._open().text)
            self.assertRefused(self._post_again({"q500": "1"}), "cannot be changed here")
            self.assertEqual(self._prices(), {500.0: 100.0})

    def _post_again(self, values):
        """Send a form that the page no longer shows, as a tab that stayed open does."""
        page = self._open(self.other).text
        return self._send(values, page=page)

    def test_B14_after_a_choice_an_answer_is_kept_and_changes_nothing(self):
        self.assertSent(self._send({"q500": "100", "q1000": "150"}))
        chosen = self._get_offer(self.request, self.printers[0], 500)
        self._choose(chosen, is_in_quote=False)
        self.assertRefused(self._post_again({"q500": "1"}), "cannot be changed here")
        self.assertSent(self._send({"q500": "50"}, consultation=self.other))
        self.assertEqual(self.other.state, "not_chosen")
        self.assertEqual(self._prices(self.other), {500.0: 50.0})
        self.assertTrue(chosen.is_chosen and chosen.is_current)
        self.assertEqual((self.asked.state, self.request.state), ("chosen", "chosen"))
        self.assertIn("it is kept, nothing changes", self.request.message_ids[0].body)

    def test_B6_what_was_read_is_what_is_answered(self):
        page = self._open().text
        self.request.spec = "Another paper"
        self.assertRefused(self._send({"q500": "100"}, page=page), "has changed since you opened this page")
        self.assertSent(self._send({"q500": "100"}))
        self.assertEqual(self.asked.offer_ids.request_version, 2)
        self.assertFalse(self.asked.is_outdated)

    def test_B14_a_machine_that_tries_the_link_sees_nothing(self):
        for agent in ("Mozilla/5.0 (compatible; SafeLinks)", "facebookexternalhit preview", ""):
            self.opener.headers["User-Agent"] = agent
            self.assertEqual(self._open().status_code, 200)
            self.assertEqual(self.asked.state, "sent")

    def test_B15_the_mail_gives_the_link_and_the_thread_does_not(self):
        request = self._create_request(quantities="500", printers=self.printers[0])
        with self.mail_server() as mails:
            request.action_send()
            self.env["mail.mail"].sudo().search([("model", "=", "agency.price.consultation")]).send()
        consultation = request.consultation_ids
        mail = email.message_from_bytes(mails[0].content, policy=email.policy.default)
        token = consultation.sudo().page_token
        for kind in ("html", "plain"):
            body = mail.get_body((kind,)).get_content()
            self.assertIn(f"/demande/{consultation.id}?access_token={token}", body)
            self.assertIn("This link is yours alone", " ".join(body.split()))
        self.assertNotIn(token, "".join(consultation.message_ids.mapped("body")))
        self.assertIn(token, consultation.page_url)
        consultation.action_send_again()
        self.assertEqual(consultation.sudo().page_token, token, "an earlier mail still opens")

    def test_B10_in_the_language_of_the_supplier(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        self.printers[0].lang = "fr_FR"
        self.request.item_ids.write({"quantities": "500 1500"})
        page = self._open().text
        self.assertIn('lang="fr-FR"', page)
        self.assertIn("Envoyer mes prix", page)
        self.assertRegex(page, "1[\u202f\xa0]500")

    def test_B10_files_of_the_request(self):
        file = self.env["ir.attachment"].create(
            {"name": "model.html", "raw": b"<script>alert(1)</script>", "res_model": "agency.price.request"}
        )
        self.request.attachment_ids = [Command.set(file.ids)]
        self.assertIn("model.html", self._open().text)
        answer = self._open(suffix=f"/fichier/{file.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_prices_typed_by_hand_are_shown_too(self):
        self._answer(self.request, self.printers[0], q500=123.0)
        self.assertIn("123.00", self._open().text)
        self.assertEqual(self.asked.offer_ids.typed_by, self.user.name)
        self.assertEqual(fields.Datetime.to_datetime(self.asked.answered_on).date(), fields.Date.today())
