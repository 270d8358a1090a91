from odoo import api, fields, models

from ..const import (
    SHARED_BLOCKS,
    TRAINING_BLOCKS,
    TRAINING_DOCUMENT_KINDS,
    TRAINING_DOCUMENT_REPORTS,
    TRAINING_PRINTABLE_FIELDS,
)


class AgencyDocumentTemplate(models.Model):
    """Templates of training quotes and of agreements."""

    _inherit = "agency.document.template"

    kind = fields.Selection(
        selection_add=TRAINING_DOCUMENT_KINDS, ondelete=dict.fromkeys(TRAINING_DOCUMENT_REPORTS, "cascade")
    )

    def _get_usual_report(self):
        """Override of `agency_documents` for our kinds."""
        xml_id = TRAINING_DOCUMENT_REPORTS.get(self.kind)
        return self.env.ref(xml_id) if xml_id else super()._get_usual_report()

    @api.model
    def _get_block_kinds(self):
        """Override of `agency_documents`: our blocks, after the subject, and those of all quotes."""
        kinds = {block: (*kinds, *SHARED_BLOCKS.get(block, ())) for block, kinds in super()._get_block_kinds().items()}
        return {block: kinds.pop(block) for block in ("parties", "subject")} | TRAINING_BLOCKS | kinds

    @api.model
    def _get_printable_fields(self, model_name):
        """Override of `agency_documents`: what a training says."""
        return super()._get_printable_fields(model_name) | TRAINING_PRINTABLE_FIELDS.get(model_name, frozenset())
