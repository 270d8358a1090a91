from odoo import fields, models


class AgencySignedDocument(models.Model):
    """What a customer signed: the PDF as it was that day, kept as long as its quote.

    The signature alone makes one, see `sale_order_signature.py`. Nobody changes or deletes it, Responsable included.
    """

    _name = "agency.signed.document"
    _description = "Signed document"
    _inherit = ["agency.kept.file.mixin"]
    _order = "id desc"
    _rec_name = "file_name"
    _check_company_auto = True

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Quote",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    report_id = fields.Many2one(comodel_name="ir.actions.report", string="Template", readonly=True, ondelete="set null")
    file = fields.Binary(string="Signed document", required=True)
    file_name = fields.Char(required=True)
    digest = fields.Char(required=True)
    content = fields.Json(
        string="What it said", readonly=True, help="What the quote said, to tell whether it says the same since."
    )
    signed_by = fields.Char(string="Signed by", readonly=True)
    signed_on = fields.Datetime(string="Signed on", readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(string="Total signed", readonly=True, help="Total of the quote, taxes included.")
