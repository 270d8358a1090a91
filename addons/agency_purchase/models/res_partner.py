from odoo import api, fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    is_printer = fields.Boolean(string="Printer", tracking=True)
    is_subcontractor = fields.Boolean(string="Subcontractor", tracking=True)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_supplier(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_supplier(vals))

    @api.model
    def _with_supplier(self, vals):
        """Return these values; printers and subcontractors are suppliers."""
        return {**vals, "is_supplier": True} if vals.get("is_printer") or vals.get("is_subcontractor") else vals

    @api.model
    def _commercial_fields(self):
        """Override of `base`: contacts show what their account is."""
        return [*super()._commercial_fields(), "is_printer", "is_subcontractor"]
