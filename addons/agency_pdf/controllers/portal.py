from odoo.addons.portal.controllers.portal import CustomerPortal


class AgencyPortal(CustomerPortal):
    def _show_report(self, model, report_type, report_ref, download=False):
        """Override of `portal`: customers see the agency's documents, as they were mailed them."""
        if report_ref in ("sale.action_report_saleorder", "account.account_invoices"):
            report_ref = model._get_agency_report().xml_id
        return super()._show_report(model, report_type, report_ref, download=download)
