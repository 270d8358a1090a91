"""The turnover by type presta: lines written when an invoice is issued, each euro once."""

from odoo import fields, models
from odoo.tools import SQL

from ..utils import split_amount


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    turnover_line_ids = fields.One2many(comodel_name="agency.turnover.line", inverse_name="move_id", string="Turnover")

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `account` to enter what was issued in the turnover, and take out what is no more."""
        res = super().write(vals)
        if "state" in vals:
            self._refresh_turnover()
        return res

    # === BUSINESS METHODS === #

    def _refresh_turnover(self):
        """Write the turnover lines of these invoices anew; only what is posted has some."""
        self = self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
        # The turnover is written by the rules alone: users only read it.
        lines_sudo = self.env["agency.turnover.line"].sudo()
        if self.ids:
            # By SQL: `unlink()` would empty the whole cache of whoever posts an invoice or sets it to draft.
            lines_sudo.flush_model()
            self.env.cr.execute(SQL("DELETE FROM agency_turnover_line WHERE move_id IN %s", tuple(self.ids)))
            lines_sudo.invalidate_model()
            self.invalidate_recordset(["turnover_line_ids"])
        posted = self.filtered(lambda move: move.state == "posted" and move.company_id._works_as_agency())
        posted._read_for_turnover()
        # In the order of their dates: a balance takes a deposit off as it was shared.
        values = []
        for move in posted.sorted(lambda move: (move.invoice_date, move.id)):
            if values and any(move.invoice_line_ids.sale_line_ids.mapped("is_downpayment")):
                lines_sudo.create(values)
                values = []
            values += move._prepare_turnover_values()
        lines_sudo.create(values)

    def _read_for_turnover(self):
        """Read at once what each of these invoices is asked for: a record that `filtered` returns reads its own."""
        lines = self.invoice_line_ids
        lines.mapped("balance")
        lines.mapped("presta_type_id.requires_creation_value")
        lines.sale_line_ids.mapped("is_downpayment")
        self.presta_type_ids.mapped("requires_creation_value")

    def _prepare_turnover_values(self):
        """Prepare the turnover lines of this invoice: each euro once, whatever its types.

        - a line counts for its type, when the invoice has this type;
        - a deposit, and its deduction, are shared as the services of the quote;
        - what is left (no type, a type taken off by hand, a discount) is shared equally among
          the types set by hand that no line has, else in proportion to the lines that have
          one; without any, it has no type.

        :return: list of `agency.turnover.line` create values
        """
        self.ensure_one()
        currency = self.company_currency_id
        types = self.presta_type_ids
        lines = self._get_presta_lines()
        typed = {}
        for line in lines.filtered(lambda line: line.presta_type_id in types):
            amount = typed.get(line.presta_type_id, 0.0) - line.balance
            typed[line.presta_type_id] = amount
        by_hand = types.filtered(lambda t: t not in typed)
        values = []
        for line in lines:
            if line.presta_type_id in types and line.presta_type_id:
                weights = {line.presta_type_id: 1.0}
            elif deposit := line.sale_line_ids.filtered("is_downpayment"):
                weights = line._get_deposit_weights(deposit)
            elif self.has_own_presta_types and by_hand:
                weights = dict.fromkeys(by_hand, 1.0)
            else:
                weights = {t: amount for t, amount in typed.items() if amount > 0}
            weights = weights or {self.env["agency.presta.type"]: 1.0}
            parts = split_amount(-line.balance, list(weights.values()), currency.rounding)
            values += [
                {"move_line_id": line.id, "presta_type_id": t.id, "amount": part}
                for t, part in zip(weights, parts, strict=True)
                if part
            ]
        self._share_creation(values)
        return values

    def _share_creation(self, values):
        """Share the creation value of this invoice among its turnover lines that are creation."""
        creation = self.currency_id._convert(
            self.creation_value_signed,
            self.company_currency_id,
            self.company_id,
            self.invoice_date or fields.Date.context_today(self),
        )
        types = self.presta_type_ids.filtered("requires_creation_value")
        rows = [row for row in values if row["presta_type_id"] in types.ids]
        if not creation:
            return
        if not rows:
            # Value and types were set by hand: it stands beside the first line.
            rows = values[:1]
        # The net of each type, so that a balance's deposits take their part off.
        weights = [row["amount"] for row in rows]
        parts = split_amount(creation, weights, self.company_currency_id.rounding)
        for row, part in zip(rows, parts, strict=True):
            row["creation_value"] = part


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line"]

    turnover_line_ids = fields.One2many(
        comodel_name="agency.turnover.line",
        inverse_name="move_line_id",
        export_string_translation=False,
    )

    def _get_deposit_weights(self, deposit):
        """Return the types of a deposit line and their weights.

        Its deduction from the balance, or its credit note, is shared just as the deposit was.

        :param deposit: the down payment line of the quote
        :return: `{presta type: weight}`
        """
        self.ensure_one()
        weights = {}
        known = deposit.invoice_lines.turnover_line_ids.filtered(
            lambda row: row.move_id != self.move_id and row.amount > 0
        )
        for row in known:
            weights[row.presta_type_id] = weights.get(row.presta_type_id, 0.0) + row.amount
        if weights:
            return weights
        services = deposit.order_id.order_line.filtered(lambda line: not line.is_downpayment and not line.display_type)
        same_taxes = services.filtered(lambda line: line.tax_ids == deposit.tax_ids)
        for line in same_taxes or services:
            weights[line.presta_type_id] = weights.get(line.presta_type_id, 0.0) + line.price_subtotal
        return {t: weight for t, weight in weights.items() if weight > 0}
