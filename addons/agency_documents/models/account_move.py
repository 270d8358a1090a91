from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "agency.document.gestures"]

    def _get_document_kind(self):
        """Override of `agency.document.gestures`."""
        return "invoice"

    def _get_document_folder(self):
        """Override of `agency.document.gestures`."""
        return self.env.ref("agency_documents.document_folder_invoices")

    def _check_mailable(self):
        """Override of `agency.document.gestures`: the rule of Odoo's own dialog, for any number."""
        drafts = self.filtered(lambda move: move.state != "posted")
        if drafts:
            raise UserError(
                self.env._(
                    "%(names)s: not confirmed, so not to be mailed yet. Confirm first.",
                    names=", ".join(drafts.mapped("display_name")),
                )
            )

    def _get_mail_action(self, report):
        """Override of `agency.document.gestures`: Odoo's own dialog, with this document."""
        self.ensure_one()
        action = self.action_invoice_sent()
        return {**action, "context": {**action["context"], "default_pdf_report_id": report.id, "dialog_size": "large"}}

    def _get_mailing_template(self, report):
        """Override of `agency.document.gestures`."""
        return self.env.ref("agency_documents.mail_template_invoices")
