from odoo import fields, models

from ..const import COSTS_GROUP


class SaleReport(models.Model):
    _inherit = "sale.report"

    # Odoo gives it to all who sell (B28).
    margin = fields.Float(groups=COSTS_GROUP)
