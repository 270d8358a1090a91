"""The words of the mail that carries an invoice: those of what it is."""

from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _get_mail_template(self):
        """Override of `account`: a deposit, a balance, a period, a credit note, a paid invoice have their own words."""
        template = super()._get_mail_template()
        if not self._is_mailed_in_our_words():
            return template
        kinds = {move._get_mail_kind() for move in self}
        kind = kinds.pop() if len(kinds) == 1 else "invoice"
        return self.env.ref(f"agency_pdf.mail_template_{kind}", raise_if_not_found=False) or template

    def _get_mail_kind(self):
        """Return which of our mails carries this invoice: 'paid', 'period', or what it is."""
        self.ensure_one()
        if self.move_type == "out_invoice" and self.payment_state in ("paid", "in_payment"):
            return "paid"
        return "period" if self.recurring_order_id else self._get_pdf_invoice_kind()

    def _is_mailed_in_our_words(self):
        """Return whether these are invoices or credit notes of agencies, whose documents are ours."""
        return bool(self) and all(
            move.move_type in ("out_invoice", "out_refund") and move.company_id._prints_agency_documents()
            for move in self
        )
