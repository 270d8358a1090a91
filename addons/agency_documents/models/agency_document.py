from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS

from odoo.addons.agency_crm.isolation import set_apart

from ..utils import format_size

PURGE_BATCH = 200
# What a user may say of a document. What else its file has is for the rules alone: where the content is, whose it is,
# who opens it.
WRITTEN_BY_USERS = {"active", "datas", "description", "folder_id", "name", "raw"}
# What users are not told of a file, nor find it by: keys and places of contents.
# What is said of none: Odoo would propose what a user has set as their own defaults of files.
NEVER_SAID = ("access_token", "original_id", "public", "res_field", "url")
UNTOLD = {"access_token", "checksum", "db_datas", "index_content", "original_id", "store_fname", "url"}


class AgencyDocument(models.Model):
    """A file of Documents: its own copy, whatever becomes of the record it was made from."""

    _name = "agency.document"
    _description = "Document"
    _inherit = ["agency.guarded.mixin"]
    _inherits = {"ir.attachment": "ir_attachment_id"}
    _order = "create_date desc, id desc"

    _right_fields = ("folder_id",)

    ir_attachment_id = fields.Many2one(comodel_name="ir.attachment", required=True, ondelete="cascade", index=True)
    folder_id = fields.Many2one(
        comodel_name="agency.document.folder",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_folder_id(),
    )
    folder_company_id = fields.Many2one(related="folder_id.company_id", string="Company of the folder")
    active = fields.Boolean(default=True)
    size = fields.Char(compute="_compute_size", help="Weight of the file.")
    purge_date = fields.Date(
        string="Deleted on",
        compute="_compute_purge_date",
        help="When the folder lets go of the file; empty if it keeps it.",
    )
    source_name = fields.Char(string="Made from", readonly=True, help="The quote or invoice the file is a PDF of.")

    # === COMPUTE METHODS === #

    @api.model
    def _default_folder_id(self):
        return self.env["agency.document.folder"].search([], limit=1)

    @api.depends("file_size")
    def _compute_size(self):
        for document in self:
            document.size = format_size(self.env, document.file_size)

    @api.depends("create_date", "folder_id.retention_days")
    def _compute_purge_date(self):
        for document in self:
            days = document.folder_id.retention_days
            document.purge_date = (
                fields.Date.add(fields.Date.to_date(document.create_date), days=days)
                if days and document.create_date
                else False
            )

    # === CRUD METHODS === #

    @api.model
    def _has_field_access(self, field, operation):
        """Override to leave users no more of a file than its name, its content and its folder.

        Through `_inherits` they would write whose file it is, and find files by what they hold.
        """
        if operation == "write" and field.name not in WRITTEN_BY_USERS and not self._may_write_rules():
            return field.name in MAGIC_COLUMNS
        if operation == "read" and field.name in UNTOLD and not self._may_write_rules():
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _is_closed_to_proposals(self, field):
        """Override of `agency.guarded.fields.mixin`: nor do they propose more of it, see `_has_field_access`."""
        return field.name not in WRITTEN_BY_USERS or super()._is_closed_to_proposals(field)

    @api.model_create_multi
    def create(self, vals_list):
        """Override to tie each file to its document, whose rights are then those of the file."""
        self._check_values(vals_list)
        documents = super(AgencyDocument, self._by_rules()).create(
            [
                {
                    **dict.fromkeys(NEVER_SAID, False),
                    **vals,
                    "name": self._get_file_name(vals.get("name")),
                    "res_model": self._name,
                    "type": "binary",
                }
                for vals in vals_list
            ]
        )
        documents = documents.with_env(self.env)
        for document in documents:
            # Sudo: the file of a document is tied to it once and for all, by nobody else.
            document.ir_attachment_id.sudo().res_id = document.id
        return documents

    def copy_data(self, default=None):
        """Override to copy the file with its document."""
        vals_list = super(AgencyDocument, self._by_rules()).copy_data(default=default)
        for document, vals in zip(self, vals_list, strict=True):
            for name in vals.keys() - WRITTEN_BY_USERS - (default or {}).keys():
                del vals[name]
            vals.setdefault("raw", document.raw)
        return vals_list

    # === BUSINESS METHODS === #

    @api.model
    def _save_pdfs(self, folder, pdfs):
        """Keep PDFs in a folder.

        :param folder: `agency.document.folder`
        :param list pdfs: (record, file name, content) of each
        :return: the documents
        """
        return self._by_rules().create(
            [
                {
                    "name": file_name,
                    "raw": content,
                    "mimetype": "application/pdf",
                    "folder_id": folder.id,
                    "source_name": record.display_name,
                }
                for record, file_name, content in pdfs
            ]
        )

    def copy_to_composer(self):
        """Return copies of the files, for a mail that is being written.

        A mail keeps its files even when the folder lets go of them; the file store holds one content once.

        :return: list of dicts of `id`, `name`, `mimetype`, `file_size` of the attachments
        :raise AccessError: if the user may not read one of them
        """
        self.check_access("read")
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": document.name,
                    "raw": document.raw,
                    "mimetype": document.mimetype,
                    "res_model": "mail.compose.message",
                    "res_id": 0,
                }
                for document in self
            ]
        )
        return attachments.read(["name", "mimetype", "file_size"])

    @api.model
    def _cron_purge_documents(self):
        """Delete the files that their folders no longer keep, as the manual asks (« purger régulièrement »)."""
        folders = self.env["agency.document.folder"].with_context(active_test=False)
        folders = folders.search([("retention_days", ">", 0)])
        for folder in folders:
            documents = self.browse()
            with set_apart(self.env, f"purge of the folder {folder.id}"):
                documents = folder._get_documents_to_purge()
            for start in range(0, len(documents), PURGE_BATCH):
                batch = documents[start : start + PURGE_BATCH]
                batch._purge()
                if not self.env["ir.cron"]._commit_progress(len(batch)):
                    return

    def _purge(self):
        """Delete these files, one by one when one of them cannot be."""
        with set_apart(self.env, f"purge of the files {self.ids}") as errors:
            self.unlink()
        if errors and len(self) > 1:
            for document in self:
                document._purge()
