from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = [
        "agency.guest.mixin",
        "agency.guarded.mixin",
        "agency.tracking.mixin",
        "crm.lead",
        "agency.contact.mixin",
    ]

    stock_values = fields.Json(
        prefetch=False,
        copy=False,
        export_string_translation=False,
        help="Where the deal was before this add-on was installed; given back when it is uninstalled.",
    )
    recurring_order_ids = fields.One2many(
        comodel_name="sale.order",
        inverse_name="opportunity_id",
        string="Recurring orders",
        domain=[("billing_frequency", "!=", False)],
    )
    quote_ids = fields.One2many(
        comodel_name="sale.order",
        inverse_name="opportunity_id",
        string="Quotes",
        domain=[("billing_frequency", "=", False)],
    )
    quote_count = fields.Integer(compute="_compute_document_counts")
    recurring_order_count = fields.Integer(compute="_compute_document_counts")
    invoice_ids = fields.One2many(
        comodel_name="account.move",
        inverse_name="opportunity_id",
        string="Invoices",
    )
    invoice_count = fields.Integer(compute="_compute_document_counts")

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: Odoo's own, which its page of a reseller shows."""
        return super()._get_shared_fields() | {"expected_revenue", "stage_id"}

    # === COMPUTE METHODS === #

    @api.depends("order_ids.billing_frequency", "order_ids.state", "order_ids.invoice_ids", "invoice_ids")
    def _compute_document_counts(self):
        if len(self) == 1:
            # A form, whose quotes are read anyway.
            orders = self.order_ids
            self.recurring_order_count = len(orders.filtered("billing_frequency"))
            self.quote_count = len(orders) - self.recurring_order_count
            self.invoice_count = len(self._get_invoices())
            return
        in_deals = Domain("opportunity_id", "in", self.ids)
        is_quote = Domain("billing_frequency", "=", False)
        quotes, orders = (
            dict(self.env["sale.order"]._read_group(in_deals & domain, ["opportunity_id"], ["__count"]))
            for domain in (is_quote, ~is_quote)
        )
        for lead in self:
            lead.quote_count = quotes.get(lead._origin, 0)
            lead.recurring_order_count = orders.get(lead._origin, 0)
            lead.invoice_count = len(lead._get_invoices())

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `crm`: the contact of a deal is that of its quotes without one."""
        res = super().write(vals)
        if "partner_id" in vals:
            self._spread_contact()
        return res

    # === ACTION METHODS === #

    def action_new_quote(self):
        """Open a new quote of this deal, or ask for its account first when it has none."""
        self.ensure_one()
        return self.action_sale_quotations_new()

    def action_new_recurring_order(self):
        """Open a new recurring order of this deal."""
        self.ensure_one()
        return self.env["sale.order"]._get_new_recurring_order_action(**self._prepare_opportunity_quotation_context())

    def action_new_invoice(self):
        """Open a new invoice of this deal: a request that needs no quote."""
        self.ensure_one()
        return self.env["res.partner"]._get_new_record_action(
            "account.move",
            self.env._("New invoice"),
            default_move_type="out_invoice",
            default_partner_id=self.partner_id.id,
            default_opportunity_id=self.id,
            default_invoice_user_id=self.user_id.id,
            default_team_id=self.team_id.id,
        )

    def action_view_quotes(self):
        """Open the quotes of this deal, whatever their status."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_crm.sale_order_action_quote")
        return {
            **action,
            "domain": [("opportunity_id", "=", self.id), ("billing_frequency", "=", False)],
            "context": self._prepare_opportunity_quotation_context(),
        }

    def action_view_recurring_orders(self):
        """Open the recurring orders of this deal."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_crm.sale_order_action_recurring")
        return {**action, "domain": [("id", "in", self.recurring_order_ids.ids)], "context": {}}

    def action_view_invoices(self):
        """Open the invoices of this deal."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_crm.account_move_action")
        return {
            **action,
            "domain": [("id", "in", self._get_invoices().ids)],
            "context": {"default_move_type": "out_invoice", "default_opportunity_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _get_invoices(self):
        """Return the invoices of these deals, those that invoice quotes of several deals at once among them."""
        return self.invoice_ids | self.order_ids.order_line.invoice_lines.move_id

    def _spread_contact(self):
        """Give the contact of these deals to their open quotes that have none yet."""
        for lead in self._filter_agency().filtered(lambda lead: not lead.is_contact_missing):
            account = lead.account_id
            quotes = lead.order_ids.filtered(lambda order: order.state in ("draft", "sent"))
            quotes.filtered("is_contact_missing").filtered_domain([("partner_id", "=", account.id)]).write(
                {"partner_id": lead.partner_id.id}
            )

    def _adopt_partner(self, partner):
        """Give `partner`, of a quote or an invoice, to a deal that knows nobody yet."""
        for lead in self._filter_agency():
            if not lead.partner_id or (
                lead.is_contact_missing and not partner.is_company and partner.commercial_partner_id == lead.partner_id
            ):
                lead.partner_id = partner
