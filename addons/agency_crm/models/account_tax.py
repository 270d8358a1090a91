"""What is invoiced is counted to the cent: deposits that agree with themselves, amounts by set of taxes."""

from odoo import api, models
from odoo.exceptions import UserError


class AccountTax(models.Model):
    _name = "account.tax"
    _inherit = ["account.tax"]

    @api.model
    def _reduce_base_lines_to_target_amount(self, base_lines, company, *args, **kwargs):
        """Override of `account`: the price of a reduced line, its base and what it adds to the total are one amount.

        Odoo gives the cent of its rounding to the line and to the total, not to the base.
        """
        # https://github.com/odoo/odoo/issues/285987
        lines = super()._reduce_base_lines_to_target_amount(base_lines, company, *args, **kwargs)
        for line in lines if company._works_as_agency() else ():
            self._align_reduced_line(line)
        return lines

    @api.model
    def _align_reduced_line(self, line):
        """Make the bases and the price of a line say its amount excluding tax."""
        details = line["tax_details"]
        for suffix in ("_currency", ""):
            amount = details[f"total_excluded{suffix}"] + details[f"delta_total_excluded{suffix}"]
            if not any(data["tax"].include_base_amount for data in details["taxes_data"]):
                for data in details["taxes_data"]:
                    data[f"base_amount{suffix}"] = amount
        included = sum(data["tax_amount_currency"] for data in details["taxes_data"] if data["price_include"])
        amount = details["total_excluded_currency"] + details["delta_total_excluded_currency"]
        line["price_unit"] = line["currency_id"].round(amount + included)

    @api.model
    def _prepare_down_payment_lines(self, base_lines, company, amount_type, amount, *args, **kwargs):
        """Override of `account`: a deposit is a share of what is left to invoice of its quote, so never more than it.

        :raise UserError: if the deposit is above what is left
        """
        # https://github.com/odoo/odoo/issues/125140
        order = self.env["sale.order"]
        if base_lines and getattr(base_lines[0]["record"], "_name", "") == "sale.order.line":
            order = base_lines[0]["record"].order_id
        if order and order._counts_to_the_cent():
            amount = order._get_deposit_amount(amount_type, amount)
            if order.order_line._get_counted_invoice_lines():
                amount_type, base_lines = "fixed", order._prepare_rest_base_lines()
            elif amount_type == "percent":
                amount = min(amount, 100.0)
        return super()._prepare_down_payment_lines(base_lines, company, amount_type, amount, *args, **kwargs)

    # === AMOUNTS BY SET OF TAXES === #

    @api.model
    def _add_amounts_by_taxes(self, amounts, base_lines, convert=None, sign=1):
        """Add what these base lines come to, once rounded, to `amounts`.

        :param dict amounts: `{taxes: {"untaxed": amount, "taxes": {tax: amount}}}`, in the currency of the document
        :param convert: a function from the currency of the lines to that of `amounts`
        :param int sign: -1 for what is taken off
        """
        convert = convert or (lambda amount: amount)
        for line in base_lines:
            details = line["tax_details"]
            total = amounts.setdefault(line["tax_ids"], {"untaxed": 0.0, "taxes": {}})
            untaxed = details["total_excluded_currency"] + details["delta_total_excluded_currency"]
            total["untaxed"] += sign * convert(untaxed)
            for data in details["taxes_data"]:
                known = total["taxes"].get(data["tax"], 0.0)
                total["taxes"][data["tax"]] = known + sign * convert(data["tax_amount_currency"])
        return amounts

    @api.model
    def _prepare_fixed_amounts(self, taxes, amounts, currency, sign=1):
        """Prepare a price and the amounts that go with it, for one unit of what comes to `amounts`.

        :return: `price_unit`, and `extra_tax_data` that makes Odoo take just these amounts
        """
        untaxed = currency.round(sign * amounts["untaxed"])
        by_tax = {tax: currency.round(sign * amount) for tax, amount in amounts["taxes"].items()}
        price = untaxed + sum(amount for tax, amount in by_tax.items() if tax.price_include)
        data = {
            "currency_id": currency.id,
            "price_unit": currency.round(price),
            "discount": 0.0,
            "quantity": 1.0,
            "manual_total_excluded_currency": untaxed,
            "manual_tax_amounts": {
                str(tax.id): {"tax_amount_currency": amount, "base_amount_currency": untaxed}
                for tax, amount in by_tax.items()
            },
        }
        return {"price_unit": currency.round(price), "extra_tax_data": data if by_tax else False}

    @api.model
    def _raise_above_rest(self, order, amount, rest):
        """Refuse an invoice above what is left of its quote.

        :raise UserError: always
        """
        raise UserError(
            self.env._(
                "%(amount)s including tax is more than what is left to invoice of %(quote)s, %(rest)s. Ask for %(rest)s"
                " at most, or change the quote first.",
                amount=order.currency_id.format(amount),
                quote=order.name,
                rest=order.currency_id.format(max(rest, 0.0)),
            )
        )
