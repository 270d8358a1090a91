"""Whose documents are printed: the agency's, which French law wrote, or Odoo's own."""

from odoo import api, fields, models

from odoo.addons.agency_crm.takeover.companies import is_french


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    has_agency_documents = fields.Boolean(
        string="Print the agency's documents",
        compute="_compute_has_agency_documents",
        store=True,
        readonly=False,
        help="Quotes, invoices and orders in the agency's layout, with the wordings of the law of France; proposed to"
        " French agencies. An agency of another country that chooses them writes its own legal wordings. Otherwise"
        " Odoo's documents are printed.",
    )

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: customers are shown the documents."""
        return super()._get_shared_fields() | {"has_agency_documents"}

    @api.depends("is_agency", "account_fiscal_country_id", "partner_id.country_id")
    def _compute_has_agency_documents(self):
        for company in self:
            country = company.account_fiscal_country_id or company.country_id
            company.has_agency_documents = company.is_agency and is_french(country)

    def write(self, vals):
        """Override of `base`: which wordings are in force depends on the country."""
        if "country_id" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    def _prints_agency_documents(self):
        """Return whether the documents of this company are the agency's, whoever asks."""
        # Sudo: a customer signs, who reads no company.
        return self.sudo().has_agency_documents
