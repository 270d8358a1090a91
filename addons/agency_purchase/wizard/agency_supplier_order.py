from odoo import api, fields, models


class AgencySupplierOrder(models.TransientModel):
    """« Commander »: what is to be looked at before an order leaves (B31), read with the rights of who orders."""

    _name = "agency.supplier.order"
    _description = "Order from a Supplier"
    _inherit = ["agency.guarded.mixin"]
    _governing_fields = ("order_id",)
    _frozen_fields = ("order_id",)

    order_id = fields.Many2one(
        comodel_name="purchase.order", string="Supplier order", required=True, ondelete="cascade"
    )
    by_mail = fields.Boolean(
        string="By mail", default=True, help="It is mailed; else it was ordered by telephone or otherwise."
    )
    is_paper_missing = fields.Boolean(string="Papers are missing", compute="_compute_warnings", compute_sudo=False)
    is_manager = fields.Boolean(string="Is a manager", compute="_compute_warnings", compute_sudo=False)
    reason = fields.Char(
        string="Why without the papers", help="Asked of the Responsable who orders without them (B40)."
    )
    warnings = fields.Text(compute="_compute_warnings", compute_sudo=False, help="None of them blocks.")

    @api.depends("order_id")
    def _compute_warnings(self):
        for wizard in self:
            order = wizard.order_id
            wizard.warnings = "\n".join(order._get_place_warnings()) if order else ""
            wizard.is_paper_missing = bool(order and order._get_papers_to_ask())
            wizard.is_manager = self.env.user.has_group("agency_crm.group_agency_manager")

    def action_apply(self):
        """Order all the same.

        :raise UserError: see `purchase.order._check_placeable`
        """
        self.ensure_one()
        order = self.order_id
        if self.reason and order._get_papers_to_ask():
            order._pass_vigilance(self.reason)
        return order._place(self.by_mail) or {"type": "ir.actions.act_window_close"}
