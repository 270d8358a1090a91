"""« Nouvelle version »: DEV14-2 replaces DEV14, which stays readable and counts no more."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    quote_status = fields.Selection(selection_add=[("replaced", "Replaced")])
    version_number = fields.Integer(
        string="Version",
        default=1,
        copy=False,
        readonly=True,
        help="1 for the first; the others end their number with it.",
    )
    replaced_by_id = fields.Many2one(
        comodel_name="sale.order",
        string="Replaced by",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Newer version of this quote: this one can't be accepted nor signed any more, and counts no more.",
    )
    replaced_ids = fields.One2many(comodel_name="sale.order", inverse_name="replaced_by_id", string="Replaces")

    @api.depends("replaced_by_id")
    def _compute_quote_status(self):
        """Override: a quote with a newer version is replaced, not rejected."""
        res = super()._compute_quote_status()
        for order in self.filtered(lambda order: order.state == "cancel" and order.replaced_by_id):
            order.quote_status = "replaced"
        return res

    # === CRUD METHODS === #

    def unlink(self):
        """Override of `sale`: without its newer version, a quote is what it was: sent, or being written."""
        replaced = self.replaced_ids - self
        replaced._by_rules().replaced_by_id = False
        res = super().unlink()
        for order in replaced.filtered(lambda order: order.state == "cancel" and not order.reject_reason_id):
            order.action_draft()
            if order.first_sent_date:
                order._by_rules().with_context(tracking_disable=True).write(
                    {"state": "sent", "last_sent_date": order.last_sent_date, "reminder_count": order.reminder_count}
                )
        return res

    # === ACTION METHODS === #

    def action_quotation_sent(self):
        """Override of `sale`: says which version can be sent.

        :raise UserError: if one was replaced
        """
        for order in self.filtered(lambda order: order.quote_status == "replaced"):
            raise UserError(order._get_quote_move_error_message("sent"))
        return super().action_quotation_sent()

    def action_new_version(self):
        """Make a newer version of this quote, and open it: a draft, while this one counts no more.

        :raise UserError: if it is a recurring order, or was replaced already
        :raise RedirectWarning: if it was invoiced, with the credit note one click away
        """
        self.ensure_one()
        self._check_new_version()
        version = self.copy(self._prepare_new_version_values())
        self._by_rules().replaced_by_id = version
        if self.state != "cancel":
            self.with_context(tracking_disable=True)._action_cancel()
        self._stop_reminders()
        self._log_version(version)
        return version._get_records_action(name=version.name)

    def _check_new_version(self):
        self.check_access("write")
        if self.billing_frequency:
            raise UserError(
                self.env._(
                    "%(order)s is a recurring order: change its services, or revise its prices.", order=self.name
                )
            )
        if self.replaced_by_id:
            raise UserError(
                self.env._(
                    "%(quote)s was replaced by %(version)s: make the new version from that one.",
                    quote=self.name,
                    version=self.replaced_by_id.name,
                )
            )
        self._check_credited(
            self.env._(
                "%(quote)s was invoiced by %(invoice)s: change its lines, or make another quote of the deal for what is"
                " new. A new version would take its place: make the credit note of its invoices first."
            )
        )

    def _prepare_new_version_values(self):
        """Prepare what tells the newer version from this one; the rest is copied."""
        self.ensure_one()
        number = self.version_number + 1
        name = self.name.removesuffix(f"-{self.version_number}") if self.version_number > 1 else self.name
        return {
            "name": f"{name}-{number}",
            "opportunity_id": self.opportunity_id.id,
            "client_order_ref": self.client_order_ref,
            "user_id": self.user_id.id,
            "subject": self.subject,
        }

    def _log_version(self, version):
        """Say on both which one replaces which."""
        self.ensure_one()
        version._by_rules().version_number = self.version_number + 1
        self._message_log(
            body=self.env._("Replaced by %(version)s.", version=version._get_html_link(title=version.name))
        )
        version._message_log(body=self.env._("Replaces %(quote)s.", quote=self._get_html_link(title=self.name)))

    # === BUSINESS METHODS === #

    def _get_deal_fact(self):
        """Override: what was replaced tells its deal nothing."""
        return None if self.quote_status == "replaced" else super()._get_deal_fact()

    def _confirmation_error_message(self):
        """Override of `sale`: says which version can be accepted."""
        self.ensure_one()
        if self.quote_status == "replaced":
            return self._get_quote_move_error_message("accepted")
        return super()._confirmation_error_message()

    def _get_quote_move_error_message(self, target):
        """Override: of a quote that was replaced, the newer version moves."""
        if self.quote_status == "replaced":
            return self.env._(
                "The quote %(quote)s was replaced by %(version)s: that one can be sent and accepted.",
                quote=self.name,
                version=self.replaced_by_id.name,
            )
        return super()._get_quote_move_error_message(target)
