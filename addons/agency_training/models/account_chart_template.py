from odoo import models


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _get_agency_legal_kinds(self):
        """Override of `agency_pdf`: the exempt services of a training agency are its training."""
        return super()._get_agency_legal_kinds() | {"tva_sale_service_0": "vat_training"}
