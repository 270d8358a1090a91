from odoo import models


class SaleAdvancePaymentInv(models.TransientModel):
    _inherit = "sale.advance.payment.inv"

    def _prepare_down_payment_invoice_line_values(self, order, so_line, account):
        """Override of `sale` to say what the deposit is for, as the law wants (LEGAL.md A7)."""
        values = super()._prepare_down_payment_invoice_line_values(order, so_line, account)
        if not order.company_id._prints_agency_documents():
            return values
        order = order.with_context(lang=order._get_pdf_lang())
        values["name"] = order._get_pdf_deposit_line_name(
            self.amount if self.advance_payment_method == "percentage" else 0.0
        )
        return values

    def _prepare_down_payment_invoice_values(self, order, so_lines):
        """Override of `sale` to note the share that the lines say."""
        values = super()._prepare_down_payment_invoice_values(order, so_lines)
        if self.advance_payment_method == "percentage":
            values["deposit_percent"] = self.amount
        return values
