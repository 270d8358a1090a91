"""The lines of a training that several pay: each payer has its part of their amount, in one unit."""

from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _is_counted_by_amount(self):
        """Override of `agency_crm`: so is what a payer was invoiced a part of."""
        return super()._is_counted_by_amount() or self._has_other_payer()

    def _has_other_payer(self):
        """Return whether somebody else than the customer was invoiced a part of this line."""
        self.ensure_one()
        if self.is_downpayment or not self.product_uom_qty or not self.order_id._counts_to_the_cent():
            return False
        # Sudo: whoever invoices a quote need not know who else pays it.
        return bool(self.sudo()._get_counted_invoice_lines().move_id.training_funding_id)

    def _is_billed_as_training(self):
        """Return whether this line counts in the BPF: a training, or a deposit on a quote of nothing else."""
        self.ensure_one()
        order = self.order_id
        if self.display_type or not order.is_training:
            return False
        lines = order._get_training_lines()
        return lines == order._get_service_lines() if self.is_downpayment else self in lines

    def _prepare_payer_line(self, part):
        """Return the invoice line of a payer's part, excluding tax: as it was sold if it is all of the line."""
        self.ensure_one()
        if not self.invoice_lines and not self.currency_id.compare_amounts(part, self.price_subtotal):
            return self._prepare_invoice_line(quantity=self.product_uom_qty)
        values = self._prepare_invoice_line(quantity=1.0, discount=0.0, price_unit=part)
        return {**values, **self._prepare_part_words(part)}

    def _prepare_part_words(self, part):
        """Return what says, on an invoice line, that it is a part of the price: hours or days are not one unit."""
        words = self.env._(
            "%(service)s\nPart of the price: %(part)s of %(whole)s excluding tax",
            service=self.name,
            part=self.currency_id.format(part),
            whole=self.currency_id.format(self.price_subtotal),
        )
        return {"name": words, "product_uom_id": self.env.ref("uom.product_uom_unit").id}

    def _prepare_invoice_line(self, **optional_values):
        """Override of `sale`: the source of the money in the BPF, and the customer's part of what several pay."""
        values = super()._prepare_invoice_line(**optional_values)
        if self._is_billed_as_training():
            values["bpf_source"] = self.order_id._get_customer_bpf_source()
        if not self.display_type and "quantity" not in optional_values and self._has_other_payer():
            values.update(self._prepare_part_words(values["price_unit"]))
        return values


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _get_customer_bpf_source(self):
        """Return the row of the BPF of what the customer pays, as its funding says; else the facts will tell."""
        customer = self.partner_id.commercial_partner_id
        # Sudo: whoever invoices a quote need not read its payers.
        own = self.sudo().funding_ids.filtered(
            lambda one: not one.is_direct and one.payer_id.commercial_partner_id == customer
        )
        return own[:1].bpf_source
