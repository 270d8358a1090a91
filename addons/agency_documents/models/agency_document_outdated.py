"""A record that was changed after its document was edited by hand says so, until the user chooses what is right."""

from odoo import fields, models


class AgencyDocumentGestures(models.AbstractModel):
    _name = "agency.document.gestures"
    _inherit = ["agency.document.gestures"]

    outdated_version_ids = fields.Many2many(
        comodel_name="agency.document.version",
        string="Documents edited before the last changes",
        compute="_compute_outdated_version_ids",
        groups="agency_crm.group_agency_user",
        help="Their figures are printed as they are now, their words as they were edited.",
    )

    def _compute_outdated_version_ids(self):
        field = self.env["agency.document.version"]._get_record_field(self)
        versions = self.env["agency.document.version"].search([(field, "in", self.ids), ("is_edited", "=", True)])
        outdated = versions.filtered(lambda v: v._get_record()._follows_edits() and v.is_outdated).grouped(field)
        for record in self:
            record.outdated_version_ids = outdated.get(record._origin, False)

    def _follows_edits(self):
        """Return whether an edited document is printed: not of a posted invoice nor of a signed quote."""
        self.ensure_one()
        if self._name == "account.move":
            return self.state != "posted"
        return not self.signed_document_id

    # === ACTION METHODS === #

    def _get_outdated_versions(self):
        self.check_access("write")
        return self.outdated_version_ids

    def action_restore_documents(self):
        """Let the documents edited before the last changes follow their records again."""
        self._get_outdated_versions().active = False

    def action_keep_edited_words(self):
        """Keep the words of the documents edited before the last changes."""
        self._get_outdated_versions().action_keep_words()
