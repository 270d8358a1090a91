"""The taxes of the French chart and the wordings that the law wants with them (LEGAL.md §6), for each company."""

from odoo import models

from odoo.addons.account.models.chart_template import template

# Tax of the chart `fr` -> kind of wording.
LEGAL_KINDS = {
    "tva_sale_service_intra_0": "vat_reverse_charge",
    "tva_sale_good_intra_0": "vat_intra_goods",
    "tva_sale_service_export_0": "vat_export",
}


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    @template("fr", "account.tax")
    def _get_fr_agency_account_tax(self):
        """Say the wordings of the taxes when the chart is loaded for a company."""
        return {name: {"agency_legal_kind": kind} for name, kind in self._get_agency_legal_kinds().items()}

    def _get_agency_legal_kinds(self):
        """Return the kind of wording of each tax of the chart `fr` that calls for one."""
        return dict(LEGAL_KINDS)

    def _set_agency_legal_kinds(self):
        """Say the wordings of the taxes of the companies whose chart is loaded; what somebody chose stays."""
        for company in self.env["res.company"].search([("chart_template", "=", "fr")]):
            chart = self.with_company(company)
            for name, kind in self._get_agency_legal_kinds().items():
                tax = chart.ref(name, raise_if_not_found=False)
                if tax and not tax.agency_legal_kind:
                    tax.agency_legal_kind = kind
