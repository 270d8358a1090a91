"""What was issued stays: its PDF, its date, and what a customer takes of it on the portal."""

import base64

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AgencyPdfCommon


@tagged("post_install", "-at_install")
class TestIssued(AgencyPdfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()

    def _issue(self):
        self.quote.action_confirm()
        invoice = self._invoice(self.quote)
        invoice._issue_documents()
        return invoice

    def test_nobody_destroys_the_pdf_of_an_issued_invoice(self):
        file = self._issue().invoice_pdf_report_id
        self.assertTrue(file.raw.startswith(b"%PDF"))
        # Lists of what the rules complete, of another model, may name any file.
        for env in (self.env, self.env(su=True), self.quote._by_own_rules().env):
            attachment = file.with_env(env)
            for gesture in (
                attachment.unlink,
                lambda attachment=attachment: attachment.write({"name": "autre.pdf"}),
                lambda attachment=attachment: attachment.write({"raw": b"%PDF-1.4 autre"}),
                lambda attachment=attachment: attachment.write({"res_id": False}),
                lambda attachment=attachment: attachment.write({"res_field": False}),
            ):
                with self.assertRaisesRegex(UserError, "issued invoice"):
                    gesture()

    def test_nobody_gives_an_invoice_its_pdf(self):
        """One put beside it would be the invoice from then on: the last one is printed, mailed, shown."""
        self.quote.action_confirm()
        invoice = self._invoice(self.quote)
        place = {"res_model": "account.move", "res_id": invoice.id, "res_field": "invoice_pdf_report_file"}
        forged = {"name": "forged.pdf", "raw": b"%PDF-1.4 forged"}
        files = self.env["ir.attachment"]
        elsewhere = files.create(forged)
        gestures = (
            lambda: files.create({**forged, **place}),
            lambda: files.with_context(**{f"default_{name}": value for name, value in place.items()}).create(forged),
            lambda: elsewhere.write(place),
            lambda: invoice.write({"invoice_pdf_report_file": "JVBERi0xLjQ="}),
            lambda: invoice.copy({"invoice_pdf_report_file": "JVBERi0xLjQ="}),
        )
        for is_issued in (False, True):
            if is_issued:
                invoice._issue_documents()
            true = invoice.invoice_pdf_report_id
            for number, gesture in enumerate(gestures):
                with self.subTest(is_issued=is_issued, gesture=number), self.assertRaises(UserError):
                    gesture()
                self.env.invalidate_all()
                self.assertEqual(invoice.invoice_pdf_report_id, true)
        for name, value in place.items():
            self.env["ir.default"].set("ir.attachment", name, value, user_id=True)
        with self.assertRaises(UserError):
            files.create(forged)

    def test_set_back_to_draft_its_pdf_is_kept_and_a_new_one_made(self):
        invoice = self._issue()
        first = invoice.invoice_pdf_report_id
        content = first.raw
        invoice.button_draft()
        self.assertFalse(invoice.invoice_pdf_report_id)
        self.assertEqual(first.raw, content)
        with self.assertRaisesRegex(UserError, "issued invoice"):
            first.unlink()
        invoice.action_post()
        invoice._issue_documents()
        self.assertNotEqual(invoice.invoice_pdf_report_id, first)
        invoice.button_draft()
        with self.assertRaisesRegex(UserError, "was issued"):
            invoice.unlink()

    def test_a_company_with_odoos_documents_keeps_odoos_freedom(self):
        invoice = self._issue()
        self.company.has_agency_documents = False
        invoice.invoice_pdf_report_id.unlink()
        self.assertFalse(invoice.invoice_pdf_report_id)
        invoice.invoice_pdf_report_file = base64.b64encode(b"%PDF-1.4 theirs")
        self.assertEqual(invoice.invoice_pdf_report_id.raw, b"%PDF-1.4 theirs")

    def test_what_a_customer_takes_of_a_confirmed_invoice_is_the_invoice(self):
        self.quote.action_confirm()
        invoice = self._invoice(self.quote)
        self.assertFalse(invoice.invoice_pdf_report_id)
        portal = invoice.with_user(self.env.ref("base.public_user")).sudo()
        [document] = portal._get_invoice_legal_documents_all(allow_fallback=True)
        self.assertNotIn("proforma", document["filename"])
        self.assertEqual(document["content"], invoice.invoice_pdf_report_id.raw)
        self.assertNotIn("pro forma", self._read(document["content"]).lower())

    def test_a_quote_is_dated_when_it_was_first_sent(self):
        day = fields.Datetime.to_datetime("2026-10-29 10:00:00")
        self.quote.write({"date_order": day})
        self.assertEqual(self.quote.quote_date, day.date())
        self.quote.action_confirm()
        self.assertNotEqual(self.quote.date_order, day)
        self.assertEqual(self.quote.quote_date, day.date())
        self.assertIn("29/10/2026", self._text(self.quote))
        self.assertIn("29/10/2026", self._text(self._deposit(self.quote), "agency_pdf.report_invoice"))

    def test_a_unit_price_is_exact(self):
        self.env.ref("product.decimal_price").digits = 4
        quote = self._create_quote([self._line(self.web, product_uom_qty=5000, price_unit=0.0345)])
        text = self._text(quote)
        self.assertIn("0,0345 €", text)
        self.assertIn("172,50 €", text)
        self.assertIn("1 200,00 €", self._text(self._create_quote([self._line(self.web)])))

    def test_the_taxes_of_the_chart_know_their_wordings(self):
        """As the set-up left them: no test says it."""
        for name, words in (
            ("tva_sale_service_intra_0", "Autoliquidation"),
            ("tva_sale_service_export_0", "259-1"),
            ("tva_sale_good_intra_0", "article 138"),
        ):
            line = self._line(self.web, tax_ids=[(6, 0, self._chart_tax(name).ids)])
            self.assertIn(words, self._text(self._create_quote([line])), name)
