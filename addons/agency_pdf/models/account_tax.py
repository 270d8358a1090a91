from odoo import fields, models

from ..const import TAX_LEGAL_KINDS


class AccountTax(models.Model):
    _inherit = "account.tax"

    agency_legal_kind = fields.Selection(
        string="Legal wording",
        selection=TAX_LEGAL_KINDS,
        help="The wording in force on the day of the document is printed when the tax is used."
        " Without one, the legal notes of the tax are.",
    )
