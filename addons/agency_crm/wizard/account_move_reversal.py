from odoo import api, fields, models

from ..const import CREDIT_PURPOSES


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    credit_purpose = fields.Selection(
        selection=CREDIT_PURPOSES,
        string="What it is for",
        help="Correction: what it takes off is to be invoiced again. Commercial gesture: the quote stays invoiced.",
    )
    is_credit_purpose_asked = fields.Boolean(
        compute="_compute_is_credit_purpose_asked",
        help="The credit note is of an invoice of a quote.",
    )

    @api.depends("move_ids")
    def _compute_is_credit_purpose_asked(self):
        for wizard in self:
            moves = wizard.move_ids.filtered(lambda move: move.move_type == "out_invoice")
            # Sudo: an accountant need not read quotes.
            wizard.is_credit_purpose_asked = bool(moves.sudo().invoice_line_ids.sale_line_ids)

    def _prepare_default_reversal(self, move):
        """Override of `account` to note what the credit note is for."""
        values = super()._prepare_default_reversal(move)
        if move.move_type == "out_invoice":
            values["credit_purpose"] = self.credit_purpose
        return values

    def modify_moves(self):
        """Override of `account`: an invoice that is made anew is corrected."""
        self.credit_purpose = self.is_credit_purpose_asked and "correction"
        return super().modify_moves()
