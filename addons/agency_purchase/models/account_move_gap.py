"""A supplier's bill that is not what was ordered: said with the gap, and accepted with a word (B37)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import formatLang

from ..const import COSTS_GROUP


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    order_gap = fields.Monetary(
        string="Gap with the order",
        compute="_compute_order_gap",
        store=True,
        currency_field="company_currency_id",
        groups=COSTS_GROUP,
        help="What is billed of its orders, by this bill and those posted before, less what was ordered; excl. tax, in"
        " the company's currency. A part is no gap as long as it is not more than the order.",
    )
    is_gap_to_accept = fields.Boolean(
        string="Gap to accept",
        compute="_compute_order_gap",
        store=True,
        groups=COSTS_GROUP,
        help="The gap is beyond what the company takes without a word, and nobody accepted it.",
    )
    order_gap_text = fields.Text(
        compute="_compute_order_gap_text",
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="Ordered and billed, order by order.",
    )
    order_gap_word = fields.Char(
        string="Why it is accepted",
        copy=False,
        groups=COSTS_GROUP,
        help="A word on why the bill is accepted though it is not what was ordered.",
    )
    order_gap_accepted = fields.Monetary(
        string="Accepted gap", readonly=True, copy=False, currency_field="company_currency_id", groups=COSTS_GROUP
    )
    order_gap_accepted_by_id = fields.Many2one(
        comodel_name="res.users", string="Gap accepted by", readonly=True, copy=False, groups=COSTS_GROUP
    )
    order_gap_accepted_on = fields.Datetime(string="Gap accepted on", readonly=True, copy=False, groups=COSTS_GROUP)

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "move_type",
        "invoice_line_ids.price_subtotal",
        "invoice_line_ids.quantity",
        "invoice_line_ids.purchase_line_id.order_id.amount_untaxed",
        "order_gap_accepted",
        "order_gap_accepted_on",
    )
    def _compute_order_gap(self):
        for move in self:
            gaps = move._get_order_gaps()
            gap = sum(
                order.currency_id._convert(
                    billed - ordered, move.company_currency_id, move.company_id, move._get_gap_date()
                )
                for order, ordered, billed in gaps
            )
            is_accepted = bool(move.order_gap_accepted_on) and not move.company_currency_id.compare_amounts(
                move.order_gap_accepted, gap
            )
            move.order_gap = gap
            is_open = move.state == "draft" and not is_accepted
            move.is_gap_to_accept = is_open and any(move._is_beyond(*gap) for gap in gaps)

    @api.depends("order_gap")
    @api.depends_context("lang")
    def _compute_order_gap_text(self):
        for move in self:
            texts = []
            for order, ordered, billed in move._get_order_gaps():
                gap, currency = billed - ordered, order.currency_id
                texts.append(
                    self.env._(
                        "%(order)s: ordered %(ordered)s, billed %(billed)s, that is %(gap)s (%(percent)s %%)",
                        order=order.name,
                        ordered=formatLang(self.env, ordered, currency_obj=currency),
                        billed=formatLang(self.env, billed, currency_obj=currency),
                        gap=("+" if gap > 0 else "") + formatLang(self.env, gap, currency_obj=currency),
                        percent=("+" if gap > 0 else "") + formatLang(self.env, gap / ordered * 100, digits=1)
                        if ordered
                        else "—",
                    )
                )
            move.order_gap_text = "\n".join(texts)

    # === ACTION METHODS === #

    def action_accept_gap(self):
        """Accept that these bills are not what was ordered: who, when and the word are kept (B37).

        :raise UserError: if there is no gap, or no word
        :raise AccessError: if the user does not see costs
        """
        if not self.env.user.has_group(COSTS_GROUP):
            raise AccessError(self.env._("Who sees costs accepts a gap with an order."))
        self.check_access("write")
        for move in self:
            if not move.is_gap_to_accept:
                raise UserError(self.env._("%s: there is no gap to accept.", move.display_name))
            if not (move.order_gap_word or "").strip():
                raise UserError(
                    self.env._("Say why %s is accepted though it is not what was ordered.", move.display_name)
                )
            # No amount of the order: who reads bills need not see costs.
            move.message_post(body=self.env._("Gap with the order accepted: %s", move.order_gap_word))
            move._by_rules().write(
                {
                    "order_gap_accepted": move.order_gap,
                    "order_gap_accepted_by_id": self.env.uid,
                    "order_gap_accepted_on": fields.Datetime.now(),
                }
            )

    # === BUSINESS METHODS === #

    def _post(self, soft=True):
        """Override of `account`: a bill that is not what was ordered is accepted with a word before it is approved.

        :raise UserError: if it is not
        """
        # Sudo: accounting approves bills, and need not see costs.
        flagged_sudo = self.sudo().filtered(lambda move: move.is_gap_to_accept and move.company_id._works_as_agency())
        if flagged_sudo:
            raise UserError(
                self.env._(
                    "%s is not what was ordered: somebody who sees costs accepts the gap with a word first.",
                    ", ".join(flagged_sudo.mapped(lambda move: move.ref or move.display_name)),
                )
            )
        return super()._post(soft)

    def _autopost_bill(self):
        """Override of `account`: what is to be accepted waits for somebody."""
        # Sudo: see `_post`.
        return None if self.sudo().is_gap_to_accept else super()._autopost_bill()

    def _get_gap_date(self):
        return self.invoice_date or self.date or fields.Date.context_today(self)

    def _get_order_gaps(self):
        """Return the orders that this bill bills otherwise than ordered, with both amounts in their currency.

        Bills posted before count: a part is no gap, unless all of the order is billed or it comes to more. A company
        that is no agency matches its bills as in Odoo alone.

        :return: list of (order, ordered, billed)
        """
        self.ensure_one()
        if self.move_type != "in_invoice" or self.state == "cancel" or not self.company_id._works_as_agency():
            return []
        gaps = []
        for order in self.invoice_line_ids.purchase_line_id.order_id:
            others = order.order_line.invoice_lines.filtered(
                lambda line: line.parent_state == "posted" and line.move_id != self._origin
            )
            lines = others | self.invoice_line_ids.filtered(lambda line, order=order: line.purchase_order_id == order)
            billed = sum(line.move_id._get_order_amount(line, order) for line in lines)
            ordered = order.amount_untaxed
            sign = order.currency_id.compare_amounts(billed, ordered)
            if sign > 0 or (sign < 0 and self._bills_all_of(order, lines)):
                gaps.append((order, ordered, billed))
        return gaps

    def _get_order_amount(self, line, order):
        """Return the amount of a line of this bill in the currency of the order, negative on a credit note."""
        sign = -1 if self.move_type == "in_refund" else 1
        return sign * self.currency_id._convert(
            line.price_subtotal, order.currency_id, self.company_id, self._get_gap_date()
        )

    def _bills_all_of(self, order, lines):
        """Return whether these lines of bills have all the quantities of the order."""
        for ordered in order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment):
            quantity = sum(
                (-1 if line.move_id.move_type == "in_refund" else 1)
                * line.product_uom_id._compute_quantity(line.quantity, ordered.product_uom_id, round=False)
                for line in lines
                if line.purchase_line_id == ordered
            )
            if ordered.product_uom_id.compare(quantity, ordered.product_qty) < 0:
                return False
        return True

    def _is_beyond(self, order, ordered, billed):
        """Return whether the gap is more than the company takes without a word: by the part, or by the amount."""
        gap = abs(billed - ordered)
        limit = self.company_currency_id._convert(
            self.company_id.bill_gap_amount, order.currency_id, self.company_id, self._get_gap_date()
        )
        part = order.currency_id.round(ordered * self.company_id.bill_gap_percent / 100)
        return order.currency_id.compare_amounts(gap, min(limit, part)) > 0
