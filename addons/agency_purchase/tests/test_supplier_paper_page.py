"""SUPPLIERS §6: a subcontractor gives its own papers on its page; they count once they are accepted."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..const import LARGEST_FILE, MOST_ANSWERS_PER_HOUR, MOST_PAPERS
from .page_common import SupplierPageCommon, make_png

PDF = b"%PDF-1.4 certificate"


@tagged("-at_install", "post_install")
class TestSupplierPaperPage(SupplierPageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sub = cls.printers[0]
        cls.sub.is_subcontractor = True
        cls.today = fields.Date.context_today(cls.env.user)

    def _give(self, content=PDF, name="URSSAF.pdf", files=None, path=None, **typed):
        """Send the form of papers as a browser does, its token taken from the page."""
        page = self._open().text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        data = {
            "csrf_token": token,
            "kind": "vigilance",
            "issued_on": (self.today - timedelta(days=10)).isoformat(),
            "code": "ABC123",
            **typed,
        }
        files = [("paper", (name, content, "application/pdf"))] if files is None else files
        url = self.base_url() + (path or self._get_path(suffix="/papier"))
        response = self.opener.post(url, data=data, files=files or None, timeout=60, allow_redirects=False)
        self.env.invalidate_all()
        return response

    def test_B40_a_paper_waits_until_it_is_accepted(self):
        self.assertIn("not received yet", self._open().text)
        self.assertSent(self._give())
        paper = self.sub.paper_ids
        self.assertEqual((paper.kind, paper.code, paper.acceptance), ("vigilance", "ABC123", "to_accept"))
        self.assertEqual(
            (paper.file_name, paper.with_context(bin_size=False).file.decode()), ("URSSAF.pdf", self._b64(PDF))
        )
        self.assertFalse(paper.checked_on)
        self.assertIn("Certificate of vigilance (URSSAF) (received, to accept)", self.sub.papers_missing)
        self.assertFalse(self.sub._get_last_paper("vigilance"))
        page = self._open().text
        self.assertIn("received, we are looking at it", page)
        self.assertNotIn("ABC123", page, "what was given is not shown to whoever has the link")
        note = self.request.message_ids[:1]
        self.assertIn("gave a paper on its page", note.body)
        self.assertEqual(note.partner_ids, self.user.partner_id)
        paper.action_accept()
        self.assertEqual((paper.acceptance, paper.checked_by_id), ("accepted", self.user))
        self.assertNotIn("vigilance", self.sub.papers_missing)
        self.assertIn("valid until", self._open().text)
        with self.assertRaisesRegex(UserError, "once"):
            paper.action_refuse()

    def _b64(self, content):
        return base64.b64encode(content).decode()

    def test_B40_a_refused_paper_counts_for_nothing_and_stays(self):
        self._give()
        paper = self.sub.paper_ids
        paper._refuse("Illegible")
        self.assertEqual(paper.acceptance, "refused")
        self.assertFalse(self.sub._get_last_paper("vigilance"))
        self.assertIn("not received yet", self._open().text)

    def test_B40_a_certificate_without_a_code_is_not_accepted(self):
        self._give()
        paper = self.sub.paper_ids
        paper.code = False
        with self.assertRaisesRegex(UserError, "security code"):
            paper.action_accept()
        self.assertEqual(paper.acceptance, "to_accept")

    def test_B15_what_is_no_pdf_of_a_reasonable_size_is_refused_in_words(self):
        for content, name, words in (
            (b"<html><script>alert(1)</script></html>", "paper.pdf", "is not a PDF file"),
            (make_png(), "paper.png", "is not a PDF file"),
            (b"<svg/>", "paper.svg", "is not a PDF file"),
            (b"", "empty.pdf", "is not a PDF file"),
            (b"%PDF-" + b"0" * LARGEST_FILE, "large.pdf", "too large: 10 MB"),
        ):
            with self.subTest(name):
                self.assertRefused(self._give(content, name), words)
        two = [("paper", (f"{number}.pdf", PDF, "application/pdf")) for number in range(2)]
        for files in ([], two):
            with self.subTest(len(files)):
                self.assertRefused(self._give(files=files), "Choose one PDF")
        self.assertFalse(self.sub.paper_ids)

    def test_B40_what_is_typed_wrong_is_said(self):
        for typed, words in (
            ({"kind": "passport"}, "Choose which paper"),
            ({"code": " "}, "security code that the certificate bears"),
            ({"code": "x" * 41}, "40 characters at most"),
            ({"issued_on": ""}, "date that the paper bears"),
            ({"issued_on": "31/31/2026"}, "A date, as"),
            ({"issued_on": (self.today + timedelta(days=1)).isoformat()}, "date that the paper bears"),
            ({"issued_on": (self.today - timedelta(days=200)).isoformat()}, "more than six months old"),
        ):
            with self.subTest(typed):
                self.assertRefused(self._give(**typed), words)
        self.assertFalse(self.sub.paper_ids)

    def test_B15_the_token_opens_the_papers_of_its_own_supplier(self):
        good = self._get_path(suffix="/papier")
        for path in (
            f"/demande/{self.asked.id}/papier",
            self._get_path(suffix="/papier", token="x"),
            self._get_path(suffix="/papier", token=self.other.sudo().page_token),
            f"/demande/987654/papier?access_token={self.asked.sudo().page_token}",
        ):
            with self.subTest(path):
                self.assertEqual(self._give(path=path).status_code, 404)
        self.assertEqual(self.url_open(good).status_code, 405)
        self.assertFalse(self.env["agency.supplier.paper"].search([]))
        self.assertSent(self._give(partner_id=str(self.printers[1].id), acceptance="accepted"))
        self.assertEqual(self.env["agency.supplier.paper"].search([]).partner_id, self.sub)
        self.assertEqual(self.sub.paper_ids.acceptance, "to_accept")

    def test_B15_a_printer_is_asked_for_no_paper(self):
        self.sub.is_subcontractor = False
        self.assertNotIn("Your papers", self._open().text)
        path = self._get_path(suffix="/papier")
        self.assertRefused(self._give(path=path), "takes no more papers")

    def test_B15_so_many_and_no_more(self):
        for _number in range(MOST_PAPERS):
            self.assertSent(self._give())
        self.assertRefused(self._give(), "takes no more papers")
        self.sub.paper_ids._refuse("Too many")
        self.asked.sudo()._by_rules().write({"page_answers": MOST_ANSWERS_PER_HOUR, "page_hour": fields.Datetime.now()})
        self.assertRefused(self._give(), "sent too often")
        self.assertEqual(len(self.sub.paper_ids), MOST_PAPERS)

    def test_nobody_accepts_by_hand(self):
        self._give()
        paper = self.sub.paper_ids
        with self.assertRaises(AccessError):
            paper.acceptance = "accepted"
        with self.assertRaises(AccessError):
            self.env["agency.supplier.paper"].create(
                {"partner_id": self.sub.id, "issued_on": self.today, "file": "JVBERi0=", "acceptance": "accepted"}
            )
