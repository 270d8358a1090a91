"""« Bon de commande »: what the supplier reads, nothing of what is sold nor, unless delivered there, to whom (B31)."""

from odoo import api, fields, models

from ..const import BUYERS_GROUPS


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "agency.supplier.document"]

    is_neutral_delivery = fields.Boolean(
        string="Neutral delivery",
        copy=False,
        groups=BUYERS_GROUPS,
        help="The supplier is asked for a parcel and a delivery note without its name and without any price (B31).",
    )
    is_rights_wanted = fields.Boolean(
        string="Rights to be assigned",
        compute="_compute_from_requests",
        store=True,
        readonly=False,
        groups=BUYERS_GROUPS,
        help="A creation that is bought: the order says that its rights are assigned to us.",
    )
    order_file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="agency_purchase_order_file_rel",
        string="Files of the order",
        compute="_compute_from_requests",
        store=True,
        readonly=False,
        copy=False,
        groups=BUYERS_GROUPS,
        help="They leave with the order, under the names they have; those of the price request at first.",
    )

    # === COMPUTE METHODS === #

    @api.depends("order_line.price_offer_id")
    def _compute_from_requests(self):
        for order in self:
            # Sudo: who accepts the quote need see no costs.
            requests_sudo = order.sudo().order_line.price_offer_id.request_id
            order.is_rights_wanted = order.is_rights_wanted or any(requests_sudo.mapped("rights_wanted"))
            order.order_file_ids |= requests_sudo.attachment_ids

    # === CONSTRAINT METHODS === #

    @api.constrains("order_file_ids")
    def _check_order_files(self):
        """Whoever sends a file has the right to read it."""
        self.order_file_ids.check_access("read")

    @api.constrains("dest_address_id", "company_id")
    def _check_dest_address(self):
        """An address of another company is not ours to send."""
        self.filtered(lambda order: order.company_id._works_as_agency())._check_company(["dest_address_id"])

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._keep_order_files()
        return orders

    def write(self, vals):
        res = super().write(vals)
        if "order_file_ids" in vals:
            self._keep_order_files()
        return res

    def _keep_order_files(self):
        """Let the files that were just uploaded be the order's: who may read it may read them."""
        for order in self:
            # Sudo: whoever makes the order need see no costs; the files are her own.
            files = order.sudo().order_file_ids.sudo(False)
            files.filtered(
                lambda file: file.res_model == self._name and not file.res_id and file.create_uid == self.env.user
            ).write({"res_id": order.id})

    # === ACTION METHODS === #

    def action_print_order(self):
        """Open the PDF of the order, as the supplier reads it."""
        self.ensure_one()
        return self._get_agency_report().report_action(self)

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref("agency_purchase.report_supplier_order")

    def _get_agency_file_name(self, kind=""):
        """Override of `agency.pdf.document`: the number, and no name."""
        document = self.with_context(lang=self._get_pdf_lang())
        return f"{document._get_pdf_title()} {self._get_pdf_number()}".replace("/", "-")

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return fields.Datetime.context_timestamp(self, self.date_approve or fields.Datetime.now()).date()

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        if self.state == "purchase":
            return self.env._("Supplier order")
        return self.env._("Supplier order (draft)")

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`."""
        facts = [
            (self.env._("Date"), self._pdf_date(self._get_pdf_date())),
            (self.env._("Your quote"), self.partner_ref or ""),
            (self.env._("Delivery on"), self._pdf_date(self._get_delivery_day())),
        ]
        return [(self._pdf_label(label), text) for label, text in facts if text]

    def _get_pdf_blocks(self, kind):
        """Override of `agency.pdf.document`."""
        return ("supplier_order",)

    def _get_pdf_printed_lines(self):
        """Override of `agency.pdf.document`."""
        return self.order_line.filtered(lambda line: not line.is_downpayment)

    def _get_pdf_line_quantity(self, line):
        """Override of `agency.pdf.document`."""
        return line.product_qty

    def _get_pdf_lines(self):
        """Override of `agency.pdf.document`: sections of an order have no total and hide nothing."""
        rows = []
        for line in self._get_pdf_printed_lines():
            kinds = {"line_section": "section", "line_subsection": "subsection", "line_note": "note"}
            if kind := kinds.get(line.display_type):
                rows.append({"kind": kind, "name": line.name or "", "amount": "", "words": f"words_line_{line.id}"})
            else:
                rows.append(self._prepare_pdf_line_row(line))
        return rows

    def _get_delivery_day(self):
        """Return the day of delivery, in the time zone of the company."""
        return self.date_planned and fields.Datetime.context_timestamp(self, self.date_planned).date()

    def _get_pdf_delivery(self):
        """Return where it is delivered, as lines: the address chosen, else what the request said, else our place."""
        # Sudo: an address that the user chose, or was let choose.
        place = self.dest_address_id.sudo()
        if place:
            names = dict.fromkeys(filter(None, (place.commercial_partner_id.name, place.name)))
            return [*names, *self._get_pdf_postal_address(place), *filter(None, [place.phone])]
        words = self.order_line.price_offer_id.request_id.filtered("delivery").mapped("delivery")
        if words:
            return list(dict.fromkeys(words))
        return [self.company_id._get_document_name(), *self._get_pdf_postal_address(self.company_id.partner_id)]

    def _get_pdf_payment(self):
        """Return how it is paid, in words."""
        return self.payment_term_id.name or ""

    def _get_pdf_proof_terms(self):
        """Return what is said of the proof (BAT), for what is printed."""
        requests = self.order_line.price_offer_id.request_id
        is_printed = "print" in requests.mapped("kind") if requests else self.partner_id.is_printer
        return self.company_id._get_proof_terms() if is_printed else ""

    def _get_pdf_rights_terms(self):
        """Return what is said of the rights that are assigned, when they are wanted."""
        return self.company_id._get_supplier_rights_terms() if self.is_rights_wanted else ""

    def _get_pdf_invoice_address(self):
        """Return to whom the invoice is addressed, in one line."""
        company = self.company_id
        address = self._get_pdf_postal_address(company.partner_id)
        return ", ".join(filter(None, [company._get_document_name(), *address, company.email]))
