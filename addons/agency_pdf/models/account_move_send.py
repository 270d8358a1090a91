from odoo import api, fields, models

from odoo.addons.agency_crm.context_keys import from_code, get_key

from ..facturx import declare_facturx


class AccountMoveSend(models.AbstractModel):
    _inherit = "account.move.send"

    @api.model
    def _get_default_pdf_report_id(self, move):
        """Override of `account`: the agency's invoice, unless the customer or journal has its own."""
        report = super()._get_default_pdf_report_id(move)
        if report != self.env.ref("account.account_invoices"):
            return report
        chosen = (
            move.commercial_partner_id.with_company(move.company_id).invoice_template_pdf_report_id
            | move.journal_id.with_company(move.company_id).invoice_template_pdf_report_id
        )
        agency_report = self.env.ref("agency_pdf.report_invoice")
        if not chosen and move._is_action_report_available(agency_report):
            return agency_report
        return report

    @api.model
    def _prepare_invoice_pdf_report(self, invoices_data):
        """Override of `account`: sending embeds Factur-X once the PDF is made, so printing must not."""
        self_sending = self.with_context(**from_code(agency_pdf_without_facturx=True, agency_pdf_sending=True))
        return super(AccountMoveSend, self_sending)._prepare_invoice_pdf_report(invoices_data)

    def _hook_invoice_document_after_pdf_report_render(self, invoice, invoice_data):
        """Override of `account_edi_ubl_cii`: no second factur-x.xml in one PDF, none in a merged one,
        and metadata that name it.

        `custom_template_facturx` is set when the call comes from printing.
        """
        if self.env.context.get("custom_template_facturx") and get_key(self.env, "agency_pdf_without_facturx"):
            return
        if not invoice.company_id._prints_agency_documents():
            super()._hook_invoice_document_after_pdf_report_render(invoice, invoice_data)
            return
        pdf_values = invoice_data.get("pdf_attachment_values") or {}
        before = pdf_values.get("raw")
        super()._hook_invoice_document_after_pdf_report_render(invoice, invoice_data)
        # Where nothing was embedded there is nothing to declare.
        if before and pdf_values["raw"] != before:
            pdf_values["raw"] = declare_facturx(pdf_values["raw"], self._get_facturx_metadata(invoice), invoice.name)

    @api.model
    def _get_facturx_metadata(self, invoice):
        """Return the XMP packet of Odoo, at the level of what WeasyPrint makes: PDF/A-3B."""
        metadata = self.env["ir.qweb"]._render(
            "account_edi_ubl_cii.account_invoice_pdfa_3_facturx_metadata",
            {"title": invoice.name, "date": fields.Date.context_today(self)},
        )
        return str(metadata).replace("<pdfaid:conformance>A</", "<pdfaid:conformance>B</")
