"""B40: a paper that is refused is told to its supplier, with the reason: by a mail, once, and on its page."""

import email
from datetime import timedelta
from email.policy import default

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .page_common import SupplierPageCommon

REASON = "Issued for another company"


@tagged("-at_install", "post_install")
class TestSupplierPaperRefusal(SupplierPageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sub = cls.printers[0]
        cls.sub.is_subcontractor = True
        cls.today = fields.Date.context_today(cls.env.user)

    def _give(self, consultation=None, kind="vigilance", days=10):
        """Give a paper as the page does; return it."""
        consultation = (consultation or self.asked).sudo()
        page = self.env["agency.price.consultation"]._get_of_page_sudo(consultation.id, consultation.page_token)
        typed = {"kind": kind, "code": "ABC123", "issued_on": (self.today - timedelta(days=days)).isoformat()}
        self.assertFalse(page._take_paper_on_page(typed, [("URSSAF.pdf", b"%PDF-1.4 certificate")]))
        return self.sub.paper_ids.sorted("id")[-1:]

    def _refuse(self, paper, reason=REASON):
        """Refuse it by the button of its form, and its window."""
        action = paper.action_refuse()
        window = Form(self.env[action["res_model"]].with_context(**action["context"]))
        window.reason = reason
        window.save().action_apply()

    def _leave(self, **server):
        """Let the mails of consultations leave; return what the mail server took, as messages."""
        domain = [("model", "=", "agency.price.consultation"), ("state", "=", "outgoing")]
        with self.mail_server(**server) as mails, mute_logger("odoo.addons.mail.models.mail_mail"):
            self.env["mail.mail"].sudo().search(domain).send()
        self.env.invalidate_all()
        return [email.message_from_bytes(mail.content, policy=default) for mail in mails]

    def test_B40_the_supplier_is_told_by_a_mail_with_the_reason_and_its_page(self):
        paper = self._give()
        self.assertEqual(paper.consultation_id, self.asked)
        self._refuse(paper)
        self.assertEqual((paper.acceptance, paper.refuse_reason), ("refused", REASON))
        self.assertFalse(paper.is_refusal_told, "nothing has left yet")
        (mail,) = self._leave()
        self.assertIn("a@printer.example.com", mail["To"])
        self.assertFalse(mail["Cc"])
        self.assertIn("Certificate of vigilance (URSSAF)", mail["Subject"])
        body = mail.get_body(("html",)).get_content()
        self.assertIn(REASON, body)
        self.assertIn(f"{self._get_path().replace('&', '&amp;')}#papers", body)
        self.assertNotIn("Printer B", body)
        self.assertTrue(paper.is_refusal_told)
        kept = paper.sudo().refusal_message_id
        self.assertEqual((kept.model, kept.res_id), ("agency.price.consultation", self.asked.id))
        self.assertNotIn(self.asked.sudo().page_token, kept.body, "colleagues without costs read it")
        self.assertEqual(self.asked.state, "sent")

    def test_B40_its_page_says_it_until_another_one_is_given(self):
        self._refuse(self._give(), "<b>Illegible</b>.")
        page = self._open().text
        self.assertIn("not received yet", page)
        self.assertIn("&lt;b&gt;Illegible&lt;/b&gt;. Please give another one.", page)
        self.assertNotIn("<b>Illegible", page)
        second = self._give(days=3)
        page = self._open().text
        self.assertNotIn("Illegible", page)
        self.assertIn("received, we are looking at it", page)
        second.action_accept()
        self.assertIn("valid until", self._open().text)
        # A worse one besides takes nothing from the one that is valid.
        self._refuse(self._give(days=2), "Cut off")
        page = self._open().text
        self.assertIn("valid until", page)
        self.assertIn("Cut off", page)

    def test_B40_in_the_language_of_the_supplier(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        self.sub.lang = "fr_FR"
        paper = self._give()
        self._refuse(paper)
        (mail,) = self._leave()
        self.assertEqual(
            mail["Subject"],
            f"À renvoyer\N{NO-BREAK SPACE}: Attestation de vigilance URSSAF, {paper.issued_on:%d/%m/%Y}",
        )
        body = mail.get_body(("html",)).get_content()
        self.assertIn("Bonjour,", body)
        self.assertIn("Donner un autre document", body)
        self.assertRegex(body, r"Votre\s+demande de prix", "no capital in the middle of the words")
        page = self._open().text
        self.assertIn("a été refusé", page)

    def test_B40_never_twice_and_never_without_a_reason(self):
        paper = self._give()
        for reason, words in (("", "Say why"), (" \t ", "Say why"), ("x" * 301, "300 characters")):
            with self.subTest(reason), self.assertRaisesRegex(UserError, words):
                paper._refuse(reason)
        self.assertEqual(paper.acceptance, "to_accept")
        window = self.env["agency.supplier.refusal"].create({"paper_ids": paper.ids, "reason": REASON})
        window.action_apply()
        for again in (window.action_apply, paper.action_refuse, paper.action_accept, lambda: paper._refuse("Other")):
            with self.assertRaisesRegex(UserError, "once"):
                again()
        self.assertEqual(len(self._leave()), 1)
        self.assertEqual(len(self._leave()), 0)
        self.assertEqual(paper.refuse_reason, REASON)

    def test_B40_a_refused_paper_never_counts(self):
        kinds = ("vigilance", "registration", "foreign_workers")
        for kind in kinds:
            self._give(kind=kind).action_accept()
        self.assertTrue(self.sub.papers_until)
        self.assertFalse(self.sub.papers_missing)
        self._refuse(self._give(days=1))
        self.assertEqual(self.sub._get_last_paper("vigilance").acceptance, "accepted")
        self.sub.paper_ids.filtered(lambda paper: paper.acceptance == "accepted").sudo().unlink()
        self.sub.invalidate_recordset()
        self.assertFalse(self.sub.papers_until)
        self.assertIn("Certificate of vigilance", self.sub.papers_missing)
        refused = self.sub.paper_ids
        # Checked, or with another date: refused it stays.
        refused.code = "DEF456"
        refused.action_check()
        refused.issued_on = self.today
        self.assertFalse(self.sub._get_last_paper("vigilance"))
        self.assertIn("Certificate of vigilance", self.sub.papers_missing)

    def test_B40_a_supplier_without_mail_is_told_by_its_page(self):
        paper = self._give()
        self.sub.email = False
        action = paper.action_refuse()
        window = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(window.mute, "Printer A")
        window.reason = REASON
        window.save().action_apply()
        self.assertFalse(self._leave())
        self.assertFalse(paper.is_refusal_told)
        self.assertIn(REASON, self._open().text)

    def test_B40_a_page_that_is_gone_is_no_way(self):
        """Withdrawn: the page of another request, else the mail alone; nobody is asked for a price by it."""
        paper, second = self._give(), self._give(kind="registration")
        self.asked.action_withdraw()
        other = self._create_asked(printers=self.sub).consultation_ids
        self._refuse(paper)
        (mail,) = self._leave()
        self.assertIn(f"/demande/{other.id}?", mail.get_body(("html",)).get_content())
        other.action_withdraw()
        self._refuse(second)
        (mail,) = self._leave()
        body = mail.get_body(("html",)).get_content()
        self.assertIn(REASON, body)
        self.assertNotIn("/demande/", body)
        self.assertEqual((self.asked.state, other.state), ("withdrawn", "withdrawn"))

    def test_B40_a_mail_that_does_not_leave_tells_nobody(self):
        paper = self._give()
        self._refuse(paper)
        self.assertFalse(self._leave(refused=["a@printer.example.com"]))
        self.assertFalse(paper.is_refusal_told)
        self.assertEqual(paper.acceptance, "refused")
        message = paper.sudo().refusal_message_id
        paper.sudo()._by_rules().is_refusal_told = True
        message._take_back_bounced("unknown")
        self.assertFalse(paper.is_refusal_told)
        self.assertEqual(self.asked.state, "sent", "what was asked is still asked")

    def test_only_the_rules_write_it(self):
        paper = self._give()
        for values in ({"refuse_reason": "x"}, {"is_refusal_told": True}, {"consultation_id": self.other.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                paper.write(values)
        self.user.sudo().group_ids -= self.costs
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            paper.action_refuse()
        with self.assertRaises(AccessError):
            self.env["agency.supplier.refusal"].create({"paper_ids": paper.ids, "reason": "x"})
