"""What users do with documents: open, mail, edit, keep; one or several."""

import base64
import io
from email import message_from_bytes, policy
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import config, mute_logger
from odoo.tools.pdf import OdooPdfFileReader

from odoo.addons.agency_crm.tests.smtp import MailServerMixin
from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon

from ..models import agency_document_gestures


class GesturesCommon(AgencyPdfCommon, MailServerMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "mail_notify_force_send": True})
        cls.user = cls.env["res.users"].create(
            {
                "name": "Lucas",
                "login": "lucas.gestures",
                "email": "lucas@atelier.example",
                "lang": "fr_FR",
                "group_ids": [Command.set([cls.env.ref("agency_crm.group_agency_user").id])],
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
            }
        )
        cls.quote = cls._quote_of(cls.contact)

    @classmethod
    def _quote_of(cls, partner, **values):
        return cls._create_quote(partner_id=partner.id, **values).with_user(cls.user)

    def _choose(self, records, **values):
        action = records.action_open_documents()
        return self.env["agency.document.choice"].with_user(self.user).with_context(**action["context"]).create(values)

    def _composer(self, action):
        self.assertEqual(action["res_model"], "mail.compose.message")
        composers = self.env["mail.compose.message"].with_user(self.user).with_context(**action["context"])
        return composers.browse(action["res_id"]) if action.get("res_id") else composers.create({})

    def _open(self, action):
        """Return the PDF that an action opens in a tab."""
        self.assertEqual(action["type"], "ir.actions.act_url")
        model, res_id, field, _name = action["url"].removeprefix("/web/content/").split("/")
        return base64.b64decode(self.env[model].browse(int(res_id))[field])

    @staticmethod
    def _parse(mail):
        return message_from_bytes(mail.content, policy=policy.default)

    @staticmethod
    def _embedded(pdf):
        """Return the names of the files inside a PDF."""
        return [name for name, _content in OdooPdfFileReader(io.BytesIO(pdf), strict=False).getAttachments()]

    def _sent_to(self, partner, received):
        """Return the mails that left for a customer, those to colleagues who follow apart."""
        return [mail for mail in received if partner.email_normalized in mail.rcpt_tos]

    @staticmethod
    def _quiet():
        return mute_logger("odoo.addons.mail.models.mail_mail", "odoo.addons.base.models.ir_mail_server")

    def _posted_invoice(self):
        quote = self._quote_of(self.contact)
        quote.action_confirm()
        return self._invoice(quote).with_user(self.user)


@tagged("post_install", "-at_install")
class TestChoice(GesturesCommon):
    def test_each_record_has_its_right_template(self):
        order = self._quote_of(self.contact, billing_frequency="annual", next_invoice_date="2027-01-01")
        for record, kind in (
            (self.quote, "quote"),
            (order, "recurring_order"),
            (self._posted_invoice(), "invoice"),
        ):
            self.assertEqual(self._choose(record).report_id, self.env.ref(f"agency_pdf.report_{kind}"))

    def test_only_templates_of_that_kind_are_offered(self):
        mine = self.env["agency.document.template"].create({"name": "Devis bref", "kind": "quote"})
        order = self._quote_of(self.contact, billing_frequency="annual", next_invoice_date="2027-01-01")
        self.assertEqual(
            self._choose(self.quote).available_report_ids, self.env.ref("agency_pdf.report_quote") + mine.report_id
        )
        self.assertEqual(self._choose(order).available_report_ids, self.env.ref("agency_pdf.report_recurring_order"))

    def test_last_choice_is_remembered_by_user_and_kind(self):
        mine = self.env["agency.document.template"].create({"name": "Devis bref", "kind": "quote"})
        order = self._quote_of(self.contact, billing_frequency="annual", next_invoice_date="2027-01-01")
        self._choose(self.quote, report_id=mine.report_id.id).action_open()
        self.assertEqual(self._choose(self.quote).report_id, mine.report_id)
        self.assertEqual(self._choose(order).report_id, self.env.ref("agency_pdf.report_recurring_order"))
        other = self.user.copy({"login": "nadia.gestures"})
        self.assertNotEqual(self.quote.with_user(other)._get_preferred_report(), mine.report_id)

    def test_template_that_is_gone_is_forgotten(self):
        mine = self.env["agency.document.template"].create({"name": "Devis bref", "kind": "quote"})
        self._choose(self.quote, report_id=mine.report_id.id).action_open()
        mine.unlink()
        self.assertEqual(self._choose(self.quote).report_id, self.env.ref("agency_pdf.report_quote"))

    def test_open(self):
        pdf = self._open(self._choose(self.quote).action_open())
        self.assertIn(self.quote.name, self._read(pdf))

    def test_colleague_cannot_open_the_file(self):
        url = self._choose(self.quote).action_open()["url"]
        holder = self.env["agency.document.choice"].browse(int(url.split("/")[4]))
        self.assertTrue(holder.with_user(self.user).pdf)
        other = self.user.copy({"login": "nadia.gestures"})
        with self.assertRaises(AccessError):
            holder.with_user(other).read(["pdf"])


@tagged("post_install", "-at_install")
class TestGroupPdf(GesturesCommon):
    def test_one_pdf_keeps_the_order_and_each_its_document(self):
        order = self._quote_of(self.contact, billing_frequency="annual", next_invoice_date="2027-01-01")
        quotes = self._quote_of(self.contact) + order + self.quote
        text = self._read(self._open(quotes.action_group_pdf()))
        positions = [text.index(quote.name) for quote in quotes]
        self.assertEqual(positions, sorted(positions))
        self.assertIn("Annuelle", text)

    def test_chosen_template_prints_all(self):
        mine = self.env["agency.document.template"].create(
            {"name": "Bref", "kind": "quote", "body": "<p>Bonjour {{ object.name }}</p>"}
        )
        quotes = self._quote_of(self.contact) + self.quote
        text = self._read(self._open(self._choose(quotes, report_id=mine.report_id.id).action_open()))
        for quote in quotes:
            self.assertIn(f"Bonjour {quote.name}", text)

    def test_records_of_two_companies_are_refused(self):
        other = self.env["res.company"].create({"name": "Autre agence"})
        self.user.write({"company_ids": [Command.link(other.id)]})
        foreign = (
            self.env["sale.order"].with_company(other).create({"partner_id": self.contact.id, "company_id": other.id})
        )
        quotes = (self.quote + foreign.with_user(self.user)).with_context(
            allowed_company_ids=(self.company + other).ids
        )
        for gesture in ("action_group_pdf", "action_mail_documents", "action_save_documents"):
            with self.assertRaisesRegex(UserError, "Autre agence"):
                getattr(quotes, gesture)()

    def test_document_that_fails_is_named(self):
        quotes = self._quote_of(self.contact) + self.quote
        render = type(quotes)._render_with

        def fail_on_one(records, report):
            if self.quote in records:
                raise ValueError("no picture")
            return render(records, report)

        with (
            patch.object(type(quotes), "_render_with", fail_on_one),
            self.assertRaisesRegex(UserError, f"{self.quote.name}.*no picture"),
        ):
            quotes.action_group_pdf()

    def test_big_selection_is_made_in_the_background(self):
        quotes = self.quote.browse((self._quote_of(self.contact) + self._quote_of(self.contact) + self.quote).ids)
        with patch.object(agency_document_gestures, "MAX_DIRECT", 2):
            action = quotes.action_group_pdf()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        job = self.env["agency.document.job"].sudo().search([], limit=1)
        self.assertEqual((job.state, job.done_count, job.total_count), ("running", 0, 3))
        deleted = quotes[1]
        deleted.sudo().unlink()
        while job.state == "running":
            job._run_batch()
        text = self._read(job.document_id.raw)
        self.assertLess(text.index(quotes[0].name), text.index(quotes[2].name))
        self.assertEqual(len(job.failures), 1)
        self.assertEqual(job.document_id.create_uid, self.user)
        self.assertFalse(job._get_parts())

    def test_interrupted_job_resumes(self):
        quotes = self._quote_of(self.contact) + self._quote_of(self.contact) + self.quote
        with patch.object(agency_document_gestures, "MAX_DIRECT", 2):
            quotes.action_save_documents()
        job = self.env["agency.document.job"].sudo().search([], limit=1)
        with patch("odoo.addons.agency_documents.models.agency_document_job.BATCH", 1):
            job._run_batch()
            self.assertEqual(job.done_count, 1)
            job._run_batch()
            job._run_batch()
        documents = self.env["agency.document"].search([("source_name", "in", quotes.mapped("display_name"))])
        self.assertEqual(len(documents), 3)
        self.assertEqual(job.state, "done")


@tagged("post_install", "-at_install")
class TestMailing(GesturesCommon):
    def _attached(self, mail):
        return [part.get_filename() for part in self._parse(mail).iter_attachments()]

    def test_addresses_are_said_as_they_are(self):
        """documents.md, D52: two addresses are two, and a malformed one is no absence."""
        self.contact.email = "claire@parc.example, compta@parc.example"
        other = self.contact.copy({"name": "Paul Roy", "email": "paul@@parc"})
        mailing = (
            self.env["agency.document.mailing"]
            .with_user(self.user)
            ._prepare_mailing(self.quote + self._quote_of(other), None)
        )
        emails = dict(zip(mailing.mail_ids.partner_id, mailing.mail_ids.mapped("email"), strict=True))
        self.assertEqual(emails[self.contact], "claire@parc.example, compta@parc.example")
        self.assertIn("paul@@parc", mailing.missing_email_names)

    def test_quotes_of_one_contact_leave_in_one_mail(self):
        quotes = self.quote + self._quote_of(self.contact) + self._quote_of(self.contact)
        composer = self._composer(quotes.action_mail_documents())
        self.assertIn(self.contact, composer.partner_ids)
        with self.mail_server() as received:
            composer._action_send_mail()
        (mail,) = self._sent_to(self.contact, received)
        self.assertEqual(self._attached(mail), [f"Devis {quote.name}.pdf" for quote in quotes])
        self.assertEqual(set(quotes.mapped("quote_status")), {"sent"})

    def test_several_contacts_get_a_mail_each(self):
        other = self.contact.copy({"name": "Paul Roy", "email": "paul@parc.example"})
        quotes = self.quote + self._quote_of(other) + self._quote_of(self.contact)
        action = quotes.action_mail_documents()
        mailing = self.env["agency.document.mailing"].with_user(self.user).browse(action["res_id"])
        self.assertEqual(mailing.mail_ids.mapped("attachment_count"), [2, 1])
        with self.mail_server() as received:
            mailing.action_send()
        for partner, count in ((self.contact, 2), (other, 1)):
            (mail,) = self._sent_to(partner, received)
            self.assertEqual(len(self._attached(mail)), count)
        self.assertEqual(set(quotes.mapped("quote_status")), {"sent"})

    def test_odoos_menu_of_the_list_mails_as_the_button_does(self):
        """odoo#256801: « Send an email » mailed each quote alone, and left it a draft."""
        quotes = self.quote + self._quote_of(self.contact)
        composer = self._composer(quotes.with_context(hide_default_template=True).action_quotation_send())
        with self.mail_server() as received:
            composer._action_send_mail()
        (mail,) = self._sent_to(self.contact, received)
        self.assertEqual(self._attached(mail), [f"Devis {quote.name}.pdf" for quote in quotes])
        self.assertEqual(set(quotes.mapped("quote_status")), {"sent"})

    def test_contact_without_an_address(self):
        nobody = self.contact.copy({"name": "Sans Adresse", "email": False})
        with self.assertRaisesRegex(UserError, "Sans Adresse"):
            self._quote_of(nobody).action_mail_documents()
        with self.assertRaisesRegex(UserError, "Sans Adresse"):
            (self._quote_of(nobody) + self._quote_of(nobody)).action_mail_documents()
        silent = self._quote_of(nobody)
        action = (self.quote + silent).action_mail_documents()
        mailing = self.env["agency.document.mailing"].with_user(self.user).browse(action["res_id"])
        self.assertIn("Sans Adresse", mailing.missing_email_names)
        with self.mail_server() as received:
            told = mailing.action_send()["params"]["message"]
        self.assertEqual(len(self._sent_to(self.contact, received)), 1)
        self.assertIn("Sans Adresse", told)
        self.assertEqual((self.quote.quote_status, silent.quote_status), ("sent", "draft"))

    def test_server_that_dies_between_two_mails(self):
        other = self.contact.copy({"name": "Paul Roy", "email": "paul@parc.example"})
        second = self._quote_of(other)
        action = (self.quote + second).action_mail_documents()
        mailing = self.env["agency.document.mailing"].with_user(self.user).browse(action["res_id"])
        with self.mail_server(hang_up_after=1) as received, self._quiet():
            mailing.action_send()
        self.assertEqual(len(received), 1)
        self.assertEqual((self.quote.quote_status, second.quote_status), ("sent", "draft"))

    # Odoo embeds nothing in a PDF while it runs tests.
    @patch.dict(config.options, test_enable=False)
    def test_invoices_of_one_contact_leave_in_one_mail_as_they_were_issued(self):
        self.customer.invoice_edi_format = "facturx"
        invoices = self._posted_invoice() + self._posted_invoice()
        composer = self._composer(invoices.action_mail_documents())
        with self.mail_server() as received:
            composer._action_send_mail()
        (mail,) = self._sent_to(self.contact, received)
        parts = list(self._parse(mail).iter_attachments())
        self.assertEqual(len(parts), 2)
        for invoice, part in zip(invoices, parts, strict=True):
            self.assertEqual(part.get_content(), invoice.invoice_pdf_report_id.raw)
            self.assertIn("factur-x.xml", self._embedded(invoice.invoice_pdf_report_id.raw))

    def test_draft_invoice_and_rejected_quote_are_refused(self):
        draft = self._posted_invoice().sudo()
        draft.button_draft()
        with self.assertRaisesRegex(UserError, "brouillon|not confirmed"):
            (draft + self._posted_invoice()).with_user(self.user).action_mail_documents()
        self.quote.action_reject()
        with self.assertRaisesRegex(UserError, self.quote.name):
            (self.quote + self._quote_of(self.contact)).action_mail_documents()

    def test_too_many_are_refused(self):
        quotes = self.quote + self._quote_of(self.contact)
        with patch.object(agency_document_gestures, "MAX_MAILED", 1), self.assertRaises(UserError):
            quotes.action_mail_documents()
