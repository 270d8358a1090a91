"""What was invoiced of a line of a quote, counted by what was billed: gestures apart, deposits by their amounts."""

from odoo import api, models
from odoo.tools import float_is_zero, float_round


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line"]

    # === COMPUTE METHODS === #

    # https://github.com/OCA/account-invoicing/issues/960 (gestures)
    @api.depends("invoice_lines.price_subtotal", "invoice_lines.move_id.credit_purpose")
    def _compute_qty_invoiced(self):
        """Override of `sale`: see `_prepare_qty_invoiced()`."""
        return super()._compute_qty_invoiced()

    def _prepare_qty_invoiced(self):
        """Override of `sale`: a gesture gives no quantity back, and a credit note of a part gives back its part."""
        quantities = super()._prepare_qty_invoiced()
        for line in self.filtered("invoice_lines"):
            if line._is_counted_by_amount():
                quantities[line] = line._get_quantity_of_amount()
            else:
                quantities[line] += line._get_gesture_quantity(
                    lambda invoice_line: invoice_line.parent_state != "cancel"
                )
        return quantities

    @api.depends("invoice_lines.price_subtotal", "invoice_lines.move_id.credit_purpose")
    def _compute_qty_invoiced_posted(self):
        """Override of `sale`: the same, for what is posted."""
        res = super()._compute_qty_invoiced_posted()
        for line in self.filtered("invoice_lines"):
            line.qty_invoiced_posted += line._get_gesture_quantity(
                lambda invoice_line: invoice_line.parent_state == "posted"
            )
        return res

    @api.depends("invoice_lines.price_subtotal", "invoice_lines.move_id.credit_purpose")
    def _compute_qty_to_invoice(self):
        """Override of `sale`: a deposit is to be taken off as long as something is left of it, by its amount."""
        # https://github.com/odoo/odoo/issues/275684, https://github.com/odoo/odoo/issues/43919
        res = super()._compute_qty_to_invoice()
        for line in self._get_counted_deposit_lines().filtered(lambda line: line.state == "sale"):
            left = line._get_deposit_left()
            line.qty_to_invoice = -line.currency_id.compare_amounts(left, 0.0)
        return res

    @api.depends("qty_to_invoice")
    def _compute_invoice_status(self):
        """Override of `sale`: a deposit wholly taken off, or given back, is done."""
        res = super()._compute_invoice_status()
        for line in self._get_counted_deposit_lines().filtered(lambda line: line.state == "sale"):
            line.invoice_status = "to invoice" if line.qty_to_invoice else "invoiced"
        return res

    def _compute_discount(self):
        """Override of `sale`: what was invoiced keeps its discount, as Odoo lets it keep its price.

        Else a quantity changed after the invoice wipes out a discount typed by hand, and too much is given back.
        """
        kept = self.filtered(lambda line: line.qty_invoiced and line.order_id._counts_to_the_cent())
        # Odoo 19.0.0 looks for the line of a combo while the lines of a new quote are not there yet.
        orphans = self.filtered(lambda line: line.combo_item_id and not line.linked_line_id and not line.id)
        orphans = orphans.filtered(
            lambda line: line.linked_virtual_id not in line.order_id.order_line.mapped("virtual_id")
        )
        orphans.discount = 0.0
        return super(SaleOrderLine, self - kept - orphans)._compute_discount()

    # === BUSINESS METHODS === #

    def _get_counted_deposit_lines(self):
        return self.filtered(
            lambda line: line.is_downpayment and not line.display_type and line.order_id._counts_to_the_cent()
        )

    def _get_counted_invoice_lines(self):
        """Return the lines of invoices and credit notes that count: those of gestures leave the quote invoiced."""
        return self.invoice_lines.filtered(
            lambda line: (
                line.parent_state != "cancel"
                and line.move_id.move_type in ("out_invoice", "out_refund")
                and line.move_id.credit_purpose != "gesture"
            )
        )

    def _get_gesture_quantity(self, is_counted):
        """Return the quantity that gestures took off what was invoiced."""
        self.ensure_one()
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, self.product_uom_id)
            for line in self.invoice_lines
            if line.move_id.credit_purpose == "gesture" and is_counted(line)
        )

    def _get_invoiced_amount(self):
        """Return what counts as invoiced of this line, excluding tax, in the currency of its quote."""
        self.ensure_one()
        return sum(
            (-1 if line.move_id.move_type == "out_refund" else 1)
            * line.move_id._convert_to_order_currency(line.price_subtotal, self.order_id)
            for line in self._get_counted_invoice_lines()
        )

    def _get_deposit_left(self):
        """Return what is left to take off of this deposit, excluding tax: billed, not credited, not taken off yet."""
        return self._get_invoiced_amount()

    def _is_counted_by_amount(self):
        """Return whether a credit note took off a part of the price, as quantities can't tell."""
        self.ensure_one()
        if self.is_downpayment or not self.product_uom_qty or not self.order_id._counts_to_the_cent():
            return False
        return any(
            line.move_id.move_type == "out_refund"
            and line.currency_id == self.currency_id
            and self.currency_id.compare_amounts(
                line.price_unit * (1 - line.discount / 100), self.price_unit * (1 - self.discount / 100)
            )
            for line in self._get_counted_invoice_lines()
        )

    def _get_quantity_of_amount(self):
        """Return the quantity that the amount invoiced stands for; all of it only when all is invoiced."""
        self.ensure_one()
        invoiced = self._get_invoiced_amount()
        missing = self.currency_id.compare_amounts(self.price_subtotal, invoiced)
        if not missing or not self.price_subtotal:
            return self.product_uom_qty
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        quantity = float_round(self.product_uom_qty * invoiced / self.price_subtotal, precision_digits=digits)
        if float_is_zero(quantity - self.product_uom_qty, precision_digits=digits):
            quantity -= missing * 10**-digits
        return quantity

    def _get_invoiced_by_taxes(self):
        """Return what counts as invoiced of these lines, see `account.tax._add_amounts_by_taxes()`."""
        lines = self._get_counted_invoice_lines()
        amounts = {}
        # Sudo: whoever invoices a quote need not read all its invoices.
        for move in lines.move_id.sudo():
            base_lines, _tax_lines = move._get_rounded_base_and_tax_lines()
            self.env["account.tax"]._add_amounts_by_taxes(
                amounts,
                [base_line for base_line in base_lines if base_line["record"] in lines],
                lambda amount, move=move: move._convert_to_order_currency(amount, self.order_id[:1]),
                -1 if move.move_type == "out_refund" else 1,
            )
        return amounts

    # === INVOICE LINES === #

    def _prepare_invoice_lines_vals_list(self, **optional_values):
        """Override of `sale`: what is left of a deposit is taken off, whatever was typed on its invoice."""
        if optional_values.get("quantity") != -1.0 or not self._get_counted_deposit_lines():
            return super()._prepare_invoice_lines_vals_list(**optional_values)
        # https://github.com/odoo/odoo/issues/280402
        return [
            self._prepare_invoice_line(
                **{**optional_values, **self._prepare_deduction_values(taxes, amounts)},
            )
            for taxes, amounts in self._get_invoiced_by_taxes().items()
            if not self.currency_id.is_zero(amounts["untaxed"])
        ]

    def _prepare_deduction_values(self, taxes, amounts):
        """Prepare what takes these amounts off an invoice, in one unit less."""
        taxes_model = self.env["account.tax"]
        values = taxes_model._prepare_fixed_amounts(taxes, amounts, self.currency_id)
        return {
            "quantity": -1.0,
            "discount": 0.0,
            "tax_ids": [(6, 0, taxes.ids)],
            "price_unit": values["price_unit"],
            "extra_tax_data": {
                **(taxes_model._reverse_quantity_base_line_extra_tax_data(values["extra_tax_data"]) or {}),
                # Rounded apart from the services, as it was on the deposit.
                "computation_key": f"down_payment,{self.id}",
            },
        }

    def _prepare_invoice_line(self, **optional_values):
        """Override of `sale`: the rest of what was credited in part is one unit of its amount."""
        values = super()._prepare_invoice_line(**optional_values)
        if not self.display_type and "quantity" not in optional_values and self._is_counted_by_amount():
            rest = self.price_subtotal - self._get_invoiced_amount()
            values.update(quantity=1.0, discount=0.0, price_unit=self.currency_id.round(rest))
        return values

    def _get_downpayment_line_price_unit(self, invoices):
        """Override of `sale`: what was billed by the deposit, discounts of its invoice taken off."""
        if not self._get_counted_deposit_lines():
            return super()._get_downpayment_line_price_unit(invoices)
        return sum(
            (-1 if line.move_id.move_type == "out_refund" else 1) * line.price_subtotal
            for line in self._get_counted_invoice_lines()
            if line.parent_state == "posted" and line.move_id not in invoices
        )
