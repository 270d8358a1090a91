"""Acompte, partielle, solde: each its own small dialog, which says what it comes to before it is made (SPEC 6)."""

from odoo import api, fields, models

from ..const import INVOICE_DIALOGS


class SaleAdvancePaymentInv(models.TransientModel):
    _name = "sale.advance.payment.inv"
    _inherit = ["sale.advance.payment.inv"]

    invoice_dialog = fields.Selection(selection=INVOICE_DIALOGS, help="Which of the three dialogs; none: Odoo's own.")
    deposit_by = fields.Selection(
        selection=[("percentage", "A share of the quote"), ("fixed", "An amount")], default="percentage"
    )
    rest_untaxed = fields.Monetary(string="Left to invoice, excl. tax", compute="_compute_rest")
    rest_total = fields.Monetary(string="Left to invoice, incl. tax", compute="_compute_rest")
    deposits_total = fields.Monetary(
        string="Deposits taken off, incl. tax",
        compute="_compute_rest",
        help="What is left of the deposits: billed, neither credited nor taken off yet.",
    )
    invoice_untaxed = fields.Monetary(string="Invoice, excl. tax", compute="_compute_invoice_total")
    invoice_total = fields.Monetary(string="Invoice, incl. tax", compute="_compute_invoice_total")

    # === COMPUTE METHODS === #

    @api.depends("sale_order_ids", "invoice_dialog")
    def _compute_rest(self):
        for wizard in self:
            order = wizard.sale_order_ids._origin
            if not wizard.invoice_dialog or len(order) != 1:
                wizard.rest_untaxed = wizard.rest_total = wizard.deposits_total = 0.0
                continue
            wizard.rest_untaxed, wizard.rest_total = order._get_rest_amounts()
            deposits = order.order_line._get_counted_deposit_lines()._get_invoiced_by_taxes().values()
            wizard.deposits_total = sum(each["untaxed"] + sum(each["taxes"].values()) for each in deposits)

    @api.depends(
        "rest_total",
        "amount",
        "fixed_amount",
        "deposit_by",
        "partial_by",
        "progress",
        "partial_line_ids.quantity",
        "partial_line_ids.sale_line_id",
    )
    def _compute_invoice_total(self):
        for wizard in self:
            currency = wizard.currency_id or self.env.company.currency_id
            untaxed, total = wizard._get_dialog_amounts()
            wizard.invoice_untaxed, wizard.invoice_total = currency.round(untaxed), currency.round(total)

    @api.onchange("deposit_by")
    def _onchange_deposit_by(self):
        if self.invoice_dialog == "deposit":
            self.advance_payment_method = self.deposit_by

    # === ACTION METHODS === #

    def create_invoices(self):
        """Override of `sale`: a deposit, or a part, is what its dialog says.

        :raise UserError: if the part is none, or more than what is left
        """
        if self.invoice_dialog == "deposit":
            self.advance_payment_method = self.deposit_by
        if self.invoice_dialog == "partial":
            self._check_partial()
        return super().create_invoices()

    def action_confirm_and_send(self):
        """Make the invoice, confirm it, and open its mail: one click for three."""
        self.ensure_one()
        known = self._get_invoices_sudo()
        self.create_invoices()
        invoice = (self._get_invoices_sudo() - known).sudo(self.env.su)
        invoice.action_post()
        if len(invoice) > 1:
            # One a payer: each has a mail of its own.
            return self.sale_order_ids.action_view_invoice(invoices=invoice)
        return invoice.action_invoice_sent()

    # === BUSINESS METHODS === #

    def _get_dialog_amounts(self):
        """Return what the invoice comes to: the amount excluding tax, and the one including it."""
        self.ensure_one()
        order = self.sale_order_ids._origin
        if self.invoice_dialog == "deposit" and len(order) == 1:
            total = self.fixed_amount if self.deposit_by == "fixed" else order.amount_total * self.amount / 100
            return self.rest_untaxed * (total / self.rest_total if self.rest_total else 0.0), total
        if self.invoice_dialog == "partial" and len(order) == 1:
            amounts = order._get_partial_by_taxes(self._get_partial_quantities()).values()
            untaxed = sum(each["untaxed"] for each in amounts)
            return untaxed, untaxed + sum(sum(each["taxes"].values()) for each in amounts)
        return self.rest_untaxed, self.rest_total

    def _create_invoices(self, sale_orders):
        """Override of `sale`: a partial invoice has its part of each line, and takes no deposit off."""
        if self.invoice_dialog == "partial":
            return self._create_partial_invoice(sale_orders.ensure_one())
        return super()._create_invoices(sale_orders)
