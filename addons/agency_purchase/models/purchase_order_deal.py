"""The deal an order to a supplier is for: that of its quote, or the one it names when there is no quote (B36)."""

from odoo import api, fields, models

from ..const import BUYERS_GROUPS, COSTS_GROUP


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order"]

    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Deal",
        compute="_compute_lead_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        domain=[("type", "=", "opportunity")],
        copy=True,
        ondelete="set null",
        groups=BUYERS_GROUPS,
        help="The deal it is bought for: its cost counts there. That of the quote, where it was made of one.",
    )

    # === COMPUTE METHODS === #

    @api.depends("order_line.sale_line_id.order_id.opportunity_id")
    def _compute_lead_id(self):
        for order in self:
            # Sudo: who orders need not read the customer's quote.
            quotes_sudo = order.sudo().order_line.sale_line_id.order_id
            deals = quotes_sudo.opportunity_id.sudo(False)._filter_for_company(order.company_id)
            order.lead_id = deals[:1] or order.lead_id

    # === CRUD METHODS === #

    def copy_data(self, default=None):
        """Override: who sees none of it copies an order as Odoo's."""
        vals_list = super().copy_data(default)
        for name in ("lead_id", "is_rights_wanted"):
            if not self._has_field_access(self._fields[name], "write"):
                for vals in vals_list:
                    vals.pop(name, None)
        return vals_list

    # === CONSTRAINT METHODS === #

    @api.constrains("lead_id", "company_id")
    def _check_lead(self):
        """A deal of another company does not pay for it."""
        self._check_company(["lead_id"])


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    supplier_order_ids = fields.One2many(
        comodel_name="purchase.order",
        inverse_name="lead_id",
        string="Supplier orders",
        readonly=True,
        groups=COSTS_GROUP,
    )
    supplier_order_count = fields.Integer(
        string="Orders to suppliers",
        compute="_compute_supplier_order_count",
        groups=COSTS_GROUP,
        help="Orders to suppliers for this deal, drafts too, without those cancelled.",
    )

    @api.depends("supplier_order_ids.state")
    def _compute_supplier_order_count(self):
        for lead in self:
            lead.supplier_order_count = len(lead.supplier_order_ids.filtered(lambda order: order.state != "cancel"))

    def action_new_supplier_order(self):
        """Open a new order to a supplier for this deal, without a request of prices (B36)."""
        self.ensure_one()
        return self.env["res.partner"]._get_new_record_action(
            "purchase.order",
            self.env._("New supplier order"),
            default_lead_id=self.id,
            default_company_id=self._get_working_company().id,
        )

    def action_view_supplier_orders(self):
        """Open the orders to suppliers of this deal: the only one itself."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_purchase.supplier_order_action")
        orders = self.supplier_order_ids
        if len(orders) == 1:
            return {**action, "views": [(False, "form")], "res_id": orders.id, "context": {}}
        return {**action, "domain": [("lead_id", "=", self.id)], "context": {"default_lead_id": self.id}}
