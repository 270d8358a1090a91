from odoo import fields, models

from ..const import BUYERS_GROUPS

TO_ORDER = "mail.mail_activity_data_todo"


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["agency.guarded.fields.mixin", "purchase.order"]

    reconfirm_reason = fields.Text(
        string="To be confirmed again",
        readonly=True,
        copy=False,
        groups=BUYERS_GROUPS,
        help="Why the supplier is to be asked before this is ordered: expired, not chosen, another quantity (B34).",
    )

    def write(self, vals):
        """Override: what is ordered, or cancelled, is not to be ordered any more."""
        res = super().write(vals)
        if vals.get("state") in ("to approve", "purchase", "cancel"):
            # Those that we asked for alone: Odoo leaves people's own, and in a shop those of its own rules.
            self.filtered(lambda order: order.company_id._works_as_agency()).activity_unlink([TO_ORDER])
        return res

    def action_reconfirmed(self):
        """The supplier confirmed its price: it may be ordered."""
        self.check_access("write")
        for order in self.filtered("reconfirm_reason"):
            order.message_post(body=self.env._("Confirmed again by the supplier."))
        self._by_rules().reconfirm_reason = False

    def _ask_to_order(self):
        """Ask the buyers of these drafts to look at them: nothing leaves by itself (B9, B30)."""
        for order in self.filtered("user_id"):
            words = order.with_context(lang=order.user_id.lang).env._("Supplier order to place: %s", order.origin)
            # No mail to a colleague: « À faire » shows it.
            quiet = order.with_context(mail_activity_quick_update=True)
            quiet.activity_schedule(TO_ORDER, user_id=order.user_id.id, summary=words)

    def _add_supplier_to_product(self):
        """Override of `purchase`: the price of a job is not that of the service for the next one (B33)."""
        return super(
            PurchaseOrder, self.filtered(lambda order: not order.order_line.price_offer_id)
        )._add_supplier_to_product()


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["agency.guarded.fields.mixin", "purchase.order.line"]

    price_offer_id = fields.Many2one(
        comodel_name="agency.price.offer",
        string="Supplier's price",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=BUYERS_GROUPS,
        help="The price that is ordered.",
    )

    # Odoo tells vendors who have an account: both name the customer (B5).
    sale_line_id = fields.Many2one(groups="base.group_user")
    sale_order_id = fields.Many2one(groups="base.group_user")

    # Accepted twice, or by two at once: ordered once (B30).
    _ordered_once = models.UniqueIndex(
        "(price_offer_id, sale_line_id) WHERE price_offer_id IS NOT NULL",
        "This price is already ordered for this line.",
    )
