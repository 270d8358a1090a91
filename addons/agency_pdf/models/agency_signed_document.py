import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError


class AgencySignedDocument(models.Model):
    """What a customer signed: the PDF as it was that day, kept as long as its quote.

    The signature alone makes one, see `sale_order_signature.py`. Nobody changes or deletes it, Responsable included.
    """

    _name = "agency.signed.document"
    _description = "Signed document"
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
    file = fields.Binary(string="Signed document", attachment=True, required=True, readonly=True)
    file_name = fields.Char(string="File name", required=True, readonly=True)
    digest = fields.Char(
        string="Fingerprint (SHA-256)",
        required=True,
        readonly=True,
        help="Of the file as it was signed: whoever holds a copy can compare.",
    )
    content = fields.Json(
        string="What it said", readonly=True, help="What the quote said, to tell whether it says the same since."
    )
    signed_by = fields.Char(string="Signed by", readonly=True)
    signed_on = fields.Datetime(string="Signed on", readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(string="Total signed", readonly=True, help="Total of the quote, taxes included.")

    # === ACTION METHODS === #

    def action_open(self):
        """Open the file that was signed.

        :raise UserError: if it is no longer what was signed
        """
        self.ensure_one()
        self._get_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    @api.model
    def _get_digest(self, content):
        """Return the fingerprint of a file: its SHA-256, in hexadecimal."""
        return hashlib.sha256(content).hexdigest()

    def _get_file(self):
        """Return the file that was signed.

        :rtype: bytes
        :raise UserError: if it is no longer what was signed
        """
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if self._get_digest(content) != self.digest:
            raise UserError(
                self.env._(
                    "The signed file of %(quote)s was altered since %(name)s signed it: it is not shown. Restore it"
                    " from a backup.",
                    quote=self.order_id.name,
                    name=self.signed_by or "",
                )
            )
        return content
