from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _is_pdf_option(self):
        """Tell whether the line is proposed and not (yet) ordered, or a title of such lines."""
        self.ensure_one()
        if self.display_type in ("line_section", "line_subsection"):
            optional = self.is_optional or self.parent_id.is_optional
            return optional and not any(
                line.product_uom_qty
                for line in self.order_id.order_line
                if self in line.parent_id | line.parent_id.parent_id
            )
        return self._is_line_optional() and not self.product_uom_qty

    def _prepare_invoice_line(self, **optional_values):
        """Override of `sale` to give deposits a product, whose name Factur-X takes."""
        values = super()._prepare_invoice_line(**optional_values)
        is_deposit = self.is_downpayment and not self.display_type
        if is_deposit and not values.get("product_id") and self.company_id._prints_agency_documents():
            product = self.env.ref("agency_pdf.product_deposit")
            values.update(product_id=product.id, product_uom_id=product.uom_id.id)
        return values
