from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _get_pdf_trainings(self):
        """Return the training quotes that the invoice is for."""
        return self.invoice_line_ids.sale_line_ids.order_id.filtered("is_training")

    def _get_pdf_legal_kinds(self):
        """Override of `agency_pdf`: who gives the training is declared (Code du travail, L.6352-12)."""
        kinds = super()._get_pdf_legal_kinds()
        if self._get_pdf_trainings():
            kinds += ["training_declaration", "training_no_approval"]
        return kinds

    def _get_pdf_training_facts(self):
        """Return what the invoice recalls of each training it is for, as (label, text) pairs."""
        return [fact for order in self._get_pdf_trainings() for fact in order._get_training_invoice_facts()]
