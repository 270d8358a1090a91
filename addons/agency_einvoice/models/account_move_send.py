from odoo import api, models
from odoo.exceptions import UserError


class AccountMoveSend(models.AbstractModel):
    _inherit = "account.move.send"

    def _get_alerts(self, moves, moves_data):
        """Override of `account` to say what a platform would refuse, before anything is made."""
        alerts = super()._get_alerts(moves, moves_data)
        for move in moves.filtered(lambda move: move._is_einvoice_to_check()):
            alerts.update(move.einvoice_alerts or {})
        return alerts

    @api.model
    def _get_einvoice_error(self, move):
        """Return what keeps the invoice from being sent, as Odoo's errors are, or None."""
        if not move._is_einvoice_to_check():
            return None
        messages = [issue.message for issue in move._get_einvoice_issues() if issue.is_blocking]
        if not messages:
            return None
        return {
            "error_title": self.env._("%(name)s is not ready to be sent:", name=move.name),
            "errors": messages,
        }

    @api.model
    def _refuse_incomplete(self, moves):
        """Say all that is missing on the invoices that are not ready.

        :raise UserError: if there is one
        """
        errors = filter(None, map(self._get_einvoice_error, moves))
        if texts := [self._format_error_text(error) for error in errors]:
            raise UserError("\n\n".join(texts))

    @api.model
    def _generate_and_send_invoices(self, moves, from_cron=False, allow_raising=True, **kwargs):
        """Override of `account`: nothing leaves, not even a proforma, while somebody is there to complete it.

        :raise UserError: if an invoice is not ready
        """
        if allow_raising and not from_cron:
            self._refuse_incomplete(moves)
        return super()._generate_and_send_invoices(moves, from_cron=from_cron, allow_raising=allow_raising, **kwargs)

    def _hook_invoice_document_before_pdf_report_render(self, invoice, invoice_data):
        """Override of `account`: in the background, what is not ready is said on the invoice and does not leave."""
        result = super()._hook_invoice_document_before_pdf_report_render(invoice, invoice_data)
        if error := self._get_einvoice_error(invoice):
            invoice_data["error"] = error
            invoice_data["error_but_continue"] = False
            invoice_data.pop("ubl_cii_xml_attachment_values", None)
        return result
