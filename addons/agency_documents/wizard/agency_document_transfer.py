"""Users' templates go from one database to another as a file."""

import base64
import binascii
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

FORMAT = "agency.document.template"
# What a file says of a template; files as base 64.
TEXTS = ("name", "kind", "title", "body", "cover_name", "annex_name")
FILES = ("cover_file", "annex_file")
MAX_SIZE = 30 * 1024 * 1024
MAX_TEMPLATES = 100


class AgencyDocumentTransfer(models.TransientModel):
    """Templates in a file: written for another database, or read from one. Its author's alone."""

    _name = "agency.document.transfer"
    _description = "File of document templates"
    _inherit = ["agency.guarded.mixin"]

    file = fields.Binary(help="JSON file that « Export » made, here or elsewhere.")
    file_name = fields.Char()

    @api.model
    def _export(self, templates):
        """Return the action that downloads these templates as a file."""
        written = [
            {
                **{name: template[name] or "" for name in TEXTS},
                **{name: (template[name] or b"").decode() for name in FILES},
            }
            for template in templates.with_context(bin_size=False)
        ]
        content = json.dumps({"format": FORMAT, "templates": written}, ensure_ascii=False, indent=1)
        name = templates.name if len(templates) == 1 else self.env._("Templates")
        transfer = self.create(
            {
                "file": base64.b64encode(content.encode()),
                "file_name": self.env["agency.document"]._get_file_name(f"{name}.json"),
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content?model={self._name}&id={transfer.id}&field=file"
            "&filename_field=file_name&download=true",
            "target": "download",
        }

    def action_import(self):
        """Make the templates of the file, beside those there are, and open them.

        :raise UserError: if it is no file of templates, or one of them cannot be made here: then none is
        """
        self.ensure_one()
        values = [self._read_values(each) for each in self._read_file()]
        templates = self.env["agency.document.template"]
        with self.env.cr.savepoint():
            for vals in values:
                try:
                    templates += templates.create(vals)
                except UserError as error:
                    raise UserError(self.env._("%(name)s: %(reason)s", name=vals["name"], reason=error)) from error
        return templates._get_records_action(name=self.env._("Document templates"))

    def _read_file(self):
        """Return what the file says of each template.

        :raise UserError: if it is none
        """
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        try:
            read = json.loads(content.decode()) if 0 < len(content) <= MAX_SIZE else None
        except (UnicodeDecodeError, ValueError, RecursionError):
            read = None
        found = read.get("templates") if isinstance(read, dict) and read.get("format") == FORMAT else None
        if (
            not isinstance(found, list)
            or not 0 < len(found) <= MAX_TEMPLATES
            or not all(isinstance(each, dict) for each in found)
        ):
            raise UserError(self.env._("This is no file of document templates: choose one that « Export » made."))
        return found

    def _read_values(self, read):
        """Return the values of a template to create."""
        vals = {name: read[name] for name in (*TEXTS, *FILES) if read.get(name)}
        kinds = dict(self.env["agency.document.template"]._fields["kind"]._description_selection(self.env))
        name = vals.get("name")
        if not all(isinstance(value, str) for value in vals.values()) or not name or vals.get("kind") not in kinds:
            raise UserError(
                self.env._(
                    "%(name)s: a template of the file has no name, or is for documents that are not known here"
                    " (%(kind)s). An add-on may be missing.",
                    name=name or "?",
                    kind=vals.get("kind") or "?",
                )
            )
        for field in FILES:
            try:
                base64.b64decode(vals.get(field, ""), validate=True)
            except (binascii.Error, ValueError) as error:
                raise UserError(self.env._("%(name)s: its PDF file is damaged. Export it again.", name=name)) from error
        if self.env["agency.document.template"].search_count([("name", "=", name)], limit=1):
            vals["name"] = self.env._("%(name)s (imported)", name=name)
        return vals
