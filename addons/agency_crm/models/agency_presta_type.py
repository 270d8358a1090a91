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
