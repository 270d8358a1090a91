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
    warnings = fields.Text(compute="_compute_warnings", compute_sudo=False, help="None of them blocks.")

    @api.depends("order_id")
    def _compute_warnings(self):
        for wizard in self:
            wizard.warnings = "\n".join(wizard.order_id._get_place_warnings()) if wizard.order_id else ""

    def action_apply(self):
        """Order all the same.

        :raise UserError: see `purchase.order._check_placeable`
        """
        self.ensure_one()
        return self.order_id._place() or {"type": "ir.actions.act_window_close"}
