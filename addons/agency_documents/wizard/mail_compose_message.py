from odoo import api, fields, models

from odoo.addons.agency_crm.context_keys import get_key
from odoo.addons.agency_pdf.models.ir_actions_report import DOCUMENT_MODELS


class MailComposeMessage(models.TransientModel):
    _name = "mail.compose.message"
    _inherit = ["mail.compose.message", "agency.mail.weight.mixin"]

    outdated_document_names = fields.Char(
        string="Edited before their last changes",
        compute="_compute_outdated_document_names",
        help="Records whose document was edited by hand before they were changed: it goes with this mail.",
    )

    missing_note = fields.Char(
        compute="_compute_outdated_document_names",
        help="What the law asks and the documents of this mail do not say yet.",
    )

    @api.depends("model")
    @api.depends_context("mailed_record_ids", "mailed_report_id")
    def _compute_outdated_document_names(self):
        ids = get_key(self.env, "mailed_record_ids")
        report = self.env["ir.actions.report"].browse(get_key(self.env, "mailed_report_id") or [])
        for composer in self:
            is_ours = ids and composer.model in DOCUMENT_MODELS
            records = self.env[composer.model].browse(ids).sudo(False) if is_ours else self.env["sale.order"]
            composer.missing_note = records._get_missing_note(report)
            composer.outdated_document_names = ", ".join(
                record.display_name for record in records if record.outdated_version_ids
            )

    @api.model
    def _get_weight_triggers(self):
        """Override of `agency.mail.weight.mixin`."""
        return ["body", "attachment_ids"]

    def _get_weighed_attachments(self):
        """Override of `agency.mail.weight.mixin`."""
        return self.attachment_ids

    def _get_linked_record(self):
        """Override of `agency.mail.weight.mixin`."""
        return self.env[self.model].browse(self._evaluate_res_ids()[:1])

    def _action_send_mail_comment(self, res_ids):
        """Override of `mail`: a mail too heavy to arrive does not leave as it is."""
        heavy, body = self._link_heavy_attachments()
        if heavy:
            self.write({"attachment_ids": [(3, attachment.id) for attachment in heavy], "body": body})
        return super()._action_send_mail_comment(res_ids)
