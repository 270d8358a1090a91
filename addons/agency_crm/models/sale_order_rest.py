"""What is left to invoice of a quote, to the cent: the last invoice takes it, none takes more."""

from odoo import api, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    # === COMPUTE METHODS === #

    @api.depends("order_line.qty_to_invoice")
    def _compute_invoice_status(self):
        """Override of `sale`: a quote of which a deposit is still to be taken off or given back is to be invoiced."""
        res = super()._compute_invoice_status()
        for order in self.filtered(lambda order: order.invoice_status in ("invoiced", "upselling")):
            if any(line.qty_to_invoice for line in order.order_line._get_counted_deposit_lines()):
                order.invoice_status = "to invoice"
        return res

    # === BUSINESS METHODS === #

    def _counts_to_the_cent(self):
        """Return whether the agency's rules of invoicing are those of this order."""
        is_ours = self.company_id._works_as_agency()
        return bool(is_ours and not self.billing_frequency and not self.is_settled_before)

    def _get_service_lines(self):
        return self.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)

    def _get_ordered_by_taxes(self):
        """Return what the quote comes to, see `account.tax._add_amounts_by_taxes()`."""
        self.ensure_one()
        taxes_model = self.env["account.tax"]
        base_lines = [line._prepare_base_line_for_taxes_computation() for line in self._get_service_lines()]
        taxes_model._add_tax_details_in_base_lines(base_lines, self.company_id)
        taxes_model._round_base_lines_tax_details(base_lines, self.company_id)
        return taxes_model._add_amounts_by_taxes({}, base_lines)

    def _get_rest_by_taxes(self, lines=None):
        """Return what the quote comes to and `lines` of it, all by default, have not invoiced."""
        self.ensure_one()
        rest = self._get_ordered_by_taxes()
        lines = self.order_line if lines is None else lines
        for taxes, amounts in lines._get_invoiced_by_taxes().items():
            total = rest.setdefault(taxes, {"untaxed": 0.0, "taxes": {}})
            total["untaxed"] -= amounts["untaxed"]
            for tax, amount in amounts["taxes"].items():
                total["taxes"][tax] = total["taxes"].get(tax, 0.0) - amount
        return rest

    def _get_rest_amounts(self):
        """Return what is left to invoice of this quote, drafts taken as invoiced.

        :return: the amount excluding tax, and the one including it, in the quote's currency
        """
        rest = self._get_rest_by_taxes().values()
        untaxed = sum(amounts["untaxed"] for amounts in rest)
        total = untaxed + sum(sum(amounts["taxes"].values()) for amounts in rest)
        return self.currency_id.round(untaxed), self.currency_id.round(total)

    # === DEPOSITS === #

    def _get_deposit_amount(self, amount_type, amount):
        """Return the amount of a deposit, of what is left at most; its share when it is the first.

        :raise UserError: if it is above what is left
        """
        self.ensure_one()
        _untaxed, rest = self._get_rest_amounts()
        wanted = self.currency_id.round(self.amount_total * amount / 100 if amount_type == "percent" else amount)
        # Each invoice made so far may have rounded a cent up.
        slack = self.currency_id.rounding * len(self.order_line._get_counted_invoice_lines().move_id)
        if rest <= 0 or self.currency_id.compare_amounts(wanted, rest + slack) > 0:
            self.env["account.tax"]._raise_above_rest(self, wanted, rest)
        if amount_type == "percent" and not slack:
            return amount
        return min(wanted, rest)

    def _prepare_rest_base_lines(self):
        """Return base lines, one a set of taxes, that come to what is left to invoice."""
        self.ensure_one()
        taxes_model = self.env["account.tax"]
        base_lines = []
        for taxes, amounts in self._get_rest_by_taxes().items():
            values = taxes_model._prepare_fixed_amounts(taxes, amounts, self.currency_id)
            extra = values["extra_tax_data"] or {}
            line = self._get_service_lines().filtered(lambda line, taxes=taxes: line.tax_ids == taxes)[:1]
            base_lines.append(
                line._prepare_base_line_for_taxes_computation(
                    tax_ids=taxes,
                    quantity=1.0,
                    discount=0.0,
                    price_unit=values["price_unit"],
                    manual_total_excluded_currency=extra.get("manual_total_excluded_currency"),
                    manual_tax_amounts=extra.get("manual_tax_amounts"),
                )
                if line
                else taxes_model._prepare_base_line_for_taxes_computation(
                    extra, tax_ids=taxes, currency_id=self.currency_id, rate=self.currency_rate, extra_tax_data=extra
                )
            )
        taxes_model._add_tax_details_in_base_lines(base_lines, self.company_id)
        taxes_model._round_base_lines_tax_details(base_lines, self.company_id)
        return base_lines

    # === LAST INVOICE === #

    def _create_account_invoices(self, invoice_vals_list, final):
        """Override of `sale`: the invoice that ends a quote takes the cents that others left by rounding."""
        moves = super()._create_account_invoices(invoice_vals_list, final)
        for order in self.filtered(lambda order: order._counts_to_the_cent()):
            order._take_rest(moves)
        return moves

    def _take_rest(self, moves):
        """Give the cents that rounding left of this quote, all invoiced, to the largest line."""
        self.ensure_one()
        services = self._get_service_lines()
        lines = services.invoice_lines.filtered(lambda line: line.move_id in moves)
        if not lines or any(line.qty_to_invoice for line in services):
            return
        slack = self.currency_id.rounding * (1 + len(services._get_counted_invoice_lines()))
        for taxes, amounts in self._get_rest_by_taxes(services).items():
            taxed = lines.filtered(lambda line, taxes=taxes: line.tax_ids == taxes)
            # Of a line given up, its discount may be all that is left at a rate.
            taxed = taxed.filtered(lambda line: not line.extra_tax_data) or taxed
            missing = [amounts["untaxed"], *amounts["taxes"].values()]
            is_cents = all(self.currency_id.compare_amounts(abs(amount), slack) <= 0 for amount in missing)
            if taxed and is_cents and not all(self.currency_id.is_zero(amount) for amount in missing):
                max(taxed, key=lambda line: abs(line.price_subtotal))._add_cents(amounts)
