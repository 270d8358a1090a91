from odoo import api, models

from ..takeover.numbering import ORDERS


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale`: a recurring order takes a number of its own series, where its company has one."""
        defaults = self.default_get(["billing_frequency", "company_id", "name"])
        for vals in vals_list:
            frequency = vals.get("billing_frequency", defaults.get("billing_frequency"))
            if frequency and (vals.get("name") or defaults.get("name")) == defaults.get("name"):
                company_id = vals.get("company_id") or defaults.get("company_id")
                company = self.env["res.company"].browse(company_id) or self.env.company
                if company._works_as_agency():
                    number = self.env["ir.sequence"].with_company(company).next_by_code(ORDERS)
                    vals.update({"name": number} if number else {})
        return super().create(vals_list)
