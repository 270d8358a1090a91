"""What an invoice is, and of what its deposit is a share: settled on its day, said again the same ever after."""

from odoo import api, fields, models

from ..const import INVOICE_KIND_LABELS


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    issued_kind = fields.Selection(
        selection=INVOICE_KIND_LABELS,
        string="Issued as",
        readonly=True,
        copy=False,
        help="What its title said when it was confirmed, whatever becomes of its quote.",
    )
    deposit_base_total = fields.Monetary(
        string="Total its deposit is a share of",
        readonly=True,
        copy=False,
        help="Total of the quote, including tax, on the day the deposit was confirmed.",
    )
    deposit_percent = fields.Float(
        string="Share asked for (%)",
        readonly=True,
        copy=False,
        help="Share of the quote that its line says; 0 for a deposit of an amount.",
    )

    def _post(self, soft=True):
        """Override of `account` to settle what the invoice is, and what share of its quote it is."""
        for move in self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund")):
            move._settle_issued()
        # The account was opened since it was drafted: paper, file and screen name one.
        homeless = self.filtered(lambda move: move.move_type == "out_invoice" and not move.partner_bank_id)
        homeless.filtered(lambda move: move.company_id._prints_agency_documents())._compute_partner_bank_id()
        return super()._post(soft)

    def action_mark_sent(self):
        """Override of `agency_crm`: what goes on paper is the PDF that is kept."""
        res = super().action_mark_sent()
        self._issue_documents()
        return res

    def _settle_issued(self):
        self.ensure_one()
        kind = self._get_issued_kind()
        order = self._get_deposit_order() if kind == "deposit" else self.env["sale.order"]
        for line in self.invoice_line_ids.filtered(lambda line: order and line.display_type == "product"):
            name = self._get_deposit_line_name(line)
            if name != line.name:
                line.name = name
        self._write_issued(
            issued_kind=kind,
            deposit_base_total=order.amount_total if order else 0.0,
            deposit_percent=self._get_deposit_share(order) if order and self.deposit_percent else 0.0,
        )

    def _write_issued(self, **values):
        """Write what documents alone read, without what Odoo does for each change of an entry: its lines stay."""
        with self.env.protecting([self._fields[name] for name in values], self):
            self.update(values)
        self.modified(values)

    def _get_deposit_order(self):
        """Return the quote that this deposit is for."""
        return self.invoice_line_ids.sale_line_ids.order_id[:1]

    def _get_deposit_base(self):
        """Return the total including tax that this deposit is a share of."""
        return (self.state == "posted" and self.deposit_base_total) or self._get_deposit_order().amount_total

    @api.model
    def _get_deposit_share(self, order):
        """Return the share of `order` that this deposit bills, in percent to two places."""
        total = self._get_deposit_base() if self else order.amount_total
        return round(100 * self.amount_total / total, 2) if total else 0.0

    def _get_deposit_line_name(self, line):
        """Return the name of a line of a deposit, with the share that is billed where it said the one asked for."""
        order = self._get_deposit_order().with_context(lang=self._get_pdf_lang())
        if not self.deposit_percent or not order:
            return line.name
        asked, billed = (
            order._get_pdf_deposit_words(share) for share in (self.deposit_percent, self._get_deposit_share(order))
        )
        return billed + line.name[len(asked) :] if (line.name or "").startswith(asked) else line.name

    def _prepare_pdf_line_row(self, line, hide_prices=False):
        """Override of `agency.pdf.document`: a draft deposit says the share it bills, too."""
        row = super()._prepare_pdf_line_row(line, hide_prices)
        if self.state == "draft" and self.deposit_percent and line.display_type == "product":
            row["name"] = self._get_deposit_line_name(line).partition("\n")[0]
        return row

    # === KIND === #

    def _get_issued_kind(self):
        """Return which customer invoice this is, as its title must tell.

        A partial invoice leaves something to invoice; a balance ends what other invoices began; a period of a
        recurring order is an invoice, and nothing else.

        :return: one of `INVOICE_KINDS`
        """
        self.ensure_one()
        if self.move_type == "out_refund":
            return "refund"
        if self._is_downpayment():
            return "deposit"
        orders = self._get_pdf_order_lines().order_id.filtered(lambda order: not order.billing_frequency)
        if not orders or self.recurring_order_id:
            return "invoice"
        earlier = self._get_pdf_earlier(orders.order_line.invoice_lines.move_id)
        if not self._is_pdf_order_complete(orders, earlier | self):
            return "partial"
        return "balance" if self._is_pdf_order_begun(orders, earlier) else "invoice"

    def _get_pdf_invoice_kind(self):
        """Return what this customer invoice is: as it was issued, once it is.

        :return: one of `INVOICE_KINDS`
        """
        self.ensure_one()
        if self.state == "posted" and self.issued_kind:
            return self.issued_kind
        return self._get_issued_kind()
