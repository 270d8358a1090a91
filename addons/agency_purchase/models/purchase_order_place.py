"""« Commander »: one gesture confirms the order and mails it; it is sent once the mail server took it (B31)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.turns import hold

from ..const import BUYERS_GROUPS, ORDER_MAIL_STATES, ORDER_STATUSES

MANAGERS = ("agency_crm.group_agency_manager", "purchase.group_purchase_manager")


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order"]

    order_mail_state = fields.Selection(
        selection=ORDER_MAIL_STATES,
        string="Mail of the order",
        readonly=True,
        copy=False,
        groups=BUYERS_GROUPS,
        help="What became of the mail that orders: sent once the mail server took it.",
    )
    order_mail_error = fields.Char(
        string="Why it did not leave",
        readonly=True,
        copy=False,
        groups=BUYERS_GROUPS,
        help="What the mail server said.",
    )
    order_message_id = fields.Many2one(
        comodel_name="mail.message",
        string="Mail that orders",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=BUYERS_GROUPS,
    )
    ordered_on = fields.Datetime(
        string="Ordered on",
        readonly=True,
        copy=False,
        groups=BUYERS_GROUPS,
        help="When the supplier was told, by mail or otherwise; in UTC.",
    )
    order_status = fields.Selection(
        selection=ORDER_STATUSES,
        compute="_compute_order_status",
        string="Order status",
        groups=BUYERS_GROUPS,
        help="Where the order stands, in the words of the agency.",
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "order_mail_state")
    def _compute_order_status(self):
        statuses = {"cancel": "cancel", "to approve": "approval"}
        mails = {"leaving": "leaving", "failed": "failed", "sent": "ordered", "told": "ordered"}
        for order in self:
            if order.state == "purchase":
                order.order_status = mails.get(order.order_mail_state, "to_send")
            else:
                order.order_status = statuses.get(order.state, "draft")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: made as ordered at once, it is looked at as one that is confirmed."""
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "purchase")._check_confirmed()
        return orders

    def write(self, vals):
        """Override: whoever confirms, from wherever, may order as much; one taken back is to be sent again."""
        fresh = self.filtered(lambda order: order.state != "purchase") if vals.get("state") == "purchase" else ()
        res = super().write(vals)
        if fresh:
            fresh._check_confirmed()
        if vals.get("state") == "draft":
            # Sudo: who takes an order back need see no costs.
            self.sudo().write(dict.fromkeys(("order_mail_state", "order_mail_error", "ordered_on"), False))
        return res

    # === ACTION METHODS === #

    def action_place(self):
        """Order: confirm, and mail the order to the supplier; what is to be looked at before is said in a window.

        :raise UserError: if it is ordered already, incomplete, or above what the user may order
        """
        return self._place_or_ask(by_mail=True)

    def action_mark_placed(self):
        """Note that it was ordered otherwise, by telephone or on the supplier's site: confirm without a mail."""
        return self._place_or_ask(by_mail=False)

    # === BUSINESS METHODS === #

    def _place_or_ask(self, by_mail):
        """Order, or open the window of what is to be looked at before."""
        self.ensure_one()
        self._check_placeable(by_mail)
        if not self._get_place_warnings():
            return self._place(by_mail)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Order from %(supplier)s", supplier=self.partner_id.name),
            "res_model": "agency.supplier.order",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_order_id": self.id, "default_by_mail": by_mail},
        }

    def _place(self, by_mail=True):
        """Confirm once, then mail once: what was refused or came back is mailed again, not confirmed again.

        :return: a message for the user, or None
        :raise UserError: see `_check_placeable`
        """
        self.ensure_one()
        hold(self)
        self._check_placeable(by_mail)
        if self.state != "purchase":
            self.button_confirm()
        if self.state != "purchase":
            return self._get_notification(self.env._("It waits for the approval of a manager, and was not sent."))
        self._drop_unsent_mail()
        if by_mail:
            message = self._post_order_mail()
            values = {"order_mail_state": "leaving", "order_message_id": message.id, "order_mail_error": False}
        else:
            self.message_post(body=self.env._("Ordered without a mail."))
            values = {"order_mail_state": "told", "ordered_on": fields.Datetime.now(), "order_mail_error": False}
        self._by_rules().write(values)
        return None

    def _check_placeable(self, by_mail):
        """Check that this order may be placed, or sent again.

        :raise UserError: that says what to do
        """
        self.check_access("write")
        supplier = self.partner_id
        if not self.company_id._works_as_agency():
            raise UserError(self.env._("%(company)s orders as Odoo does.", company=self.company_id.name))
        if self.state not in ("draft", "sent", "to approve", "purchase"):
            raise UserError(self.env._("%(name)s is cancelled: set it to draft first.", name=self.name))
        if self.state == "purchase" and self.order_mail_state in ("sent", "told"):
            raise UserError(self.env._("%(name)s is ordered already.", name=self.name))
        if self.state == "purchase" and self.order_mail_state == "leaving" and self._is_mail_pending():
            raise UserError(self.env._("The mail of %(name)s is leaving already.", name=self.name))
        if not self.order_line.filtered(lambda line: not line.display_type and line.product_qty > 0):
            raise UserError(self.env._("%(name)s orders nothing: add a line and its quantity.", name=self.name))
        if not supplier.active:
            raise UserError(self.env._("%(supplier)s is archived: unarchive it first.", supplier=supplier.name))
        if by_mail and not supplier.email:
            raise UserError(
                self.env._(
                    "%(supplier)s: no e-mail address. Give one, or order by telephone and “Ordered without a mail”.",
                    supplier=supplier.name,
                )
            )

    def _check_confirmed(self):
        """Check that these orders, just confirmed, may be.

        :raise UserError: see `_check_may_order`
        """
        self._check_may_order()

    def _check_may_order(self):
        """Check that the user may order as much (SUPPLIERS §6), whichever way it is confirmed.

        :raise UserError: if it is above what users of its company order
        """
        if self.env.su or any(self.env.user.has_group(group) for group in MANAGERS):
            return
        for order in self.filtered(lambda each: each.company_id._works_as_agency()):
            company = order.company_id
            limit = company.supplier_order_limit
            if limit and company.currency_id.compare_amounts(order._get_ordered_amount(), limit) > 0:
                raise UserError(
                    self.env._(
                        "%(name)s is above %(limit)s excl. tax, the largest order of a user: ask a manager to order.",
                        name=order.name,
                        limit=company.currency_id.format(limit),
                    )
                )

    def _get_ordered_amount(self):
        """Return what is ordered, excl. tax, in the currency of the company: from the lines, whatever a total says."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type)
        amount = sum(line.price_unit * line.product_qty * (1 - line.discount / 100) for line in lines)
        currency = self.company_id.currency_id
        return self.currency_id._convert(amount, currency, self.company_id, fields.Date.context_today(self))

    def _approval_allowed(self):
        """Override of `purchase`: a manager of the agency approves too, where a company asks for approvals."""
        is_manager = self.company_id._works_as_agency() and self.env.user.has_group(MANAGERS[0])
        return super()._approval_allowed() or is_manager

    def _get_notification(self, text):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": text, "type": "warning", "next": {"type": "ir.actions.client", "tag": "soft_reload"}},
        }

    # === WARNINGS === #

    def _get_place_warnings(self):
        """Return what is to be looked at before it is ordered, in words; none of them blocks."""
        self.ensure_one()
        if self.state == "purchase":
            return []
        warnings = [*self._get_deposit_warnings()]
        if self.reconfirm_reason:
            warnings.append(self.env._("To be confirmed again by the supplier: %s", self.reconfirm_reason))
        return warnings

    def _get_deposit_warnings(self):
        """Return which deposits of the quotes it was made of are not paid yet, with their figures (B31)."""
        # Sudo: the customer's invoices need not be the buyer's to read; what is said is for us alone.
        quotes_sudo = self.sudo().order_line.sale_line_id.order_id
        warnings = []
        for quote_sudo in quotes_sudo.filtered(lambda quote: quote.state == "sale" and not quote.billing_frequency):
            asked, left = quote_sudo._get_deposit_left_to_pay()
            if left:
                warnings.append(
                    self.env._(
                        "The deposit of %(quote)s is not paid: %(left)s left of %(asked)s, incl. tax.",
                        quote=quote_sudo.name,
                        left=quote_sudo.currency_id.format(left),
                        asked=quote_sudo.currency_id.format(asked),
                    )
                )
        return warnings


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what is added to an order counts as what was ordered."""
        lines = super().create(vals_list)
        lines.order_id.filtered(lambda order: order.state == "purchase")._check_may_order()
        return lines

    def write(self, vals):
        """Override: an order that is confirmed does not grow above what the user may order."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(("price_unit", "product_qty", "discount", "order_id")):
            self.order_id.filtered(lambda order: order.state == "purchase")._check_may_order()
        return res


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _get_deposit_left_to_pay(self):
        """Return the deposit of this quote, billed or else asked for, and what is left to pay of it.

        :return: two amounts incl. tax, in the currency of the quote
        """
        self.ensure_one()
        deposits = self.order_line.filtered("is_downpayment").invoice_lines.move_id.filtered(
            lambda move: move.move_type == "out_invoice" and move.state != "cancel" and move.payment_state != "reversed"
        )
        if deposits:
            unpaid = deposits.filtered(
                lambda move: move.state == "draft" or move.payment_state in ("not_paid", "partial")
            )
            left = sum(move.amount_total if move.state == "draft" else move.amount_residual for move in unpaid)
            return sum(deposits.mapped("amount_total")), left
        if not self.deposit_percent or self.is_settled_before or self._is_invoiced():
            return 0.0, 0.0
        asked = self.currency_id.round(self.amount_total * self.deposit_percent / 100)
        return asked, asked
