"""The formal notice to pay: a document of its own, with penalties and costs as of its day (LEGAL F14, F15)."""

import base64
from datetime import date

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.agency_crm.isolation import set_apart


class AgencyInvoiceChase(models.Model):
    _name = "agency.invoice.chase"
    _inherit = ["agency.invoice.chase", "agency.pdf.document"]

    # === ACTION METHODS === #

    def action_open_formal_notice(self):
        """Open the formal notice as it is today; what was sent is in the mail of the history.

        :raise UserError: if this reminder is of another round
        """
        self.ensure_one()
        if not self.is_formal_notice:
            raise UserError(self.env._("This reminder is no formal notice: there is no document to print."))
        return self._get_agency_report().report_action(self)

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref("agency_pdf.report_formal_notice")

    def _get_agency_file_name(self, kind=""):
        """Override of `agency.pdf.document`: a reminder has no number."""
        document = self.with_context(lang=self._get_pdf_lang())
        return f"{document._get_pdf_title()} {self.partner_id.name or ''} {self._get_pdf_date()}"

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return self._get_day()

    def _get_pdf_number(self):
        """Override of `agency.pdf.document`: a reminder has none."""
        return ""

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Formal notice to pay")

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`."""
        return [(self._pdf_label(self.env._("Date")), self._pdf_date(self._get_pdf_date()))]

    def _get_pdf_langs(self):
        """Override of `agency.pdf.document`: that of the contact first."""
        return [self.contact_id.lang, *super()._get_pdf_langs()]

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`: by which rule penalties and costs are counted."""
        return ["late_penalty", "recovery_fee"] if self.partner_id.is_company else []

    def _get_pdf_tax_notes(self, texts):
        """Override of `agency.pdf.document`: nothing is sold here."""
        return []

    def _get_pdf_bank(self):
        """Return the bank account to pay into: the one of the newest invoice that says one.

        :rtype: res.partner.bank
        """
        banks = [move._get_pdf_bank() for move in self.due_invoice_ids.sorted("invoice_date", reverse=True)]
        return next(filter(None, banks), self.env["res.partner.bank"])

    def _get_pdf_notice_rows(self):
        """Return the invoices that are due, as the texts of their columns."""
        day = self._get_pdf_date()
        return [
            {
                "name": move.name,
                "date": self._pdf_date(move.invoice_date),
                "due": self._pdf_date(move.invoice_date_due),
                "days": str(move._get_days_late(day)),
                "amount": formatLang(self.env, move.amount_residual, currency_obj=move.currency_id),
                "penalty": self._pdf_amount(move._get_late_penalty(day)),
                "fee": self._pdf_amount(move._get_recovery_fee(day)),
            }
            for move in self.due_invoice_ids
        ]

    # === MAIL === #

    def _prepare_files(self):
        """Override of `agency_crm`: an invoice of which no PDF was issued yet has one from now on."""
        res = super()._prepare_files()
        for move in self.due_invoice_ids:
            with set_apart(self.env, f"issuing the PDF of the invoice {move.id}"):
                # Sudo: who reminds of an invoice that was sent need not be who confirms invoices.
                move.sudo()._issue_documents()
        self.invalidate_recordset(["are_invoices_attached"])
        return res

    def _process_attachments_for_template_post(self, mail_template):
        """Override of `mail`: the mail of a formal notice carries it."""
        files = super()._process_attachments_for_template_post(mail_template)
        for chase in self.filtered("is_formal_notice"):
            report = chase._get_agency_report()
            # Sudo: printing needs no right on reports.
            pdf, _type = self.env["ir.actions.report"].sudo()._render_qweb_pdf(report.report_name, chase.ids)
            own = files.setdefault(chase.id, {})
            name = f"{chase._get_agency_file_name()}.pdf"
            own["attachments"] = [*own.get("attachments", []), (name, base64.b64encode(pdf))]
        return files


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    def _get_penalty_rates(self):
        """Override: a rate that the agency agreed on and prints on its invoices is the one it counts by."""
        if self.late_penalty_rate:
            return ((date.min, self.late_penalty_rate),)
        return super()._get_penalty_rates()
