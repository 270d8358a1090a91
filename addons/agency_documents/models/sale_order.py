from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "agency.document.gestures"]

    document_version_ids = fields.One2many(
        comodel_name="agency.document.version",
        inverse_name="order_id",
        string="Edited documents",
        domain=[("is_edited", "=", True)],
        context={"active_test": False},
        groups="agency_crm.group_agency_user",  # who may read them: Odoo reads all fields of a quote at once
    )

    def _get_document_kind(self):
        """Override of `agency.document.gestures`."""
        return "recurring_order" if self.billing_frequency else "quote"

    def _get_document_folder(self):
        """Override of `agency.document.gestures`."""
        return self.env.ref("agency_documents.document_folder_quotes")

    def _check_mailable(self):
        """Override of `agency.document.gestures`: what was refused is not offered again."""
        rejected = self.filtered(lambda order: order.state == "cancel")
        if rejected:
            raise UserError(
                self.env._(
                    "%(names)s: rejected, not to be mailed. Set to quotation first.",
                    names=", ".join(rejected.mapped("name")),
                )
            )

    def action_quotation_send(self):
        """Override of `sale`: several quotes of an agency go as its own button sends them.

        Odoo's menu mailed each alone, and left it a draft: https://github.com/odoo/odoo/pull/256801.
        """
        if len(self) > 1 and all(company._works_as_agency() for company in self.company_id):
            return self._mail_documents()
        return super().action_quotation_send()

    def _get_mail_action(self, report):
        """Override of `agency.document.gestures`: Odoo's own composer, with this document."""
        self.ensure_one()
        action = self.action_quotation_send()
        return {**action, "context": {**action["context"], **self._get_mail_record_context(report)}}

    def _get_mail_template(self, report):
        """Return the words that go with the document, where they are not those of a quote."""
        if self.billing_frequency:
            return self.env.ref("agency_documents.mail_template_order", raise_if_not_found=False)
        return None

    def _get_mailing_template(self, report):
        """Override of `agency.document.gestures`."""
        if len(self) > 1:
            return self.env.ref("agency_documents.mail_template_quotes")
        return self._get_mail_template(report or self._get_agency_report()) or self._find_mail_template()

    def _is_pdf_of_quote(self, report):
        """Override of `agency_pdf`: a user's template of quotes prints them too."""
        return report._get_user_template_sudo().kind == "quote" or super()._is_pdf_of_quote(report)

    def _is_pdf_with_terms(self, report):
        """Override of `agency_pdf`: a template of a user has them where she put their block."""
        template_sudo = report._get_user_template_sudo()
        if not template_sudo:
            return super()._is_pdf_with_terms(report)
        return "block.terms" in (template_sudo.body or "")
