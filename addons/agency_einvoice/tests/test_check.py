from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import EinvoiceCommon
from .complaints import Complaints
from .unusual import Unusual


@tagged("-at_install", "post_install")
class TestCheck(Unusual, Complaints, EinvoiceCommon):
    """E35: what a platform would refuse is said before it is sent, in French, and where it is mended."""

    def _codes(self, invoice, blocking=True):
        return [issue.code for issue in invoice._get_einvoice_issues() if issue.is_blocking or not blocking]

    def _refuse(self, invoice, words):
        """Check that sending says what is missing, and leaves nothing behind."""
        before = self.env["ir.attachment"].search_count(
            [("res_model", "=", "account.move"), ("res_id", "=", invoice.id)]
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
            self._send(invoice)
        with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
            self.env["account.move.send"]._generate_and_send_invoices(invoice, allow_fallback_pdf=True)
        after = self.env["ir.attachment"].search_count(
            [("res_model", "=", "account.move"), ("res_id", "=", invoice.id)]
        )
        self.assertEqual(after, before)
        self.assertFalse(invoice.is_move_sent)
        self.assertFalse(invoice.invoice_pdf_report_id)

    def setUp(self):
        super().setUp()
        self.env = self.env(context={**self.env.context, "lang": "fr_FR"})

    def test_a_complete_invoice_is_ready(self):
        invoice = self._move([(self.web, 1, 60)])
        self.assertEqual(self._codes(invoice, blocking=False), [])
        self.assertEqual((invoice.einvoice_status, invoice.einvoice_alerts), ("ready", False))
        self._send(invoice)
        self.env.invalidate_all()

    def test_no_country(self):
        invoice = self._move([(self.web, 1, 60)], self._customer("Sans Pays", country_id=False, vat=False))
        self.assertEqual(invoice.einvoice_status, "incomplete")
        self._refuse(invoice, "Sans Pays")
        (alert,) = [alert for alert in invoice.einvoice_alerts.values() if alert["level"] == "danger"]
        self.assertEqual(alert["action"]["res_id"], invoice.partner_id.id)
        invoice.partner_id.country_id = self.env.ref("base.fr")
        self.assertEqual(invoice.einvoice_status, "ready")
        self.assertTrue(self._send(invoice))

    def test_no_tax(self):
        self._refuse(self._move([(self.web, 1, 60, self.env["account.tax"])]), "Création web")

    def test_seller_without_siren(self):
        self.company.partner_id.write({"company_registry": False, "vat": False})
        invoice = self._move([(self.web, 1, 60)])
        self._refuse(invoice, "SIREN")
        (alert,) = invoice.einvoice_alerts.values()
        self.assertEqual((alert["action"]["res_model"], alert["action"]["res_id"]), ("res.company", self.company.id))

    def test_buyer_without_siren_is_asked_for_it_once_the_law_does(self):
        invoice = self._move([(self.web, 1, 60)], self._customer("Sans Siren"))
        self.assertEqual((self._codes(invoice), self._codes(invoice, blocking=False)), ([], ["buyer_siren"]))
        self.company.einvoice_emission_date = invoice.invoice_date
        self._refuse(invoice, "Sans Siren")
        invoice.partner_id.is_without_siren = True
        self.assertEqual(self._codes(invoice, blocking=False), [])

    def test_no_number_that_a_platform_takes(self):
        invoice = self._move([(self.web, 1, 60)])
        invoice.name = "FAC n° 12"
        self._refuse(invoice, "FAC n° 12")

    def test_due_before_its_date(self):
        invoice = self._move([(self.web, 1, 60)])
        invoice.invoice_date_due = "2020-01-01"
        self.assertIn("due_date", self._codes(invoice))

    def test_credit_note_of_nothing(self):
        refund = self._move([(self.web, 1, 60)], move_type="out_refund")
        self._refuse(refund, refund.name)

    def test_reverse_charge_without_vat_number(self):
        self._refuse(self._move([(self.web, 1, 9, self.tax_eu_service)], self._customer("Ohne", "base.de")), "Ohne")

    def test_two_reasons_to_exempt(self):
        taxes = [
            self.tax_exempt.copy({"name": kind, "agency_legal_kind": kind})
            for kind in ("vat_training", "vat_franchise")
        ]
        self.assertEqual(self._codes(self._move([(self.web, 1, 9, tax) for tax in taxes])), ["exemptions"])

    def test_wordings_that_are_no_more(self):
        self.env["agency.legal.text"].search([("kind", "=", "late_penalty")]).active = False
        self._refuse(self._move([(self.web, 1, 60)]), "PMD")

    def test_a_mistyped_siren_is_told_and_refused_once_the_law_is_in_force(self):
        invoice = self._move([(self.web, 1, 60)], self._customer("Faute SARL", company_registry="12345678901234"))
        (issue,) = invoice._get_einvoice_issues()
        self.assertEqual((issue.code, issue.is_blocking), ("wrong_siren", False))
        self.company.einvoice_emission_date = invoice.invoice_date
        self._refuse(invoice, "123456789")

    def test_an_address_without_a_city_is_told(self):
        bare = self._customer("Sans Ville", company_registry="40483304800022", city=False)
        (issue,) = self._move([(self.web, 1, 60)], bare)._get_einvoice_issues()
        self.assertEqual((issue.code, issue.record, issue.is_blocking), ("buyer_address", bare, False))

    def test_overseas_where_french_vat_is_not_due_is_abroad(self):
        """CGI 294: nothing is carried there, the sale is reported, and no SIREN is asked for."""
        self.company.einvoice_emission_date = "2020-01-01"
        for country, channel in (("gp", "einvoice"), ("re", "einvoice"), ("gf", "abroad"), ("nc", "abroad")):
            customer = self._customer(f"Client {country}", f"base.{country}", email="client@loin.example")
            invoice = self._move([(self.web, 1, 60)], customer)
            self.assertEqual(invoice.einvoice_channel, channel)
            codes = [issue.code for issue in invoice._get_einvoice_issues()]
            self.assertEqual(codes, ["buyer_siren"] if channel == "einvoice" else [], country)

    def test_a_batch_names_each_and_sends_none(self):
        good = self._move([(self.web, 1, 60)])
        bad = self._move([(self.web, 1, 60)], self._customer("Sans Pays", country_id=False))
        wizard = self.env["account.move.send.batch.wizard"].create({"move_ids": (good + bad).ids})
        self.assertTrue([alert for alert in wizard.alerts.values() if alert["level"] == "danger"])
        with self.assertRaisesRegex(UserError, "Sans Pays"), self.cr.savepoint():
            wizard.action_send_and_print()
        self.assertFalse(good.sending_data)

    def test_in_the_background_the_others_leave(self):
        good = self._move([(self.web, 1, 60)])
        bad = self._move([(self.web, 1, 60)], self._customer("Sans Pays", country_id=False))
        moves = good + bad
        moves.sending_data = {"author_user_id": self.env.uid, "author_partner_id": self.env.user.partner_id.id}
        self.env["account.move.send"]._generate_and_send_invoices(moves, from_cron=True, sending_methods=["manual"])
        self.assertTrue(good.invoice_pdf_report_id)
        self.assertFalse(bad.invoice_pdf_report_id)
        self.assertIn("Sans Pays", bad.message_ids[0].body)

    def test_marking_as_sent_looks_too(self):
        """What goes on paper is deposited at the platform: it is refused as a mail is."""
        bad = self._move([(self.web, 1, 60)], self._customer("Sans Pays", country_id=False))
        with self.assertRaisesRegex(UserError, "Sans Pays"), self.cr.savepoint():
            bad.action_mark_sent()
        self.assertEqual((bad.agency_status, bad.invoice_pdf_report_id.id), ("to_send", False))

    def test_what_was_sent_before_is_not_looked_at(self):
        """akretion/fr-einvoicing#75: invoices of before can still be printed and mailed again."""
        old = self._move([(self.web, 1, 60)], self._customer("Sans Pays", country_id=False))
        old._by_rules().sent_date = fields.Datetime.now()
        self.assertEqual((old.einvoice_status, old.einvoice_alerts), (False, False))
        self.assertNotIn(old, self.env["account.move"].search([("einvoice_status", "=", "incomplete")]))
        self._send(old)
        self.assertTrue(old.invoice_pdf_report_id)

    def test_the_list_finds_what_is_to_complete(self):
        bad = self._move([(self.web, 1, 60)], self._customer("Sans Pays", country_id=False))
        good = self._move([(self.web, 1, 60)])
        found = self.env["account.move"].search([("einvoice_status", "=", "incomplete")])
        self.assertIn(bad, found)
        self.assertNotIn(good, found)

    def test_a_discount_taken_off_the_vat_before_it_is_earned(self):
        """BR-S-09, BR-CO-17: found by the official rules on 10 000 €, where a cent of tolerance hides nothing."""
        invoice = self._make_C10_early_payment(self.tax_service, price=3333.3, computation="mixed")
        self.assertEqual(self._codes(invoice), ["discount_terms"])
        self._refuse(invoice, "2 % à 7 jours")

    # === BEFORE IT HAS ITS NUMBER === #

    def _draft(self, *lines, **values):
        lines = [Command.create(self._move_line(*line)) for line in lines]
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contact.id,
                "company_id": self.company.id,
                "invoice_line_ids": lines,
                **values,
            }
        )

    def test_a_draft_says_what_is_to_complete_before_it_has_its_number(self):
        draft = self._draft((self.web, 1, 60, self.env["account.tax"]), partner_id=self._customer("Loin", None).id)
        messages = " ".join(alert["message"] for alert in draft.einvoice_alerts.values())
        self.assertIn("Loin n'a pas de pays", self._plain(messages))
        self.assertIn("Création web", messages)
        self.assertNotIn("False", messages)
        self.assertFalse(draft.einvoice_status)
        self.assertNotIn(draft, self.env["account.move"].search([("einvoice_status", "=", "incomplete")]))
        draft.write({"partner_id": self.contact.id})
        draft.invoice_line_ids.tax_ids = self.tax_service
        self.assertFalse(draft.einvoice_alerts)

    def test_a_draft_that_is_being_typed_says_it_too(self):
        form = Form(self.env["account.move"].with_context(default_move_type="out_invoice"))
        self.assertFalse(form.einvoice_alerts)
        form.partner_id = self._customer("Loin", None)
        with form.invoice_line_ids.new() as line:
            line.product_id = self.web
            line.tax_ids.clear()
        self.assertEqual(len(form.einvoice_alerts), 2)
        self.assertEqual(len(form.save().einvoice_alerts), 2)

    # === ABROAD === #

    def test_sales_abroad_of_an_agency_without_vat_number(self):
        """BR-G-02, BR-IC-02; CGI 286 ter."""
        self.company.partner_id.vat = False
        swiss = self._customer("Helvet SA", "base.ch", email="info@helvet.example")
        self._refuse(self._move([(self.web, 1, 9, self.tax_export)], swiss), "VAT number|numéro de TVA")

    def test_the_mark_of_none_is_no_vat_number_of_a_reverse_charge(self):
        customer = self._customer("Ohne", "base.de", vat="/")
        self._refuse(self._move([(self.web, 1, 9, self.tax_eu_service)], customer), "Ohne")

    def test_a_balance_paid_is_due_when_it_says(self):
        """BR-FR-CO-07."""
        balance = self._make_U03_balance_paid_before_its_date()
        self.assertEqual(balance._get_einvoice_due_date(), balance.invoice_date_due)
        self.assertEqual(self._codes(balance), [])

    def test_thousandths_of_a_currency_that_has_some(self):
        """BR-DEC: an e-invoice holds two decimals."""
        self.env.ref("product.decimal_price").digits = 3
        self._refuse(self._dinars(33.335), "TND")

    # === NUMBERS OF COMPANIES === #

    def test_numbers_that_are_not_those_of_the_customer_are_told(self):
        for values, code in (
            ({"company_registry": "40483304800023"}, "wrong_siret"),
            ({"company_registry": "40483304800022", "vat": "FR23334175221"}, "two_sirens"),
            ({"company_registry": "35600000009075"}, None),  # La Poste
        ):
            customer = self._customer("Client", **values)
            codes = self._codes(self._move([(self.web, 1, 60)], customer), blocking=False)
            self.assertEqual(codes, [code] if code else [], values)
