from odoo import fields, models

from ..const import TRAINING_LEGAL_KINDS


class AccountTax(models.Model):
    _inherit = "account.tax"

    agency_legal_kind = fields.Selection(selection_add=TRAINING_LEGAL_KINDS[:2], ondelete={"vat_training": "set null"})
