"""What a balance takes off, and what a deposit leaves to invoice (LEGAL.md S2, S3)."""

from collections import defaultdict

from odoo import models

from ..typography import rate_name


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _get_pdf_deduction_lines(self):
        """Return the lines that take deposits off a balance."""
        if self._is_downpayment():
            return self.env["account.move.line"]
        return self.invoice_line_ids.filtered(lambda line: line.is_downpayment and line.display_type == "product")

    def _get_pdf_deductions(self):
        """Return the deposits taken off, one per deposit invoice.

        :return: list of dicts of `name`, `date`, `untaxed`, `tax`, `total` (numbers, positive) and
                 `taxes`, the tax of each rate as one text
        """
        self.ensure_one()
        lines_by_deposit = defaultdict(self.env["account.move.line"].browse)
        for line in self._get_pdf_deduction_lines():
            deposits = line._get_downpayment_lines().move_id.filtered(
                lambda move: move.state == "posted" and move.move_type == "out_invoice"
            )
            lines_by_deposit[deposits[:1]] |= line
        deductions = []
        for deposit, lines in lines_by_deposit.items():
            untaxed = -sum(lines.mapped("price_subtotal"))
            total = -sum(lines.mapped("price_total"))
            taxes = defaultdict(float)
            for line in lines:
                label = ", ".join(self._get_pdf_tax_label(tax) for tax in line.tax_ids)
                taxes[label] += line.price_subtotal - line.price_total
            # Lines round one by one, the deposit invoice as a whole: its amounts are the right ones.
            if self.currency_id.compare_amounts(untaxed, deposit.amount_untaxed) == 0:
                total = deposit.amount_total
                taxes = {
                    rate_name(group["group_name"], self.env.lang).removeprefix("TVA "): group["tax_amount_currency"]
                    for subtotal in deposit.tax_totals["subtotals"]
                    for group in subtotal["tax_groups"]
                }
            if not self.currency_id.is_zero(total):
                deductions.append(
                    {
                        "name": deposit.name or "",
                        "date": deposit.invoice_date,
                        "untaxed": untaxed,
                        "tax": total - untaxed,
                        "total": total,
                        "taxes": ", ".join(
                            self.env._("VAT %(rate)s: %(amount)s", rate=rate, amount=self._pdf_amount(amount))
                            for rate, amount in taxes.items()
                        ),
                    }
                )
        return deductions

    def _get_pdf_gross_totals(self, deductions):
        """Return the totals before the deposits are taken off, so that each column adds up."""
        return {
            "untaxed": self.amount_untaxed + sum(d["untaxed"] for d in deductions),
            "tax": self.amount_tax + sum(d["tax"] for d in deductions),
            "total": self.amount_total + sum(d["total"] for d in deductions),
        }

    def _get_pdf_gross_label(self):
        """Return the name of the totals before the deposits: those of the order only where all of it is billed here."""
        orders = self._get_pdf_order_lines().order_id
        if self._get_pdf_invoice_kind() == "balance" and self._is_pdf_order_complete(orders, self):
            return self.env._("Total of the order")
        return self.env._("Total before deposits")

    def _get_pdf_billed_total(self, order):
        """Return what this invoice bills of one quote including tax, negative for a credit note, in its currency."""
        lines = self.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        ours = lines.filtered(lambda line: order in line.sale_line_ids.order_id)
        if ours != lines:  # it bills another quote too
            return ours._get_pdf_billed(order, "price_total")
        sign = -1 if self.move_type == "out_refund" else 1
        return sign * self._convert_to_order_currency(self.amount_total, order)

    def _get_pdf_deposit_reference(self):
        """Return the facts of the order a deposit is for (LEGAL.md A3), or nothing.

        What is left to invoice is that of its day: printed again after the balance, it says the same.
        """
        order = self.invoice_line_ids.sale_line_ids.order_id[:1]
        if not order:
            return {}
        # A gesture leaves what it takes off invoiced.
        earlier = self._get_pdf_earlier(order.invoice_ids).filtered(
            lambda move: move.state == "posted" and move.credit_purpose != "gesture"
        )
        invoiced = sum(move._get_pdf_billed_total(order) for move in earlier | self)
        total = self._get_deposit_base()
        return {
            "name": order.name,
            "date": order._get_pdf_date(),
            "percent": self._get_deposit_share(order),
            "total": total,
            "remaining": max(total - invoiced, 0.0),
        }
