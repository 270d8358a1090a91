from odoo import api, models
from odoo.tools import html2plaintext

from ..const import (
    CONSUMER_NOTE_KINDS,
    DUE_ON_INVOICE,
    DUE_ON_PAYMENT,
    FRAMEWORK_AFTER_DEPOSIT,
    FRAMEWORK_LETTERS,
    FRAMEWORK_PAID,
    FRAMEWORK_PLAIN,
    LEGAL_KIND_BY_REASON,
    NOTE_KINDS,
    TYPE_CODES,
    VAT_GROUP_NOTE,
)


class AccountMove(models.Model):
    """What an e-invoice says of an invoice: each method is one term of EN 16931."""

    _inherit = "account.move"

    @api.model
    def _has_field_access(self, field, operation):
        """Override of `agency_pdf`: the file that leaves for a platform is made of the invoice, and given by nobody."""
        if operation == "write" and field.name == "ubl_cii_xml_file" and not self._may_write_rules():
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _is_closed_to_proposals(self, field):
        """Override of `agency_pdf`: see `_has_field_access`."""
        return field.name == "ubl_cii_xml_file" or super()._is_closed_to_proposals(field)

    def _is_einvoice(self):
        """Tell whether the invoice is one that French rules ask to be electronic: ours, and no receipt."""
        self.ensure_one()
        return self.move_type in ("out_invoice", "out_refund") and self.company_id._has_french_einvoices()

    # === WHAT IT IS === #

    def _is_einvoice_deposit(self):
        """Tell whether it asks for a deposit, or credits one."""
        origin = self.reversed_entry_id
        return self._is_downpayment() or bool(origin and origin._is_downpayment())

    def _get_einvoice_type_code(self):
        """Return BT-3."""
        return TYPE_CODES[self.move_type, self._is_einvoice_deposit()]

    def _get_einvoice_framework(self):
        """Return BT-23: what is sold, and whether it is paid or follows a deposit."""
        letter = FRAMEWORK_LETTERS.get(frozenset(self._get_pdf_operation_scopes()), "S")
        if self._get_einvoice_deposits() and not self._is_einvoice_deposit():
            return letter + FRAMEWORK_AFTER_DEPOSIT
        return letter + (FRAMEWORK_PAID if self._is_einvoice_paid() else FRAMEWORK_PLAIN)

    def _is_einvoice_paid(self):
        """Tell whether it was paid before it is sent."""
        return (
            self.move_type == "out_invoice"
            and self.payment_state in ("paid", "in_payment")
            and not self.currency_id.is_zero(self.amount_total)
            and self.currency_id.is_zero(self.amount_residual)
        )

    def _says_einvoice_paid(self):
        """Tell whether its framework (BT-23) says that it is paid."""
        return self._is_einvoice_paid() and self._get_einvoice_framework().endswith(FRAMEWORK_PAID)

    def _get_einvoice_due_date(self):
        """Return BT-9: the last payment of an invoice that says it is paid, else what its terms say.

        A balance after a deposit says that, not whether it is paid (BR-FR-CO-07).
        """
        if not self._says_einvoice_paid():
            return self.invoice_date_due
        # Sudo: who sends an invoice needs no right on its payments.
        dates = [partial["aml"].date for partial in self.sudo()._get_all_reconciled_invoice_partials()]
        return max(dates, default=self.invoice_date_due)

    # === WHAT IT REFERS TO === #

    def _get_einvoice_deposits(self):
        """Return the deposit invoices taken off this one."""
        deposits = self._get_pdf_deduction_lines()._get_downpayment_lines().move_id - self
        return deposits.filtered(lambda move: move.state == "posted" and move.move_type == "out_invoice")

    def _get_einvoice_earlier(self):
        """Return the invoices that this one follows (BG-3): what it credits, the deposits it takes off."""
        earlier = self.reversed_entry_id | self._get_einvoice_deposits()
        if self.move_type == "out_refund" and not earlier:
            # A credit note made from its order: what it gives back was invoiced before.
            earlier = self.invoice_line_ids.sale_line_ids.invoice_lines.move_id.filtered(
                lambda move: move.state == "posted" and move.move_type == "out_invoice" and move.id != self.id
            )
        return earlier.sorted(lambda move: (move.invoice_date, move.id))

    def _get_einvoice_buyer_order(self):
        """Return BT-13, the buyer's own order: the commitment of a public buyer, else the reference they gave."""
        orders, theirs = self.invoice_line_ids.sale_line_ids.order_id, self._get_pdf_buyer_orders()
        references = self.purchase_order_reference or ", ".join(filter(None, theirs.mapped("client_order_ref")))
        # Odoo writes the order's own number there, or what a credit note reverses; ours, the file of who pays.
        if not references and not theirs and self.move_type == "out_invoice" and self.ref not in orders.mapped("name"):
            references = self.ref
        return references or ""

    def _get_einvoice_seller_order(self):
        """Return BT-14, our quote or order, or ''."""
        orders = self.invoice_line_ids.sale_line_ids.order_id
        return orders.name if len(orders) == 1 else ""

    def _get_einvoice_period(self):
        """Return BG-14: the period invoiced, or the days of the training, or nothing."""
        if self.recurring_period_start and self.recurring_period_end:
            return self.recurring_period_start, self.recurring_period_end
        trainings = self.invoice_line_ids.sale_line_ids.order_id.filtered("is_training")
        starts = [start for start in trainings.mapped("training_start_date") if start]
        ends = [end for end in trainings.mapped("training_end_date") if end]
        return (min(starts), max(ends)) if starts and ends and min(starts) <= max(ends) else None

    # === WHAT THE LAW WANTS SAID === #

    def _get_einvoice_notes(self):
        """Return the coded notes (BG-1) as a dict of BT-21 to BT-22, '' where no wording is in force."""
        kinds = CONSUMER_NOTE_KINDS if self.partner_id._is_consumer() else NOTE_KINDS
        notes = {code: self._get_einvoice_wording(kind) for code, kind in kinds.items()}
        # AAB: the discount that the payment terms give, or that there is none.
        notes["AAB"] = self._get_einvoice_wording(self._get_pdf_discount_kind())
        if self.company_id.is_vat_group_member:
            notes.update([VAT_GROUP_NOTE])
        return notes

    def _get_einvoice_wording(self, kind):
        """Return the legal wording in force on the day of the invoice, in its language, as plain text, or ''."""
        self = self.with_context(lang=self._get_pdf_lang())
        texts = self.env["agency.legal.text"]._get_texts_in_force(self.company_id, self._get_pdf_date())
        text = texts.get(kind)
        filled = text and text._get_filled_text(self._get_pdf_legal_values())
        return " ".join(html2plaintext(filled).split()) if filled else ""

    def _get_einvoice_exemption(self, reason_code):
        """Return BT-120, why nothing is due, in the words of the document, or ''."""
        kind = LEGAL_KIND_BY_REASON.get(reason_code)
        if kind == "vat_export" and self._get_pdf_operation_scopes() != {"service"}:
            return ""
        if wording := kind and self._get_einvoice_wording(kind):
            return wording
        notes = [tax.invoice_legal_notes for tax in self.invoice_line_ids.tax_ids if not tax.amount]
        notes = dict.fromkeys(" ".join(html2plaintext(note).split()) for note in notes if note)
        return ", ".join(filter(None, notes))

    def _get_einvoice_due_code(self):
        """Return BT-8: services are taxed when they are paid, unless the company opted for debits."""
        is_paid_for = "service" in self._get_pdf_operation_scopes() and not self.company_id.vat_on_debits
        return DUE_ON_PAYMENT if is_paid_for else DUE_ON_INVOICE
