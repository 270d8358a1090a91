"""Names of files: what a mail may carry, whatever was typed."""

import os
import re

from odoo import api, models

# Line breaks, tabulations, what no file system takes.
CONTROL_RE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
RESERVED_RE = re.compile(r'[/\\:*?"<>|]+')
MAX_LENGTH = 120


class AgencyDocument(models.Model):
    _name = "agency.document"
    _inherit = ["agency.document"]

    def write(self, vals):
        """Override of `base`: a new name is that of a file, and keeps what says which kind of file it is."""
        if not vals.get("name"):
            return super().write({name: value for name, value in vals.items() if name != "name"})
        if vals.keys() & {"datas", "raw"}:  # another file, with the name it brings
            return super().write({**vals, "name": self._get_file_name(vals["name"])})
        for document in self:
            extension = os.path.splitext(document.name or "")[1]
            name = self._clean(vals["name"])
            if extension and not name.lower().endswith(extension.lower()):
                name = self._clean(f"{name.rstrip('.')}{extension}")
            super(AgencyDocument, document).write({**vals, "name": name})
        return True

    @api.model
    def _get_file_name(self, name):
        """Return a name that is nothing but the name of a file, without the folders that it came with."""
        return self._clean(os.path.basename((name or "").replace("\\", "/"))) or self.env._("Document")

    @staticmethod
    def _clean(name):
        name = " ".join(RESERVED_RE.sub("-", CONTROL_RE.sub(" ", name)).split())
        stem, extension = os.path.splitext(name)
        return stem[: MAX_LENGTH - len(extension)] + extension
