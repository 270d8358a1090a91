from odoo import fields, models


class AgencyLegalText(models.Model):
    _inherit = "agency.legal.text"

    kind = fields.Selection(
        selection_add=[("einvoice_consumer", "E-invoice: what professionals alone owe, to a consumer")],
        ondelete={"einvoice_consumer": "cascade"},
    )
