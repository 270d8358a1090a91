from odoo import api, models

from ..takeover.numbering import ORDERS


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale`: a recurring order takes a number of its own series, where its company has one."""
        frequency = self.env.context.get("default_billing_frequency")
        for vals in vals_list:
            if vals.get("billing_frequency", frequency) and self._is_without_number(vals):
                company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
                if company._works_as_agency():
                    number = self.env["ir.sequence"].with_company(company).next_by_code(ORDERS)
                    vals.update({"name": number} if number else {})
        return super().create(vals_list)

    def _is_without_number(self, vals):
        return not vals.get("name") or vals["name"] == self.default_get(["name"]).get("name")
