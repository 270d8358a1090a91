"""The words of the mail that thanks a customer who accepted online."""

from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _get_confirmation_template(self):
        """Override of `sale`: the agency's words, unless the settings name another template than Odoo's own."""
        template = super()._get_confirmation_template()
        usual = self.env.ref("sale.mail_template_sale_confirmation", raise_if_not_found=False)
        if template != usual or not self.company_id._prints_agency_documents():
            return template
        return self.env.ref("agency_pdf.mail_template_signed", raise_if_not_found=False) or template
