"""What a document edited by hand prints of its record."""

from odoo import models

from ..edited_html import refresh_figures


class AgencyPdfDocument(models.AbstractModel):
    _name = "agency.pdf.document"
    _inherit = ["agency.pdf.document"]

    def _get_pdf_edited_body(self, version, filled, is_signed_online=False):
        """Return what an edited document prints of this record: its words, and the record's figures of now.

        :param version: the `agency.document.version`
        :param Markup filled: what the template says
        """
        is_signed = is_signed_online and self._is_signature_printed()
        return refresh_figures(self._pdf_html(version.body, is_document=True), filled, is_signed=is_signed)
