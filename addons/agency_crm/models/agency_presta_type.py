from odoo import fields, models


class AgencyPrestaType(models.Model):
    """What a service is, for the turnover's breakdown (manual: « Type presta »)."""

    _name = "agency.presta.type"
    _description = "Service Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    requires_creation_value = fields.Boolean(
        string="Original creation",
        help="Invoices of this type say their creation value, for the CIMA (crédit d'impôt métiers d'art).",
    )
    color = fields.Integer(export_string_translation=False)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE (name)", "There already is a type of this name.")

    # === BUSINESS METHODS === #

    def _get_creation(self, line):
        """Return what of a line of this type, of a quote or an invoice, is creation, unrounded."""
        if not self.requires_creation_value:
            return 0.0
        return line.price_subtotal * line.product_id.creation_share / 100
