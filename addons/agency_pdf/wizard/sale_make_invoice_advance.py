from odoo import models


class SaleAdvancePaymentInv(models.TransientModel):
    _inherit = "sale.advance.payment.inv"

    def _prepare_down_payment_invoice_line_values(self, order, so_line, account):
        """Override of `sale` to say what the deposit is for, as the law wants (LEGAL.md A7)."""
        values = super()._prepare_down_payment_invoice_line_values(order, so_line, account)
        order = order.with_context(lang=order._get_pdf_lang())
        values["name"] = order._get_pdf_deposit_line_name(
            self.amount if self.advance_payment_method == "percentage" else 0.0
        )
        return values
