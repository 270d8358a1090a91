"""A document is a list of blocks, whatever it is: quote, order, invoice, or what a user made of one."""

from odoo import api, models

from ..const import DOCUMENT_BLOCKS

# The last lines of a document and its signature stay on one page.
CLOSING = ("mentions", "signature")


class AgencyPdfDocument(models.AbstractModel):
    _name = "agency.pdf.document"
    _inherit = ["agency.pdf.document"]

    # === TO ANSWER === #

    @api.model
    def _get_pdf_blocks(self, kind):
        """Return the names of the blocks that a document is made of, in order.

        :param str kind: of document, as 'quote' (see `DOCUMENT_BLOCKS`)
        """
        return DOCUMENT_BLOCKS[kind]

    @api.model
    def _get_pdf_block_view(self, kind, block):
        """Return the name of the QWeb template that prints a block in such a document."""
        return f"agency_pdf.block_{block}"

    def _get_pdf_theme(self, kind):
        """Return the class of the colors of such a document."""
        return "standard"

    def _is_pdf_signed_online(self, kind):
        """Return whether such a document is one that a customer signs on the portal."""
        return False

    def _get_pdf_number(self):
        """Return the number that stands under the title, or nothing."""
        return self.name or ""

    def _get_pdf_note(self):
        """Return what is typed under the lines, as HTML, or nothing."""
        return ""

    def _with_pdf_context(self, proforma=False):
        """Return the record in the language of its document.

        :param bool proforma: it is an invoice, printed before it is one
        """
        return self.with_context(lang=self._get_pdf_lang())

    # === PARTS === #

    def _get_pdf_parts(self, kind):
        """Return what stands between head and foot, in order.

        :return: list of dicts of `name` and `block` (a QWeb template), or of `html`
        """
        return [{"name": block, "block": self._get_pdf_block_view(kind, block)} for block in self._get_pdf_blocks(kind)]

    @api.model
    def _join_pdf_parts(self, parts):
        """Return these parts, those that stay on one page together as one: a dict of `blocks`."""
        joined = []
        for part in parts:
            before = joined[-1] if joined else {}
            if (before.get("name"), part.get("name")) == CLOSING:
                joined[-1] = {"blocks": [before["block"], part["block"]]}
            else:
                joined.append(part)
        return joined
