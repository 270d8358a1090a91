from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import QUOTE_ANSWERS, QUOTE_MOVES, QUOTE_STATUSES, STATUS_OF_STATE
from ..context_keys import get_key


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "agency.guarded.mixin",
        "agency.tracking.mixin",
        "sale.order",
        "agency.contact.mixin",
        "agency.deal.document.mixin",
        "agency.recurrence.mixin",
    ]

    # Status (manual: « Les devis »)
    quote_status = fields.Selection(
        selection=QUOTE_STATUSES,
        string="Quote status",
        compute="_compute_quote_status",
        store=True,
        index=True,
        help="Created on: being written. Sent: the customer has it. Accepted: by the user or by the"
        " customer on the portal. Rejected: refused. Settled: all of it invoiced, every"
        " invoice paid. Postponed: the customer put it off. No answer: in spite of reminders.",
    )
    quote_answer = fields.Selection(
        selection=QUOTE_ANSWERS,
        string="Customer's answer",
        copy=False,
        tracking=True,
        help="What the user knows of a quote that waits: postponed, or no answer.",
    )
    last_sent_date = fields.Datetime(
        string="Sent on",
        copy=False,
        readonly=True,
        help="When the quote was last sent to the customer.",
    )
    is_settled_before = fields.Boolean(
        string="Settled before",
        copy=False,
        readonly=True,
        help="Invoiced and paid before it was brought in: its invoices do not hang on its lines, and nothing of it is"
        " left to invoice.",
    )
    reject_reason_id = fields.Many2one(
        comodel_name="crm.lost.reason",
        string="Reason of rejection",
        copy=False,
        tracking=True,
        ondelete="restrict",
        index="btree_not_null",
    )
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

    # The quotes in progress, few among those of years, in the order of their list.
    # Word for word the condition of the filter « In progress »: else PostgreSQL does not know it again.
    _quote_in_progress_idx = models.Index(
        "(next_reminder_date, create_date DESC, id DESC) WHERE billing_frequency IS NULL"
        " AND (quote_status NOT IN ('rejected', 'settled', 'replaced') OR quote_status IS NULL)"
    )

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: what an order says to its customer."""
        return super()._get_shared_fields() | {"company_id", "billing_frequency", "next_invoice_date", "subject"}

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "quote_answer",
        "is_settled_before",
        "billing_frequency",
        "invoice_status",
        "order_line.invoice_lines.move_id.state",
        "order_line.invoice_lines.move_id.payment_state",
    )
    def _compute_quote_status(self):
        for order in self:
            status = STATUS_OF_STATE[order.state]
            if status == "accepted" and order._is_settled():
                status = "settled"
            elif status in ("draft", "sent") and order.quote_answer:
                status = order.quote_answer
            order.quote_status = status

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
        guarded = super()
        if vals.get("state") == "sent":
            self._check_values([vals])
            vals = {"last_sent_date": fields.Datetime.now(), "reminder_count": 0, **vals}
            guarded = super(SaleOrder, self._by_rules())
        if vals.get("state") in ("draft", "sent"):
            vals = {"reject_reason_id": False, **vals}
        leads = self.opportunity_id if "opportunity_id" in vals else self.env["crm.lead"]
        res = guarded.write(vals)
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

    def action_quotation_sent(self):
        """Override of `sale`: a quote put off or without an answer may be sent again.

        :raise UserError: if a quote is neither a draft nor waiting for an answer
        """
        waiting = self.filtered(lambda order: order.state == "sent" and order.quote_answer)
        waiting._set_quote_status("sent")
        if drafts := self - waiting:
            return super(SaleOrder, drafts).action_quotation_sent()
        return None

    def action_reject(self, reject_reason_id=False):
        """Mark the quotes as refused by the customer.

        :param int reject_reason_id: id of the `crm.lost.reason`, if known
        :raise UserError: if a quote may not be rejected, as a settled one
        """
        reason = self.env["crm.lost.reason"].browse(reject_reason_id)
        self._check_quote_move({"state": "cancel"})
        self.action_cancel()
        if reason:
            self.reject_reason_id = reason
        return True

    def action_ask_reject_reason(self):
        """Ask for the reason, then reject the quotes."""
        self._check_quote_move({"state": "cancel"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject the quote"),
            "res_model": "agency.quote.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_ids": self.ids},
        }

    def action_postpone(self):
        """Mark the quotes as put off by the customer; they can still be accepted.

        :raise UserError: if a quote may not be postponed
        """
        self._set_quote_status("postponed")
        return True

    def action_no_answer(self):
        """Mark the quotes as left without an answer; they can still be accepted.

        :raise UserError: if a quote was not sent, or has its answer
        """
        self._set_quote_status("no_answer")
        return True

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

    def _set_quote_status(self, status):
        """Move the quotes to a status that waits for the customer: sent, postponed, no answer.

        The other statuses are Odoo's own: `action_confirm()`, `action_cancel()`, `action_draft()`.

        :raise UserError: if a quote may not move there
        """
        if status == "sent":
            self.write({"state": "sent"})
        else:
            self.write({"quote_answer": status})

    def _check_quote_move(self, vals):
        """Check that the quotes may take the status that `vals` would give them.

        :param dict vals: write values with `state` or `quote_answer`
        :raise UserError: if `const.QUOTE_MOVES` does not know the move
        """
        target = vals.get("quote_answer") or STATUS_OF_STATE[vals["state"]]
        for order in self:
            status = order.quote_status
            if target != status and target not in QUOTE_MOVES[status]:
                # A settled quote that is confirmed again, say, stays what it is.
                if target == "accepted" and status == "settled":
                    continue
                raise UserError(order._get_quote_move_error_message(target))

    def _get_quote_move_error_message(self, target):
        """Return why this quote can't take the status `target`, and what to do instead."""
        self.ensure_one()
        labels = dict(self._fields["quote_status"]._description_selection(self.env))
        values = {
            "quote": self.name,
            "status": labels[self.quote_status],
            "target": labels[target],
        }
        if self.quote_status == "settled":
            return self.env._(
                "The quote %(quote)s is settled: its invoices are paid, so it can't become"
                " “%(target)s”. Make a credit note for its invoices instead.",
                **values,
            )
        if self.quote_status == "rejected":
            return self.env._(
                "The quote %(quote)s was rejected, so it can't become “%(target)s”. Set it to quotation first.",
                **values,
            )
        return self.env._("The quote %(quote)s is “%(status)s”, so it can't become “%(target)s”.", **values)

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

    def _get_deal_fact(self):
        """Return what this quote tells its deal, see `crm.lead._get_facts()`."""
        self.ensure_one()
        if self.state == "draft":
            return None
        if self.state == "cancel":
            return "rejected"
        if self.state == "sent":
            return f"sent {self.last_sent_date or ''}"
        if self.billing_frequency:
            return "recurring"
        if self.is_settled_before or (self._is_invoiced() and self._get_posted_invoices()._are_sent()):
            return "final"
        deposits = self.order_line.filtered("is_downpayment").invoice_lines.move_id
        if any(move.move_type == "out_invoice" and move._is_sent() for move in deposits):
            return "deposit"
        return "accepted"

    def _get_deposit_share(self):
        """Return the share of the quote, in percent, that its deposit is proposed to be."""
        self.ensure_one()
        return 30.0

    def _get_services_total(self):
        """Return the total excluding tax of the quote, its down payments apart."""
        self.ensure_one()
        return sum(self.order_line.filtered(lambda line: not line.is_downpayment).mapped("price_subtotal"))

    def _is_invoiced(self):
        """Return whether all of this quote is invoiced, by invoices that were confirmed."""
        self.ensure_one()
        invoices = self.order_line.invoice_lines.move_id.filtered(lambda m: m.state != "cancel")
        return (
            self.invoice_status in ("invoiced", "upselling")
            and bool(invoices)
            and all(invoice.state == "posted" for invoice in invoices)
        )

    def _get_posted_invoices(self):
        return self.order_line.invoice_lines.move_id.filtered(lambda move: move.state == "posted")

    def _is_settled(self):
        """Return whether all of this quote is invoiced and every invoice paid."""
        self.ensure_one()
        return self.is_settled_before or (
            not self.billing_frequency
            and self._is_invoiced()
            and all(
                invoice.payment_state in ("paid", "in_payment", "reversed")
                for invoice in self.order_line.invoice_lines.move_id
                if invoice.state == "posted"
            )
        )

    def _share_contact(self):
        """Let quotes and their deals know the same contact, whichever had one first."""
        if get_key(self.env, "agency_history"):
            return
        for order in self.filtered("opportunity_id"):
            order.opportunity_id._adopt_partner(order.partner_id)
        self.filtered("is_contact_missing").opportunity_id._spread_contact()

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
