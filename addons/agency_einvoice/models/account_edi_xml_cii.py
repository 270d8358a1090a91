from odoo import models

from ..completion import FrenchInvoice


class AccountEdiXmlCii(models.AbstractModel):
    _inherit = "account.edi.xml.cii"

    def _export_invoice_constraints(self, invoice, vals):
        """Override of `account_edi_ubl_cii`: French rules, in place of the German ones that Odoo looks at.

        A phone, a mail address, a bank account are asked for by XRechnung alone.
        """
        if not invoice._is_einvoice():
            return super()._export_invoice_constraints(invoice, vals)
        return {issue.code: issue.message for issue in invoice._get_einvoice_issues() if issue.is_blocking}

    def _export_invoice(self, invoice):
        """Override of `account_edi_ubl_cii` to complete what French rules ask for, once the invoice is built."""
        content, errors = super()._export_invoice(invoice)
        if not invoice._is_einvoice():
            return content, errors
        document = invoice.with_context(lang=invoice._get_pdf_lang())
        return FrenchInvoice(document, content).complete(), errors
