"""Each event in the life of a quote has a mail of its own, in the agency's words (documents.md, D30)."""

from odoo.tests import tagged

from .common import AgencyPdfCommon

# What Odoo says, and an agency does not.
FOREIGN = ("odoo", "Peppol", "communication suivante", "avec la référence", "par la poste", "Cher client")


@tagged("post_install", "-at_install")
class TestMailWords(AgencyPdfCommon):
    def _assert_words(self, record, template_name, *words):
        template = self.env.ref(f"agency_pdf.mail_template_{template_name}")
        chosen = record._get_mail_template() if record._name == "account.move" else record._get_confirmation_template()
        self.assertEqual(chosen, template)
        lang = record._get_pdf_lang()
        subject = template._render_field("subject", record.ids, set_lang=lang)[record.id]
        body = template._render_field("body_html", record.ids, set_lang=lang)[record.id]
        self.assertIn(record.name, subject)
        for word in words:
            self.assertIn(word, body)
        for word in FOREIGN:
            self.assertNotIn(word, body)
        self.assertNotIn("t-out", body)

    def test_deposit_partial_balance_and_credit_note_have_their_words(self):
        order = self._create_quote(subject="Plaquette")
        order.action_confirm()
        deposit = self._invoice(order, method="percentage", amount=30)
        self._assert_words(deposit, "deposit", "Plaquette", "acompte", deposit.payment_reference)
        balance = self._invoice(order)
        self._assert_words(balance, "balance", "solde", "Plaquette")
        credit = balance._reverse_moves([{"invoice_date": balance.invoice_date}])
        credit.action_post()
        self._assert_words(credit, "refund", balance.name)

    def test_a_paid_invoice_is_thanked_for(self):
        order = self._create_quote(subject="Plaquette")
        order.action_confirm()
        invoice = self._invoice(order)
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        self.env["account.payment.register"].with_context(**context).create({})._create_payments()
        self._assert_words(invoice, "paid", "Plaquette", "remercions", "règlement")

    def test_an_invoice_and_the_period_of_an_order_have_their_words(self):
        order = self._create_quote()
        order.action_confirm()
        self._assert_words(self._invoice(order), "invoice", "facture")
        recurring = self._create_quote(
            [self._line(self.web)], billing_frequency="monthly", next_invoice_date="2026-01-01"
        )
        recurring.action_make_recurring_invoice()
        invoice = recurring.invoice_ids[:1]
        invoice.action_post()
        self._assert_words(invoice, "period", "période")

    def test_who_accepted_online_is_thanked_with_what_was_accepted(self):
        quote = self._create_quote(subject="Plaquette")
        self._assert_words(quote, "signed", "Plaquette", "accepté")
        template = self.env["mail.template"].create(
            {"name": "Other", "model_id": self.env["ir.model"]._get_id("sale.order")}
        )
        self.env["ir.config_parameter"].sudo().set_param("sale.default_confirmation_template", template.id)
        self.assertEqual(quote._get_confirmation_template(), template)

    def test_a_company_without_our_documents_keeps_the_words_of_odoo(self):
        self.company.has_agency_documents = False
        quote = self._create_quote()
        self.assertEqual(quote._get_confirmation_template(), self.env.ref("sale.mail_template_sale_confirmation"))
        quote.action_confirm()
        self.assertEqual(self._invoice(quote)._get_mail_template(), self.env.ref("account.email_template_edi_invoice"))
