from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import COLLECTION_RANKS, INVOICE_DUE_SOON_DAYS, INVOICE_STATES, INVOICE_STATUSES, STATUSES_TO_CASH_IN
from ..context_keys import get_key


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["agency.guest.mixin", "agency.guarded.mixin", "account.move", "agency.deal.document.mixin"]

    opportunity_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Deal",
        compute="_compute_opportunity_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        tracking=True,
        copy=False,
        domain="[('type', '=', 'opportunity'), '|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        help="Deal that this invoice belongs to; an invoice of a quote takes the quote's.",
    )
    agency_status = fields.Selection(
        selection=INVOICE_STATUSES,
        string="Invoice status",
        compute="_compute_agency_status",
        store=True,
        index="btree_not_null",
        help="Created on: being written. To send: confirmed, the customer does not have it yet. Sent: mailed, the mail"
        " server took it, or marked sent. Paid: nothing is due any more. Credited: a credit note settled it. Will never"
        " be paid: given up, with a reason.",
    )
    collection_rank = fields.Integer(
        compute="_compute_collection_rank",
        store=True,
        export_string_translation=False,
        help="Order of the list: what waits for its payment, by due date, comes first; then drafts, then what is paid.",
    )
    collection_state = fields.Selection(
        selection=INVOICE_STATES,
        string="How it stands",
        compute="_compute_collection_state",
        help="The invoice status, and for what is to be cashed in how late it is.",
    )
    is_never_paid = fields.Boolean(
        string="Will never be paid",
        copy=False,
        tracking=True,
        help="Given up: out of the default list and of what is to be cashed in.",
    )
    recurring_order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Recurring order",
        index="btree_not_null",
        readonly=True,
        check_company=True,
        copy=False,
        ondelete="restrict",
        help="Recurring order of which this invoice bills a period.",
    )
    recurring_period_start = fields.Date(string="Period from", readonly=True, copy=False)
    recurring_period_end = fields.Date(string="Period to", readonly=True, copy=False)
    is_period_free = fields.Boolean(
        string="Period to be invoiced again",
        compute="_compute_is_period_free",
        store=True,
        export_string_translation=False,
        help="The invoice of the period was credited in full: the period may be invoiced again.",
    )
    never_paid_reason = fields.Char(
        string="Why it will never be paid",
        copy=False,
        tracking=True,
    )

    # Whatever fails, a period is never invoiced twice.
    _recurring_period_uniq = models.UniqueIndex(
        "(recurring_order_id, recurring_period_start) WHERE recurring_order_id IS NOT NULL AND state != 'cancel'"
        " AND is_period_free IS NOT TRUE",
        "This period of the recurring order already has its invoice.",
    )

    # The order of the list.
    _collection_idx = models.Index(
        "(collection_rank, invoice_date_due, id DESC) WHERE move_type IN ('out_invoice', 'out_refund')"
    )
    # The same of one salesperson: « Mes factures ».
    _own_collection_idx = models.Index(
        "(invoice_user_id, collection_rank, invoice_date_due, id DESC) WHERE move_type IN ('out_invoice', 'out_refund')"
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.sale_line_ids.order_id.opportunity_id", "reversed_entry_id")
    def _compute_opportunity_id(self):
        """Take the deal of the quotes invoiced, or of the invoice credited."""
        for move in self:
            deals = move.line_ids.sale_line_ids.order_id.opportunity_id or move.reversed_entry_id.opportunity_id
            move.opportunity_id = move.opportunity_id or deals._filter_for_company(move.company_id)[:1]

    @api.depends("state", "move_type", "payment_state", "is_never_paid")
    def _compute_agency_status(self):
        for move in self:
            if move.move_type not in ("out_invoice", "out_refund") or move.state == "cancel":
                move.agency_status = False
            elif move.state == "draft":
                move.agency_status = "draft"
            elif move.payment_state in ("paid", "in_payment", "reversed"):
                move.agency_status = "paid"
            else:
                move.agency_status = "never_paid" if move.is_never_paid else "sent"

    @api.depends("agency_status")
    def _compute_collection_rank(self):
        for move in self:
            move.collection_rank = COLLECTION_RANKS.get(move.agency_status, len(COLLECTION_RANKS))

    @api.depends("agency_status", "payment_state", "invoice_date_due")
    def _compute_collection_state(self):
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=INVOICE_DUE_SOON_DAYS)
        for move in self:
            move.collection_state = move.agency_status
            # A credit note is the agency's to give back: no customer is late with it.
            if move.agency_status not in STATUSES_TO_CASH_IN or move.move_type == "out_refund":
                continue
            if move.invoice_date_due and move.invoice_date_due < today:
                move.collection_state = "overdue"
            elif move.agency_status == "to_send":
                continue
            elif move.payment_state == "partial":
                move.collection_state = "part_paid"
            elif move.invoice_date_due and move.invoice_date_due <= soon:
                move.collection_state = "due_soon"

    @api.depends("payment_state", "recurring_order_id")
    def _compute_is_period_free(self):
        for move in self:
            move.is_period_free = bool(move.recurring_order_id and move.payment_state == "reversed")

    # === CRUD METHODS === #

    @api.model
    def _is_closed_to_proposals(self, field):
        """Override of `agency.guarded.fields.mixin`: nor is an invoice confirmed by default; Odoo sees values alone."""
        return field.name == "state" or super()._is_closed_to_proposals(field)

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._share_partner_with_deal()
        return moves

    def write(self, vals):
        """Override of `account`: the deal looks again when an invoice changes deal or state."""
        leads = self.opportunity_id if "opportunity_id" in vals else self.env["crm.lead"]
        res = super().write(vals)
        if "opportunity_id" in vals:
            self._share_partner_with_deal()
        if "opportunity_id" in vals or "state" in vals:
            leads._follow_quotes()
            self._after_invoice_move()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_agency_user(self):
        """Deleting is for those who configure the agency; a draft can be cancelled."""
        user = self.env.user
        if (
            not self.env.su
            and any(company._works_as_agency() for company in self.company_id)
            # Odoo deletes the entry of a payment that is set to draft: it is no invoice.
            and any(move.is_sale_document(include_receipts=True) for move in self)
            and user.has_group("agency_crm.group_agency_user")
            and not user.has_group("agency_crm.group_agency_manager")
        ):
            raise AccessError(self.env._("Only a manager of the agency deletes invoices. Cancel it instead."))

    def unlink(self):
        leads = self._get_deals()
        res = super().unlink()
        leads._follow_quotes()
        return res

    # === ACTION METHODS === #

    def action_ask_never_paid_reason(self):
        """Ask why these invoices will never be paid."""
        self._check_never_paid()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Will never be paid"),
            "res_model": "agency.invoice.never.paid",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_ids": self.ids},
        }

    def action_never_paid(self, reason):
        """Give up these invoices.

        :param str reason: why they will never be paid
        :raise UserError: if one is not waiting for its payment, or there is no reason
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the invoice will never be paid."))
        self._check_never_paid()
        self.write({"is_never_paid": True, "never_paid_reason": reason.strip()})
        return True

    def action_undo_never_paid(self):
        """Wait again for the payment of these invoices."""
        self.write({"is_never_paid": False, "never_paid_reason": False})
        return True

    # === BUSINESS METHODS === #

    def _check_never_paid(self):
        for move in self:
            if move.agency_status not in (*STATUSES_TO_CASH_IN, "never_paid"):
                raise UserError(
                    self.env._(
                        "The invoice %(invoice)s is not waiting for a payment: only an invoice"
                        " that was sent can be given up.",
                        invoice=move.display_name,
                    )
                )

    def _get_deals(self):
        """Return the deals that look at these invoices."""
        # An accountant need not have access to quotes and deals.
        moves_sudo = self.sudo()
        deals_sudo = moves_sudo.opportunity_id | moves_sudo.line_ids.sale_line_ids.order_id.opportunity_id
        return deals_sudo.sudo(self.env.su)

    def _after_invoice_move(self):
        """Let accounts and deals follow what these customer invoices have come to."""
        moves = self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
        moves.filtered(
            lambda move: (
                move.state == "posted" and move.move_type == "out_invoice" and move.company_id._works_as_agency()
            )
        ).partner_id._become_client()
        moves._get_deals()._follow_quotes()

    def _share_partner_with_deal(self):
        """Give the customer of an invoice to its deal that knows nobody yet."""
        if get_key(self.env, "agency_history"):
            return
        for move in self.filtered(lambda move: move.opportunity_id and move.partner_id):
            move.opportunity_id._adopt_partner(move.partner_id)
