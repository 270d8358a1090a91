"""What the agency's documents are for the engine: their style, what exists already, what goes behind."""

import io
from collections import OrderedDict

from odoo import models

from odoo.addons.agency_crm.context_keys import from_code, get_key

# Models whose records are printed as the agency's documents.
DOCUMENT_MODELS = ("sale.order", "account.move")


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    # === HOOKS OF THE ENGINE === #

    def _get_page_style(self, records):
        """Override of `report_weasyprint`: our pages are in the style of one company, which they leave out."""
        company = records.company_id if self._is_agency_page() else None
        if company is None or len(company) > 1:
            return super()._get_page_style(records)
        return (company or self.env.company)._get_agency_style()

    def _is_agency_page(self):
        """Return whether the report's template is made of `agency_pdf.html_container`: those of our add-ons are."""
        return self.report_name.startswith("agency_pdf.")

    def _get_pdf_variant(self):
        """Override of `report_weasyprint`: what Factur-X is put into."""
        return "pdf/a-3b" if self.is_invoice_report else super()._get_pdf_variant()

    def _get_existing_streams(self, records, data):
        """Override of `report_weasyprint`: what was issued or signed is served as it was, never made anew."""
        existing = super()._get_existing_streams(records, data)
        files = {}
        if records._name == "account.move":
            files = self._get_issued_files(records, data)
        elif records._name == "sale.order":
            files = self._get_signed_files(records)
        return existing | {
            res_id: {"stream": io.BytesIO(content), "attachment": None} for res_id, content in files.items()
        }

    def _get_issued_files(self, invoices, data):
        """Return the PDF of the invoices already issued."""
        is_sending = get_key(self.env, "agency_pdf_sending")
        if not self._is_report("agency_pdf.report_invoice") or is_sending or data.get("proforma"):
            return {}
        return {
            invoice.id: invoice.invoice_pdf_report_id.raw
            for invoice in invoices
            if invoice.state == "posted" and invoice.invoice_pdf_report_id
        }

    def _get_signed_files(self, orders):
        """Return the signed files of these quotes, where the report prints what is signed, whichever template it is."""
        orders.check_access("read")
        # Sudo: whoever may read a quote may read what was signed of it.
        orders_sudo = orders.sudo().filtered("signed_document_id")
        if not orders_sudo or self in self._get_unsigned_reports():
            return {}
        return {order_sudo.id: order_sudo.signed_document_id._get_file() for order_sudo in orders_sudo}

    def _get_unsigned_reports(self):
        """Return the reports of quotes that are other documents than the one that is signed online."""
        return self.env.ref("sale.action_report_pro_forma_invoice", raise_if_not_found=False) or self.browse()

    def _get_appended_files(self, record):
        """Override of `report_weasyprint`: the files that go with the document."""
        files = super()._get_appended_files(record)
        return [*files, *record._get_pdf_annexes(self)] if record._name in DOCUMENT_MODELS else files

    # === RENDERING === #

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Override of `base`: where Odoo names its own quote, a caller may ask for the agency's."""
        is_asked = get_key(self.env, "agency_pdf_documents") and isinstance(report_ref, str)
        if is_asked and report_ref == "sale.action_report_saleorder":
            report_ref = self.env["sale.order"].browse(res_ids)[:1]._get_agency_report().report_name
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base`: what was issued or signed is served before other add-ons write in it.

        Several records in one PDF are a convenience copy, without Factur-X: merging drops it.
        """
        report = self._get_report(report_ref)
        existing = report._get_existing_streams(self.env[report.model].browse(res_ids), data or {}) if res_ids else {}
        if existing and (report.model == "sale.order" or existing.keys() >= set(res_ids)):
            # One by one: each has its own PDF, whatever the caller does with them.
            for res_id in set(res_ids) - existing.keys():
                existing |= super()._render_qweb_pdf_prepare_streams(report_ref, dict(data or {}), res_ids=[res_id])
            return OrderedDict((res_id, existing[res_id]) for res_id in res_ids)
        if len(res_ids or ()) < 2 or report._get_pdf_engine() == "odoo":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        self_merging = self.with_context(**from_code(agency_pdf_without_facturx=True))
        return super(IrActionsReport, self_merging)._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
