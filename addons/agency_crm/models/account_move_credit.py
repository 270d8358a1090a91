"""What a credit note is for, and what invoices say of the quotes they invoice."""

from odoo import fields, models

from ..const import CREDIT_PURPOSES


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    credit_purpose = fields.Selection(
        selection=CREDIT_PURPOSES,
        string="What the credit note is for",
        copy=False,
        tracking=True,
        help="Correction: what it takes off is to be invoiced again. Commercial gesture: the quote stays invoiced.",
    )

    def _convert_to_order_currency(self, amount, order):
        """Return `amount` of this invoice in the currency of `order`, at the rate of the invoice's day."""
        self.ensure_one()
        if self.currency_id == order.currency_id:
            return amount
        date = self.invoice_date or fields.Date.context_today(self)
        return self.currency_id._convert(amount, order.currency_id, self.company_id, date)


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line"]

    def _add_cents(self, amounts):
        """Add amounts to this line, by its price: quantity times price still is what it says.

        :param dict amounts: `untaxed`, and `taxes` by tax, in the currency of the invoice
        """
        self.ensure_one()
        currency = self.currency_id
        base_lines, _tax_lines = self.move_id._get_rounded_base_and_tax_lines()
        taxes_model = self.env["account.tax"]
        own = taxes_model._add_amounts_by_taxes({}, [line for line in base_lines if line["record"] == self])
        total = own[self.tax_ids]
        total["untaxed"] += amounts["untaxed"]
        for tax in total["taxes"]:
            total["taxes"][tax] += amounts["taxes"].get(tax, 0.0)
        values = taxes_model._prepare_fixed_amounts(self.tax_ids, total, currency)
        units = self.quantity * (1 - self.discount / 100)
        price = values["price_unit"] / units if units else values["price_unit"]
        extra = values["extra_tax_data"]
        if extra:
            extra.update(price_unit=price, quantity=self.quantity, discount=self.discount)
        if not currency.compare_amounts(price, self.price_unit):
            # A cent of tax alone: Odoo looks at taxes again when a price changes, not when their amounts do.
            self.price_unit = price + currency.rounding
        self.write({"price_unit": price, "extra_tax_data": extra})
