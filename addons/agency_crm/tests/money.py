"""What is true of every invoice, and of a quote that is settled: for the tests of amounts."""

from odoo import Command

from .common import AgencyCommon

RATES = (0.0, 5.5, 10.0, 20.0)


class MoneyCommon(AgencyCommon):
    """Quotes at several rates of tax, their deposits, balances and credit notes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.company_data["company"]
        company.sudo().tax_calculation_rounding_method = "round_per_line"
        cls.taxes = {
            rate: cls.env["account.tax"]
            .sudo()
            .create({"name": f"VAT {rate}", "amount": rate, "type_tax_use": "sale", "company_id": company.id})
            for rate in RATES
        }

    @classmethod
    def _create_pricelist(cls, rate):
        """Return a price list in another currency, of which `rate` make one of the company's."""
        currency = cls.env.ref("base.CHF").sudo()
        currency.active = True
        currency.rate_ids.unlink()
        company = cls.company_data["company"]
        cls.env["res.currency.rate"].sudo().create(
            {"name": "1900-01-01", "rate": rate, "currency_id": currency.id, "company_id": company.id}
        )
        return cls.env["product.pricelist"].sudo().create({"name": "CHF", "currency_id": currency.id})

    def _accepted(self, *lines, **values):
        """Return an accepted quote; each line is its price, and by choice its rate, quantity and discount."""
        quote = self._create_quote(order_line=[Command.create(self._line(*line)) for line in lines], **values)
        quote.action_confirm()
        return quote

    @classmethod
    def _line(cls, price, rate=20.0, quantity=1.0, discount=0.0):
        return {
            "product_id": cls.service.id,
            "price_unit": price,
            "product_uom_qty": quantity,
            "discount": discount,
            "tax_ids": [Command.set(cls.taxes[rate].ids)],
        }

    def _credit(self, invoice, price=None, purpose="correction", post=True):
        """Return the credit note of `invoice`, of `price` a line when it is said."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "credit_purpose": purpose})
        )
        wizard.refund_moves()
        credit = wizard.new_move_ids
        if price is not None:
            line = credit.invoice_line_ids.filtered(lambda line: line.display_type == "product")[:1]
            line.write({"price_unit": price, "quantity": 1.0, "discount": 0.0})
        if post:
            credit.action_post()
        return credit

    # === ASSERTIONS === #

    def assertAgrees(self, invoice):
        """Assert that lines, bases by rate and totals of an invoice agree, and that it is no less than nothing."""
        lines = invoice.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        self.assertMoney(sum(lines.mapped("price_subtotal")), invoice.amount_untaxed, invoice)
        bases = {}
        for line in lines:
            bases[line.tax_ids] = bases.get(line.tax_ids, 0.0) + line.price_subtotal
        groups = [group for subtotal in invoice.tax_totals["subtotals"] for group in subtotal["tax_groups"]]
        self.assertMoney(sum(group["tax_amount_currency"] for group in groups), invoice.amount_tax, invoice)
        rated = {taxes: base for taxes, base in bases.items() if taxes.tax_group_id}
        if len(rated.keys()) == 1 and groups:
            self.assertMoney(groups[0]["base_amount_currency"], sum(rated.values()), invoice)
        for tax_line in invoice.line_ids.filtered("tax_line_id"):
            if invoice.currency_id == invoice.company_currency_id:  # Odoo keeps this base in the company's.
                self.assertMoney(abs(tax_line.tax_base_amount), abs(bases[tax_line.tax_line_id]), invoice)
            # Each line may have rounded half a cent, and what is left of deposits another.
            self.assertAlmostEqual(
                abs(tax_line.amount_currency),
                abs(bases[tax_line.tax_line_id]) * tax_line.tax_line_id.amount / 100,
                delta=0.005 * len(lines) + 0.011,
            )
        self.assertGreaterEqual(invoice.amount_total, 0.0)

    def assertMoney(self, first, second, record=None):
        self.assertAlmostEqual(first, second, 2, record and f"{record.name} {record.invoice_line_ids.mapped('name')}")

    def assertSumsUp(self, quote):
        """Assert that what was invoiced and not credited is the quote, tax by tax."""
        moves = quote.invoice_ids.filtered(lambda move: move.state == "posted")
        for name in ("amount_untaxed", "amount_tax", "amount_total"):
            signed = sum((-1 if move.move_type == "out_refund" else 1) * move[name] for move in moves)
            self.assertAlmostEqual(signed, quote[name], 2, name)
        for move in moves:
            self.assertAgrees(move)
