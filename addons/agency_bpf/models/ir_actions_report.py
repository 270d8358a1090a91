from odoo import models


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _is_agency_page(self):
        """Override of `agency_pdf`: our documents are made of its page."""
        return self.report_name.startswith("agency_bpf.") or super()._is_agency_page()
