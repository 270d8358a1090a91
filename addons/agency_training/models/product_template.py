from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_training = fields.Boolean(
        string="Training", help="Quotes for this service are training quotes: they take their facts and wordings."
    )
