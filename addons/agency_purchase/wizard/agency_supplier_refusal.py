from odoo import api, fields, models


class AgencySupplierRefusal(models.TransientModel):
    """« Refuser » a paper that a supplier gave: why, which the supplier reads (B40)."""

    _name = "agency.supplier.refusal"
    _description = "Refuse a Paper of a Supplier"
    _inherit = ["agency.guarded.mixin"]
    _governing_fields = ("paper_ids",)
    _frozen_fields = ("paper_ids",)

    paper_ids = fields.Many2many(comodel_name="agency.supplier.paper", string="Papers", required=True)
    reason = fields.Char(string="Why", help="The supplier reads it, by mail and on its page.")
    mute = fields.Char(
        string="Without e-mail",
        compute="_compute_mute",
        compute_sudo=False,
        help="Suppliers who are told by their page alone.",
    )

    @api.depends("paper_ids")
    def _compute_mute(self):
        for wizard in self:
            wizard.paper_ids.check_access("read")
            suppliers = wizard.paper_ids.filtered(lambda paper: not paper._get_page_sudo().email).partner_id
            wizard.mute = ", ".join(suppliers.mapped("name"))

    def action_apply(self):
        """Refuse them, see `agency.supplier.paper._refuse`.

        :raise UserError: if there is no reason, or one does not wait any more
        """
        self.ensure_one()
        self.paper_ids._refuse(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
