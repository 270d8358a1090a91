"""Signed is sealed: from the customer's signature on, the file she signed is what is printed, mailed and shown."""

import hashlib
import json
from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, html2plaintext

# What a signature is, written by the portal alone; taken back, it may be by whoever sets a quote to quotation.
SIGNATURE_FIELDS = {"signature", "signed_by", "signed_on"}
# What the customer agrees to, besides the lines.
SIGNED_FIELDS = [
    "partner_id",
    "currency_id",
    "note",
    "payment_term_id",
    "execution_terms",
    "deposit_percent",
    "rights_terms",
]
SIGNED_LINE_FIELDS = [
    "display_type",
    "name",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    signed_document_id = fields.Many2one(
        comodel_name="agency.signed.document",
        string="Signed document",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="What the customer signed: it is printed, mailed and shown as it was, until she signs another version.",
    )
    signed_document_ids = fields.One2many(
        comodel_name="agency.signed.document",
        inverse_name="order_id",
        string="Signed documents",
        readonly=True,
        help="Each version that was signed, the last one first.",
        groups="agency_crm.group_agency_user",  # who may read them: Odoo reads all fields of a quote at once
    )
    signed_document_digest = fields.Char(related="signed_document_id.digest")
    is_signature_outdated = fields.Boolean(
        string="Changed since it was signed",
        compute="_compute_is_signature_outdated",
        compute_sudo=True,
        help="The quote says something else than what was signed: ask for a new signature, or put it back.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        lambda self: (
            "signed_document_id",
            *self._get_signed_fields(),
            *self._get_signed_file_fields(),
            *(f"order_line.{name}" for name in SIGNED_LINE_FIELDS),
            "order_line.is_downpayment",
            "amount_total",
        )
    )
    def _compute_is_signature_outdated(self):
        for order in self:
            signed = order.signed_document_id
            order.is_signature_outdated = bool(signed) and not (
                order._says_what_was_signed(signed.content)
                # Whatever makes another total of the same lines: the page shows it above the signature.
                and order.currency_id.compare_amounts(order.amount_total, signed.amount_total) == 0
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale`: nobody makes a quote that is signed.

        What it says is looked at, not what was given: a context proposes values, and so do users' own defaults.

        :raise AccessError: if somebody does
        """
        orders = super().create(vals_list)
        if not self.env.su:
            for order in orders:
                order._check_signature_values({name: order[name] for name in SIGNATURE_FIELDS})
        return orders

    def write(self, vals):
        """Override of `sale`: a signature seals what was signed.

        :raise AccessError: if somebody else than the customer signs
        """
        self._check_signature_values(vals)
        res = super().write(vals)
        if "company_id" in vals:
            self._check_signature_came_along()
        if vals.get("signature"):
            for order in self.filtered(lambda order: order.company_id._prints_agency_documents()):
                order._seal()
        elif "signature" in vals:
            # Sudo: the seal is written by the rules alone; the file stays among those that were signed.
            self.sudo().filtered("signed_document_id").signed_document_id = False
        return res

    def _check_signature_values(self, vals):
        """Check that nobody writes a signature in the place of the customer of an agency.

        :raise AccessError: if a user does
        """
        if self.env.su or not any(vals.get(name) for name in SIGNATURE_FIELDS):
            return
        if any(order.company_id._prints_agency_documents() for order in self):
            raise AccessError(
                self.env._(
                    "Only the customer signs a quote, on its page of the portal. To take note of an answer given"
                    " elsewhere, use “Accept”."
                )
            )

    def _check_signature_came_along(self):
        """Check that no signature that anybody may have typed comes with a quote from a company that keeps none.

        :raise AccessError: if one does
        """
        if self.env.su:
            return
        for order in self.filtered(lambda order: order.company_id._prints_agency_documents()):
            if order.signature and not order.signed_document_id:
                raise AccessError(
                    self.env._(
                        "%(quote)s was signed in another company, where what was signed is not kept: duplicate it in"
                        " %(company)s, then have it signed there.",
                        quote=order.name,
                        company=order.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        # Sudo: whatever the user may read of it, what was signed is not lost.
        signed = self.filtered(lambda order: order.sudo().signed_document_ids)
        if signed:
            raise UserError(
                self.env._(
                    "%(quotes)s: signed by the customer, so kept as a proof. Reject the quote instead.",
                    quotes=", ".join(signed.mapped("name")),
                )
            )

    # === ACTION METHODS === #

    def action_open_signed_document(self):
        """Open the file that the customer signed.

        :raise UserError: if there is none, or it was altered
        """
        self.ensure_one()
        self._check_signed()
        return self.signed_document_id.action_open()

    def action_ask_new_signature(self):
        """Ask the customer to sign the quote as it is now; what was signed before is kept beside.

        :raise UserError: if a quote was not signed
        """
        self.check_access("write")
        self._check_signed()
        for order in self:
            signed = order.signed_document_id
            # Sudo: the user takes a signature back by this door alone, which keeps what was signed.
            order.sudo().write({"require_signature": True, **dict.fromkeys(SIGNATURE_FIELDS, False)})
            order._message_log(
                body=self.env._(
                    "A new signature is asked for. What %(name)s signed on %(date)s is kept with the quote"
                    " (fingerprint %(digest)s).",
                    name=signed.signed_by or "",
                    date=format_date(self.env, signed.signed_on),
                    digest=signed.digest[:12],
                )
            )
        return True

    # === BUSINESS METHODS === #

    def _check_signed(self):
        for order in self:
            if not order.signed_document_id:
                raise UserError(
                    self.env._("The customer has not signed %(quote)s: there is no signed document.", quote=order.name)
                )

    def _is_signature_printed(self):
        """Return whether the quote as it is now is printed above its signature: never what was not signed."""
        # Sudo: the public, who signs, reads nothing of what is kept.
        return bool(self.signature) and not self.sudo().is_signature_outdated

    def _has_to_be_signed(self):
        """Override of `sale`: an accepted quote whose new version waits for its signature."""
        # Sudo: the public who signs reads nothing of what is kept.
        return super()._has_to_be_signed() or (
            self.state == "sale"
            and self.require_signature
            and not self.signature
            and bool(self.sudo().signed_document_ids)
        )

    def _validate_order(self):
        """Override of `sale`: an accepted quote that is signed anew stays accepted; its customer has the mail again."""
        accepted = self.filtered(lambda order: order.state == "sale")
        if accepted:
            accepted._send_order_confirmation_mail()
        if orders := self - accepted:
            return super(SaleOrder, orders)._validate_order()
        return None

    def _seal(self):
        """Keep the document as the customer signed it, and what it said."""
        self.ensure_one()
        # Sudo: the customer signs, who reads and writes nothing by herself.
        order_sudo = self.sudo()
        order_sudo.flush_recordset()
        report = order_sudo._get_agency_report()
        # Sudo: the customer may not read reports.
        reports_sudo = self.env["ir.actions.report"].sudo().with_context(force_report_rendering=True)
        pdf, _type = reports_sudo._render_qweb_pdf(report.report_name, order_sudo.ids)
        signed_sudo = order_sudo.env["agency.signed.document"].create(
            {
                "order_id": order_sudo.id,
                "report_id": report.id,
                **self.env["agency.signed.document"]._prepare_file(pdf, order_sudo._get_document_file_name(report)),
                "content": order_sudo._get_signed_content(),
                "signed_by": order_sudo.signed_by,
                "signed_on": order_sudo.signed_on,
                "amount_total": order_sudo.amount_total,
            }
        )
        order_sudo.signed_document_id = signed_sudo

    @api.model
    def _get_signed_fields(self):
        """Return the names of the fields that a customer agrees to by signing, besides the lines."""
        return list(SIGNED_FIELDS)

    @api.model
    def _get_signed_file_fields(self):
        """Return the names of the fields whose files are annexed to what a customer signs."""
        return []

    def _get_signed_files(self):
        """Return the fingerprints of the files that are annexed to the quote, by the name of their field."""
        quote = self.with_context(bin_size=False)
        return {
            name: self.env["agency.signed.document"]._get_digest(b64decode(quote[name]))
            for name in self._get_signed_file_fields()
            if quote[name]
        }

    def _says_what_was_signed(self, content):
        """Return whether the quote says the same as when it was signed.

        An add-on that came since has fields that said nothing; one that went took its own along.

        :param dict content: see `_get_signed_content`
        """
        now = self._get_signed_content()
        was = content or {"order": {}, "lines": []}
        return (
            was["lines"] == now["lines"]
            and self._annexes_what_was_signed(was.get("files"))
            and all((was["order"].get(name) or "") == (value or "") for name, value in now["order"].items())
        )

    def _annexes_what_was_signed(self, was):
        """Return whether the files that are annexed are those of when the quote was signed.

        :param dict was: see `_get_signed_files`; None of what was signed before files were looked at
        """
        now = self._get_signed_files()
        return was is None or all(was.get(name) == now.get(name) for name in self._get_signed_file_fields())

    def _get_signed_content(self):
        """Return what the customer agrees to by signing: the fields and lines that the document prints.

        Deposits, which invoicing adds to the lines, say nothing new: nothing is ordered of them.

        :rtype: dict
        """
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.is_downpayment or line.product_uom_qty).sorted()
        return {
            "order": {name: self._get_signed_value(self, name) for name in self._get_signed_fields()},
            "lines": [{name: self._get_signed_value(line, name) for name in SIGNED_LINE_FIELDS} for line in lines],
            "files": self._get_signed_files(),
        }

    def _get_signed_fingerprint(self):
        """Return the fingerprint of what the quote says now, for the page on which it is signed."""
        content = json.dumps(self._get_signed_content(), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    @api.model
    def _get_signed_value(self, record, name):
        """Return the value of a field as JSON keeps it, the same whoever reads it."""
        field, value = record._fields[name], record[name]
        if field.relational:
            return value.ids
        if field.type == "float":
            return round(value, 6)
        if field.type == "html":
            return html2plaintext(value or "").strip()
        return str(value) if value else ""
