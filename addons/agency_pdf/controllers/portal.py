from odoo import http
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal

# The stock reports customers are shown, and the documents they were sent instead.
STOCK_REPORTS = ("sale.action_report_saleorder", "account.account_invoices")


class AgencyPortal(CustomerPortal):
    def _show_report(self, model, report_type, report_ref, download=False):
        """Override of `portal`: customers see the agency's documents, as they were mailed them."""
        if report_ref in STOCK_REPORTS:
            report_ref = model._get_agency_report().report_name
        return super()._show_report(model, report_type, report_ref, download=download)

    @http.route()
    def portal_quote_accept(self, *args, **kwargs):
        """Override of `sale`: what the customer signed is kept as the agency's document."""
        request.update_context(agency_pdf_documents=True)
        return super().portal_quote_accept(*args, **kwargs)
