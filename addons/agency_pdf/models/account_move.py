from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from .ir_attachment import ISSUED_FIELD


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "agency.pdf.document"]

    issued_pdf_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="account_move_issued_pdf_rel",
        string="PDF of before",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The PDF files of the invoice as it was issued before it was set back to draft: they are kept.",
    )

    @api.model
    def _has_field_access(self, field, operation):
        """Override of `agency.guarded.fields.mixin`: the PDF of an agency's invoice is made of it, not given."""
        if operation == "write" and field.name == ISSUED_FIELD and not self._may_write_rules():
            # Sudo: whose an invoice is, is asked for a user who may not read companies.
            companies_sudo = self.sudo().company_id or self.env.company
            if any(company._prints_agency_documents() for company in companies_sudo):
                return False
        return super()._has_field_access(field, operation)

    @api.model
    def _is_closed_to_proposals(self, field):
        """Override of `agency.guarded.fields.mixin`: see `_has_field_access`."""
        return field.name == ISSUED_FIELD or super()._is_closed_to_proposals(field)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        """What was issued is kept, as is its PDF."""
        # Sudo: whatever the user may read of it.
        for move in self.sudo().filtered(lambda move: move.company_id._prints_agency_documents()):
            if move.issued_pdf_ids or (move.is_sale_document() and move.invoice_pdf_report_id):
                raise UserError(
                    self.env._(
                        "%(invoice)s was issued: it is kept, and so is its PDF. Cancel it, or make a credit note.",
                        invoice=move.display_name,
                    )
                )

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`: Odoo's own where the agency's is not for this invoice."""
        report = self.env.ref("agency_pdf.report_invoice")
        if self and not self[0]._is_action_report_available(report):
            return self.env.ref("account.account_invoices")
        return report

    def _get_available_action_reports(self, is_invoice_report=True):
        """Override of `account`, which asks it of invoices that are not there.

        Those of a company without accounting have no journal that would say whose they are, and our report asks.
        """
        unsaved = self.filtered(lambda move: not move.id)
        if unsaved:
            company = self.env.company
            of_sales = self.env["account.journal"]._check_company_domain(company)
            # Sudo: who opens a contact need read no journal.
            if not self.env["account.journal"].sudo().search_count([*of_sales, ("type", "=", "sale")], limit=1):
                unsaved.company_id = company
        return super()._get_available_action_reports(is_invoice_report=is_invoice_report)

    def _issue_documents(self, report=None):
        """Override of `agency.pdf.document`: the PDF of a confirmed invoice is made once, with its Factur-X."""
        if report and report != self._get_agency_report():
            return
        to_issue = self.filtered(lambda move: move.state == "posted" and not move.invoice_pdf_report_id)
        if to_issue:
            self.env["account.move.send"]._generate_and_send_invoices(to_issue, sending_methods=["manual"])

    def _get_invoice_legal_documents(self, filetype, allow_fallback=False):
        """Override of `account`: what a customer takes of a confirmed invoice is the invoice, kept from then on."""
        self._issue_before_serving(filetype, allow_fallback)
        return super()._get_invoice_legal_documents(filetype, allow_fallback=allow_fallback)

    def _get_invoice_legal_documents_all(self, allow_fallback=False):
        """Override of `account`: see `_get_invoice_legal_documents`."""
        self._issue_before_serving("pdf", allow_fallback)
        return super()._get_invoice_legal_documents_all(allow_fallback=allow_fallback)

    def _detach_attachments(self):
        """Override of `account`: an agency's invoice set back to draft lets its PDF go, which is kept all the same."""
        ours = self.filtered(lambda move: move.company_id._prints_agency_documents())
        for move in ours.filtered("invoice_pdf_report_id")._by_rules():
            move.issued_pdf_ids |= move.invoice_pdf_report_id
        res = super(AccountMove, self._by_rules() if ours else self)._detach_attachments()
        ours.invalidate_recordset(["invoice_pdf_report_id", "invoice_pdf_report_file"])
        return res

    def _issue_before_serving(self, filetype, allow_fallback):
        """Issue an invoice that was confirmed and not sent: Odoo would serve it as a pro forma, which it is not."""
        is_invoice = self.state == "posted" and self.is_sale_document() and not self.invoice_pdf_report_id
        if allow_fallback and filetype == "pdf" and is_invoice and self.company_id._prints_agency_documents():
            # Sudo: the customer who may read the invoice issues it by taking it.
            self.sudo()._issue_documents()

    def _get_invoice_pdf_proforma(self):
        """Override of `account` to make it of the agency's invoice."""
        self.ensure_one()
        reports = self.env["ir.actions.report"]
        report_name = self._get_agency_report().report_name
        content, report_type = reports._pre_render_qweb_pdf(report_name, self.ids, data={"proforma": True})
        content_by_id = reports._get_splitted_report(report_name, content, report_type)
        return {
            "filename": self._get_invoice_proforma_pdf_report_filename(),
            "filetype": "pdf",
            "content": content_by_id[self.id],
        }

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return self.invoice_date or fields.Date.context_today(self)

    def _get_pdf_earlier(self, moves):
        """Return those of `moves` made before this one: printed again later, it must say the same."""
        return moves.filtered(lambda move: move._origin.id < self._origin.id)

    def _get_pdf_order_lines(self):
        return self.invoice_line_ids.sale_line_ids.filtered(lambda line: not line.is_downpayment)

    def _is_pdf_order_complete(self, orders, invoices):
        """Tell whether `invoices`, what was credited of them taken off, invoice all of `orders`."""
        for line in orders.order_line:
            if line.display_type or line.is_downpayment:
                continue
            counted = line._get_counted_invoice_lines().filtered(lambda one: one.move_id in invoices)
            if line._is_counted_by_amount():
                sign = -1 if line.price_subtotal < 0 else 1
                missing = sign * (line.price_subtotal - counted._get_pdf_billed(line.order_id))
                if line.currency_id.compare_amounts(missing, 0) > 0:
                    return False
                continue
            invoiced = sum(
                (-1 if one.move_id.move_type == "out_refund" else 1)
                * one.product_uom_id._compute_quantity(one.quantity, line.product_uom_id)
                for one in counted
            )
            if line.product_uom_id.compare(invoiced, line.product_uom_qty) < 0:
                return False
        return True

    def _is_pdf_order_begun(self, orders, invoices):
        """Tell whether `invoices`, what was credited of them taken off, bill something of `orders`: deposits too."""
        for line in orders.order_line:
            counted = line._get_counted_invoice_lines().filtered(lambda one: one.move_id in invoices)
            if not line.currency_id.is_zero(counted._get_pdf_billed(line.order_id)):
                return True
        return False

    def _with_pdf_context(self, proforma=False):
        """Override of `agency.pdf.document`."""
        return super()._with_pdf_context().with_context(proforma_invoice=proforma)

    def _get_pdf_number(self):
        """Override of `agency.pdf.document`: a draft has none yet."""
        return self.name if self.name != "/" else ""

    def _get_pdf_note(self):
        """Override of `agency.pdf.document`."""
        return self.narration

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        if self.env.context.get("proforma_invoice"):
            return self.env._("Pro-forma invoice")
        titles = {
            "invoice": self.env._("Invoice"),
            "deposit": self.env._("Deposit invoice"),
            "partial": self.env._("Partial invoice"),
            "balance": self.env._("Balance invoice"),
            "refund": self.env._("Credit note"),
        }
        title = titles[self._get_pdf_invoice_kind()]
        if self.state == "draft":
            return self.env._("%(title)s (draft)", title=title)
        if self.state == "cancel":
            return self.env._("%(title)s (cancelled)", title=title)
        return title

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`."""
        facts = [
            (self.env._("Date"), self._pdf_date(self._get_pdf_date())),
            (self.env._("Due date"), self.move_type == "out_invoice" and self._pdf_date(self.invoice_date_due)),
            (self.env._("Date of sale or service"), self._pdf_date(self._get_pdf_service_date())),
            (self.env._("Paid on"), ", ".join(self._pdf_date(date) for date in self._get_pdf_payment_dates())),
            (self.env._("Your contact"), self.invoice_user_id.name),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_pdf_subject(self):
        orders = self.invoice_line_ids.sale_line_ids.order_id
        return orders[:1]._get_pdf_subject() if len(orders) == 1 else ""

    def _get_pdf_company_tax(self):
        """Override of `agency.pdf.document`: the VAT due is said in euros (CGI 289, directive 2006/112 article 230)."""
        own = self.company_currency_id
        if self.currency_id == own or own.is_zero(self.amount_tax_signed):
            return ()
        label = self.env._(
            "VAT in %(own)s (1 %(own)s = %(rate)s %(currency)s)",
            own=own.name,
            rate=self._pdf_number(self.invoice_currency_rate, 6),
            currency=self.currency_id.name,
        )
        return label, formatLang(self.env, abs(self.amount_tax_signed), currency_obj=own)

    def _get_pdf_total_label(self):
        if self.move_type == "out_refund":
            return self.env._("Net to deduct")
        return self.env._("Net to pay")

    def _get_pdf_installments(self):
        """Return the installments, when there are several, as dicts of `date` and `amount`."""
        lines = self.line_ids.filtered(lambda line: line.display_type == "payment_term").sorted("date_maturity")
        if len(lines) < 2:
            return []
        return [{"date": line.date_maturity, "amount": abs(line.amount_currency)} for line in lines]

    def _get_pdf_printed_lines(self):
        """Override of `agency.pdf.document`: a balance shows its deposits in a table of their own."""
        deductions = self._get_pdf_deduction_lines()
        lines = self.invoice_line_ids.sorted(lambda line: (line.sequence, line.id)) - deductions
        if not deductions:
            return lines
        # Nor the title Odoo puts above them.
        return lines.filtered(
            lambda line: line.display_type != "line_section" or not any(d.parent_id == line for d in deductions)
        )

    def _get_pdf_line_quantity(self, line):
        """Override of `agency.pdf.document`."""
        return line.quantity

    def _get_pdf_taxes(self):
        """Override of `agency.pdf.document`: those of deductions too."""
        return self.invoice_line_ids.tax_ids


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _get_pdf_billed(self, order, name="price_subtotal"):
        """Return what these lines bill of a quote, credit notes taken off, in the quote's currency.

        :param str name: of the amount of a line: excluding tax, or `price_total`
        """
        return sum(
            (-1 if line.move_id.move_type == "out_refund" else 1)
            * line.move_id._convert_to_order_currency(line[name], order)
            for line in self
        )
