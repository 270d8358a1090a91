from odoo import api, fields, models
from odoo.exceptions import UserError

from ..context_keys import get_key


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "agency.guest.mixin",
        "agency.guarded.mixin",
        "agency.tracking.mixin",
        "sale.order",
        "agency.contact.mixin",
        "agency.deal.document.mixin",
        "agency.recurrence.mixin",
    ]

    _agency_tracked_fields = frozenset({"opportunity_id"})

    opportunity_id = fields.Many2one(tracking=True)
    subject = fields.Char(
        compute="_compute_subject",
        store=True,
        readonly=False,
        precompute=True,
        help="What the quote or order is about, in the customer's words.",
    )
    creation_value = fields.Monetary(
        compute="_compute_creation_value",
        store=True,
        help="Part of the quote, excluding tax, that is original creation. Its invoices share it, to the cent.",
    )
    price_revision_ids = fields.One2many(
        comodel_name="agency.price.revision",
        inverse_name="order_id",
        string="Price revisions",
    )

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: what an order says to its customer."""
        return super()._get_shared_fields() | {"company_id", "billing_frequency", "next_invoice_date", "subject"}

    # === COMPUTE METHODS === #

    @api.depends("opportunity_id")
    def _compute_subject(self):
        for order in self:
            order.subject = order.subject or order.opportunity_id.name

    @api.depends("order_line.creation_value")
    def _compute_creation_value(self):
        for order in self:
            order.creation_value = sum(order.order_line.mapped("creation_value"))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._after_quote_move()
        orders._share_contact()
        orders._confirm_recurring_orders()
        return orders

    def write(self, vals):
        """Override of `sale`: the one door of every status.

        Buttons, mails, the portal, payments, batches, RPC and imports all write `state` or
        `quote_answer` in the end. The move is checked against `const.QUOTE_MOVES`, then the
        deal looks at its quotes. Whoever is no user of the agency, a shop's salesperson or an
        automation, moves orders as Odoo lets them; so does everybody in a company that is none.

        :raise UserError: if the status of a quote may not move there
        """
        if vals.get("state"):
            # A new fact makes the user's older word void.
            vals = {"quote_answer": False, **vals}
        if vals.get("quote_answer") or (vals.get("state") and self.env.user._is_agency_user()):
            self.filtered(lambda order: order.company_id._works_as_agency())._check_quote_move(vals)
        if vals.get("state") == "sent":
            facts = {"last_sent_date": fields.Datetime.now(), "reminder_count": 0}
            # These alone are the rules': what comes along with the status, in lists too, is the user's.
            super(SaleOrder, self._by_rules()).write({name: facts[name] for name in facts.keys() - vals.keys()})
        if vals.get("state") in ("draft", "sent"):
            vals = {"reject_reason_id": False, **vals}
        leads = self.opportunity_id if "opportunity_id" in vals else self.env["crm.lead"]
        res = super().write(vals)
        if vals.keys() & {"state", "quote_answer"}:
            self.filtered("first_sent_date")._stop_reminders()
        if vals.keys() & self._get_followed_fields():
            self._after_quote_move()
            leads._follow_quotes()
        if "opportunity_id" in vals or "partner_id" in vals:
            self._share_contact()
        if vals.get("billing_frequency"):
            self._confirm_recurring_orders()
        return res

    def unlink(self):
        leads = self.opportunity_id
        res = super().unlink()
        leads._follow_quotes()
        return res

    # === ACTION METHODS === #

    def action_new_deposit_invoice(self):
        """Ask for the share or the amount of a deposit."""
        self.ensure_one()
        return self._get_new_invoice_action(
            "deposit", default_advance_payment_method="percentage", default_amount=self._get_deposit_share()
        )

    def action_new_partial_invoice(self):
        """Ask for the progress that an instalment bills."""
        return self._get_new_invoice_action("partial", default_advance_payment_method="delivered")

    def action_new_balance_invoice(self):
        """Show what is left to invoice, the deposits taken off, before it is invoiced."""
        return self._get_new_invoice_action("balance", default_advance_payment_method="delivered")

    def action_make_recurring(self):
        """Ask which services of this quote come back, how often and from when.

        :raise UserError: if this already is a recurring order
        """
        self.ensure_one()
        if self.billing_frequency:
            raise UserError(self.env._("%(order)s already is a recurring order.", order=self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make a recurring order"),
            "res_model": "agency.make.recurring",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _find_mail_template(self):
        """Override of `sale`: a quote goes with the agency's own words."""
        template = self.env.ref("agency_crm.mail_template_quote", raise_if_not_found=False)
        if (
            template
            and self.company_id._works_as_agency()
            and self.state != "sale"
            and not self.env.context.get("proforma")
        ):
            return template
        return super()._find_mail_template()

    @api.model
    def _get_followed_fields(self):
        """Return the fields that tell a deal how far its quote has come."""
        return {"state", "quote_answer", "opportunity_id", "billing_frequency"}

    def _after_quote_move(self):
        """Let accounts and deals follow what these quotes have come to."""
        agency_orders = self.filtered(lambda order: order.company_id._works_as_agency())
        agency_orders.filtered(lambda order: order.state == "sale").partner_id._become_client()
        deals = self.opportunity_id
        if get_key(self.env, "mark_so_as_sent"):
            # The composer mutes the tracking of the quote, not that of its deal.
            deals = deals.with_context(tracking_disable=False)
        deals._follow_quotes()

    @api.model
    def _get_new_recurring_order_action(self, **context):
        """Return the action that opens an empty recurring order with the defaults of `context`."""
        action = self.env["ir.actions.actions"]._for_xml_id("agency_crm.sale_order_action_recurring")
        return {
            **action,
            "views": [(False, "form")],
            "view_mode": "form",
            "context": {**context, "default_billing_frequency": "annual"},
        }

    def _confirm_recurring_orders(self):
        """Accept the recurring orders that still are quotes: they are accepted when made."""
        self.filtered(lambda order: order.billing_frequency and order.state in ("draft", "sent")).action_confirm()

    def _get_deposit_share(self):
        """Return the share of the quote, in percent, that its deposit is proposed to be."""
        self.ensure_one()
        return 30.0

    def _get_services_total(self):
        """Return the total excluding tax of the quote, its down payments apart."""
        self.ensure_one()
        return sum(self.order_line.filtered(lambda line: not line.is_downpayment).mapped("price_subtotal"))

    def _share_contact(self):
        """Let quotes and their deals know the same contact, whichever had one first."""
        if get_key(self.env, "agency_history"):
            return
        # A deal of a colleague, which whoever sells their own alone does not see, is not changed by them.
        deals = self.opportunity_id._filtered_access("write")
        for order in self.filtered(lambda order: order.opportunity_id in deals):
            order.opportunity_id._adopt_partner(order.partner_id)
        (self.filtered("is_contact_missing").opportunity_id & deals)._spread_contact()

    def _get_new_invoice_action(self, dialog, **context):
        """Return the action that opens one of `const.INVOICE_DIALOGS`; Odoo's own for several quotes at once."""
        action = self.env["ir.actions.actions"]._for_xml_id("sale.action_view_sale_advance_payment_inv")
        context = {"active_ids": self.ids, "active_model": self._name, **context}
        if len(self) == 1:
            view = self.env.ref("agency_crm.sale_advance_payment_inv_view_form_kind")
            name = dict(self.env["sale.advance.payment.inv"]._fields["invoice_dialog"]._description_selection(self.env))
            context["default_invoice_dialog"] = dialog
            action = {**action, "name": name[dialog], "views": [(view.id, "form")], "view_id": view.id}
        return {**action, "context": context}
