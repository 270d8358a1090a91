from odoo import models


class AgencySupplierDocument(models.AbstractModel):
    """What a supplier reads: what is asked or ordered, and nothing that only customers are told."""

    _name = "agency.supplier.document"
    _inherit = ["agency.pdf.document"]
    _description = "Document for a supplier"

    def _get_pdf_block_view(self, kind, block):
        """Override of `agency.pdf.document`."""
        return f"agency_purchase.block_{block}"

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`: nothing is sold here."""
        return []

    def _get_pdf_tax_notes(self, texts):
        """Override of `agency.pdf.document`: nothing is sold here."""
        return []
