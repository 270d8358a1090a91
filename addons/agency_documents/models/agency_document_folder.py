from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_RETENTION_DAYS = 36_600


class AgencyDocumentFolder(models.Model):
    """A folder of Documents, as « 1 pour proposition » (manual: « Astuces »)."""

    _name = "agency.document.folder"
    _description = "Folder of documents"
    _inherit = ["agency.guarded.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: the folder is shared by all companies."
    )
    group_ids = fields.Many2many(
        comodel_name="res.groups",
        relation="agency_document_folder_group_rel",
        string="Read by",
        help="Who sees the folder and its files. Empty: all users of the agency.",
    )
    write_group_ids = fields.Many2many(
        comodel_name="res.groups",
        relation="agency_document_folder_write_group_rel",
        string="Changed by",
        help="Who adds, changes and deletes its files. Empty: whoever sees the folder.",
    )
    retention_days = fields.Integer(
        string="Kept for (days)",
        help="Files of the folder are deleted by themselves so many days after they were added; 0 keeps them."
        " What quotes, invoices and mails hold is theirs, and stays.",
    )
    document_ids = fields.One2many(comodel_name="agency.document", inverse_name="folder_id", string="Files")
    document_count = fields.Integer(compute="_compute_document_count")

    @api.depends("document_ids")
    def _compute_document_count(self):
        counts = dict(
            self.env["agency.document"]._read_group([("folder_id", "in", self.ids)], ["folder_id"], ["__count"])
        )
        for folder in self:
            folder.document_count = counts.get(folder._origin, 0)

    @api.constrains("retention_days")
    def _check_retention_days(self):
        if any(not 0 <= folder.retention_days <= MAX_RETENTION_DAYS for folder in self):
            raise ValidationError(
                self.env._(
                    "Files are kept for a number of days: give 0 to keep them, or at most %(maximum)s.",
                    maximum=MAX_RETENTION_DAYS,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for folder in self:
            if folder.document_count:
                raise ValidationError(
                    self.env._(
                        "“%(folder)s” holds %(count)s files: move or delete them first, or archive the folder.",
                        folder=folder.name,
                        count=folder.document_count,
                    )
                )

    def _get_documents_to_purge(self):
        """Return the files that this folder has kept long enough."""
        limit = fields.Date.subtract(fields.Date.context_today(self), days=self.retention_days)
        documents = self.env["agency.document"].with_context(active_test=False)
        return documents.search([("folder_id", "=", self.id), ("create_date", "<", limit)])

    def action_open_documents(self):
        """Open the files of the folder."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_documents.agency_document_action")
        return {**action, "context": {"searchpanel_default_folder_id": self.id, "default_folder_id": self.id}}
