from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.agency_pdf.models.ir_attachment import OWN_FIELDS

# What tells whose file it is, where its content is, and who may open it.
BOUND_FIELDS = OWN_FIELDS | {"access_token", "original_id", "public"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        """Override of `base`: the file of a document stays the document's, whose folder says who opens it.

        :raise AccessError: if a user points it elsewhere, or publishes it
        """
        if not self.env.su and vals.keys() & BOUND_FIELDS:
            self._check_not_of_documents()
        return super().write(vals)

    def _check_not_of_documents(self):
        """Check that none of these is the file of a document.

        :raise AccessError: if one is
        """
        # Sudo: whoever may not see the document may not move its file either.
        documents_sudo = (
            self.env["agency.document"]
            .sudo()
            .with_context(active_test=False)
            .search([("ir_attachment_id", "in", self.ids)])
        )
        if documents_sudo:
            raise AccessError(
                self.env._("A file of Documents stays where it is: move the document to another folder instead.")
            )
