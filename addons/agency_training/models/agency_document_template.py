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

    def _get_block_labels(self):
        """Override of `agency_documents`: ours too."""
        return super()._get_block_labels() | {
            "training": self.env._("Training"),
            "articles": self.env._("Articles of the agreement"),
        }

    def _get_field_families(self):
        """Override of `agency_documents`: what a training says is a family of its own, the first in its documents."""
        (label, path, names), *others = super()._get_field_families()
        ours = TRAINING_PRINTABLE_FIELDS.get(self.model, frozenset())
        own = (label, path, [name for name in names if name not in ours])
        training = (self.env._("Training"), path, [name for name in names if name in ours])
        return [training, own, *others] if self.kind in TRAINING_DOCUMENT_REPORTS else [own, training, *others]
