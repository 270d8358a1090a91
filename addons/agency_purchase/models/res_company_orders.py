"""What a company decides about its orders to suppliers (B31)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    supplier_order_limit = fields.Monetary(
        string="Largest order of a user",
        help="Excl. tax: above it a Responsable orders; 0: no limit. Of orders one by one, not of their sum.",
        prefetch="agency_purchase",
    )
    supplier_proof_terms = fields.Text(
        string="Terms of the proof",
        help="On orders of what is printed. Empty: the usual words.",
        prefetch="agency_purchase",
    )
    supplier_rights_terms = fields.Text(
        string="Rights that suppliers assign",
        help="On orders that ask for rights. Empty: the usual words.",
        prefetch="agency_purchase",
    )

    @api.constrains("supplier_order_limit")
    def _check_supplier_order_limit(self):
        if any(company.supplier_order_limit < 0 for company in self):
            raise ValidationError(self.env._("The largest order of a user is an amount, or 0 for no limit."))

    def _get_proof_terms(self):
        """Return what orders say of the proof, in the language of the environment when the company says nothing."""
        return self.supplier_proof_terms or self.env._(
            "Before printing, send us a proof: nothing is printed without our written approval. You answer for what"
            " differs from the proof that was approved."
        )

    def _get_supplier_rights_terms(self):
        """Return what orders say of the rights assigned to us."""
        return self.supplier_rights_terms or self.env._(
            "The price includes the assignment to us, as it is paid, of the rights of reproduction, of representation"
            " and of adaptation of what is created for this order, on all media and by all means, for the whole world"
            " and the legal duration of these rights, with the right to assign them to our customer."
        )
