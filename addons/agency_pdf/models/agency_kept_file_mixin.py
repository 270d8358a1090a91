"""A file that is kept as it was made: signed by a customer, closed with signatures, given as a certificate."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError


class AgencyKeptFileMixin(models.AbstractModel):
    """A file with its fingerprint, which is shown only while it is what was kept.

    Who may make, change and delete such records is for their models to say.
    """

    _name = "agency.kept.file.mixin"
    _description = "File kept as it was made"

    file = fields.Binary(attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)
    digest = fields.Char(
        string="Fingerprint (SHA-256)",
        readonly=True,
        help="Of the file as it was kept: whoever holds a copy can compare.",
    )

    # === ACTION METHODS === #

    def action_open(self):
        """Open the file.

        :raise AccessError: if the user may not read it
        :raise UserError: if it is no longer what was kept, or was erased
        """
        self.ensure_one()
        self._get_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    @api.model
    def _prepare_file(self, content, file_name):
        """Return the values of a record that keeps this file.

        :param bytes content: the file
        :param str file_name: what it is called
        """
        return {"file": base64.b64encode(content), "file_name": file_name, "digest": self._get_digest(content)}

    @api.model
    def _get_digest(self, content):
        return hashlib.sha256(content).hexdigest()

    def _is_file(self, content):
        """Return whether a file is the one that is kept.

        :param bytes content: the file
        """
        self.ensure_one()
        return self._get_digest(content) == self.digest

    def _get_file(self):
        """Return the file as it was kept.

        :rtype: bytes
        :raise AccessError: if the user may not read it
        :raise UserError: if it is no longer what was kept, or was erased
        """
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if not content:
            raise UserError(self.env._("“%(name)s” has no file, or it was erased.", name=self.display_name))
        if not self._is_file(content):
            raise UserError(
                self.env._(
                    "The file of “%(name)s” was altered since it was kept: it is not shown. Restore it from a backup.",
                    name=self.display_name,
                )
            )
        return content
