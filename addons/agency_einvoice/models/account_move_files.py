from base64 import b64decode
from contextlib import suppress

from odoo import api, models
from odoo.tools.mimetypes import guess_mimetype

from ..received_files import INVOICE_NAMES, extract_files, parse_xml


class AccountMove(models.Model):
    """How files are opened before anything is read in them: everybody may mail one to a purchase journal."""

    _name = "account.move"
    _inherit = ["account.move"]

    @api.model
    def _get_xml_tree(self, file_data):
        """Override of `account`, whose parser opens what the entities of a file name."""
        name, mimetype = file_data["name"] or "", file_data["mimetype"] or ""
        content = file_data["raw"] or b""
        is_xml = mimetype.endswith("/xml") or (
            # By mail, XML comes as text.
            "text/plain" in mimetype and (guess_mimetype(content).endswith("/xml") or name.lower().endswith(".xml"))
        )
        return parse_xml(content) if is_xml else None

    @api.model
    def _unwrap_attachment(self, file_data, recurse=True):
        """Override of `account`, which unpacks PDF files without bounds, and those that these hold in turn."""
        if file_data["import_file_type"] != "pdf":
            return super()._unwrap_attachment(file_data, recurse)
        if file_data["attachment"] is None:  # a PDF in a PDF
            return []
        embedded = []
        for name, content in extract_files(file_data["raw"]):
            data = {
                "name": name,
                "raw": content,
                "mimetype": guess_mimetype(content),
                "attachment": None,
                "origin_attachment": file_data["origin_attachment"],
                "origin_import_file_type": file_data["origin_import_file_type"],
            }
            data["xml_tree"] = self._get_xml_tree(data)
            data["import_file_type"] = self._get_import_file_type(data)
            embedded.append(data)
        if recurse:
            embedded.extend(self._unwrap_attachments(embedded))
        return embedded

    @api.model
    def _ubl_parse_attached_document(self, tree):
        """Override of `account_edi_ubl_cii`, for the same reason: the document inside is parsed as the others are."""
        content = b""
        for node in tree.findall("{*}Attachment/{*}EmbeddedDocumentBinaryObject"):
            with suppress(ValueError):  # not base64
                content = b64decode(node.text or "")
        found = parse_xml(content)
        if found is None:
            description = tree.findtext("{*}Attachment/{*}ExternalReference/{*}Description") or ""
            found = parse_xml(description.encode())
            content = description.encode() if found is not None else content
        return content, found

    @api.model
    def _get_named_invoices(self, files_data):
        """Return the files without the invoices of a PDF that holds several, unless one has the name of the standard.

        :return: (files, names of the invoices that were there)
        """
        inside = [data for data in files_data if data["attachment"] is None and self._is_invoice_file(data)]
        if len({data["raw"] for data in inside}) < 2:
            return files_data, []
        named = [data for data in inside if data["name"].lower() in INVOICE_NAMES]
        kept = named if len({data["raw"] for data in named}) == 1 else []
        left = [data for data in files_data if data not in inside or data in kept]
        return left, [data["name"] for data in inside]

    @api.model
    def _is_invoice_file(self, data):
        return data["xml_tree"] is not None and (data["import_file_type"] or "").startswith("account.edi.xml")
