from odoo import models


class SaleAdvancePaymentInv(models.TransientModel):
    _inherit = "sale.advance.payment.inv"

    def _create_invoices(self, sale_orders):
        """Override of `sale`: no deposit either of what may have been invoiced before."""
        sale_orders._check_vtiger_doubts()
        return super()._create_invoices(sale_orders)
