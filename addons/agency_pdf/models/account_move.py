from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "agency.pdf.document", "agency.document.gestures"]

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`: Odoo's own where the agency's is not for this invoice."""
        report = self.env.ref("agency_pdf.report_invoice")
        if self and not self[0]._is_action_report_available(report):
            return self.env.ref("account.account_invoices")
        return report

    def _get_document_kind(self):
        """Override of `agency.document.gestures`."""
        return "invoice"

    def _get_document_folder(self):
        """Override of `agency.document.gestures`."""
        return self.env.ref("agency_pdf.document_folder_invoices")

    def _check_mailable(self):
        """Override of `agency.document.gestures`: the rule of Odoo's own dialog, for any number."""
        drafts = self.filtered(lambda move: move.state != "posted")
        if drafts:
            raise UserError(
                self.env._(
                    "%(names)s: not confirmed, so not to be mailed yet. Confirm first.",
                    names=", ".join(drafts.mapped("display_name")),
                )
            )

    def _get_mail_action(self, report):
        """Override of `agency.document.gestures`: Odoo's own dialog, with this document."""
        self.ensure_one()
        action = self.action_invoice_sent()
        return {**action, "context": {**action["context"], "default_pdf_report_id": report.id, "dialog_size": "large"}}

    def _get_mailing_template(self, report):
        """Override of `agency.document.gestures`."""
        return self.env.ref("agency_pdf.mail_template_invoices")

    def _issue_documents(self, report=None):
        """Override of `agency.document.gestures`: the PDF of a confirmed invoice is made once, with its Factur-X."""
        if report and report != self._get_agency_report():
            return
        to_issue = self.filtered(lambda move: move.state == "posted" and not move.invoice_pdf_report_id)
        if to_issue:
            self.env["account.move.send"]._generate_and_send_invoices(to_issue, sending_methods=["manual"])

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

    def _get_pdf_invoice_kind(self):
        """Return which customer invoice this is, as its title must tell.

        A partial invoice leaves something to invoice; a balance ends what other invoices began.

        :return: one of `INVOICE_KINDS`
        """
        self.ensure_one()
        if self.move_type == "out_refund":
            return "refund"
        if self._is_downpayment():
            return "deposit"
        order_lines = self._get_pdf_order_lines()
        if not order_lines:
            return "invoice"
        earlier = self._get_pdf_earlier(order_lines.order_id.order_line.invoice_lines.move_id).filtered(
            lambda move: move.state != "cancel" and move.move_type == "out_invoice"
        )
        if not self._is_pdf_order_complete(order_lines.order_id, earlier | self):
            return "partial"
        return "balance" if earlier else "invoice"

    def _get_pdf_earlier(self, moves):
        """Return those of `moves` made before this one: printed again later, it must say the same."""
        return moves.filtered(lambda move: move._origin.id < self._origin.id)

    def _get_pdf_order_lines(self):
        return self.invoice_line_ids.sale_line_ids.filtered(lambda line: not line.is_downpayment)

    def _is_pdf_order_complete(self, orders, invoices):
        """Tell whether `invoices` invoice all of `orders`."""
        for line in orders.order_line:
            if line.display_type or line.is_downpayment:
                continue
            invoiced = sum(
                invoice_line.product_uom_id._compute_quantity(invoice_line.quantity, line.product_uom_id)
                for invoice_line in line.invoice_lines
                if invoice_line.move_id in invoices
            )
            if line.product_uom_id.compare(invoiced, line.product_uom_qty) < 0:
                return False
        return True

    def _get_pdf_title(self, template=""):
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

    def _get_pdf_facts(self):
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

    # === DEPOSITS === #

    def _get_pdf_deduction_lines(self):
        """Return the lines that take deposits off a balance."""
        if self._is_downpayment():
            return self.env["account.move.line"]
        return self.invoice_line_ids.filtered(lambda line: line.is_downpayment and line.display_type == "product")

    def _get_pdf_deductions(self):
        """Return the deposits taken off, one per deposit invoice.

        :return: list of dicts of `name`, `date`, `untaxed`, `tax`, `total` (numbers, positive) and
                 `taxes`, the tax of each rate as one text
        """
        self.ensure_one()
        lines_by_deposit = defaultdict(self.env["account.move.line"].browse)
        for line in self._get_pdf_deduction_lines():
            deposits = line._get_downpayment_lines().move_id.filtered(
                lambda move: move.state == "posted" and move.move_type == "out_invoice"
            )
            lines_by_deposit[deposits[:1]] |= line
        deductions = []
        for deposit, lines in lines_by_deposit.items():
            untaxed = -sum(lines.mapped("price_subtotal"))
            total = -sum(lines.mapped("price_total"))
            taxes = defaultdict(float)
            for line in lines:
                label = ", ".join(self._get_pdf_tax_label(tax) for tax in line.tax_ids)
                taxes[label] += line.price_subtotal - line.price_total
            # Lines round one by one, the deposit invoice as a whole: its amounts are the right ones.
            if self.currency_id.compare_amounts(untaxed, deposit.amount_untaxed) == 0:
                total = deposit.amount_total
                taxes = {
                    group["group_name"].removeprefix("TVA "): group["tax_amount_currency"]
                    for subtotal in deposit.tax_totals["subtotals"]
                    for group in subtotal["tax_groups"]
                }
            if not self.currency_id.is_zero(total):
                deductions.append(
                    {
                        "name": deposit.name or "",
                        "date": deposit.invoice_date,
                        "untaxed": untaxed,
                        "tax": total - untaxed,
                        "total": total,
                        "taxes": ", ".join(
                            self.env._("VAT %(rate)s: %(amount)s", rate=rate, amount=self._pdf_amount(amount))
                            for rate, amount in taxes.items()
                        ),
                    }
                )
        return deductions

    def _get_pdf_gross_totals(self, deductions):
        """Return the totals before the deposits are taken off, so that each column adds up."""
        return {
            "untaxed": self.amount_untaxed + sum(d["untaxed"] for d in deductions),
            "tax": self.amount_tax + sum(d["tax"] for d in deductions),
            "total": self.amount_total + sum(d["total"] for d in deductions),
        }

    def _get_pdf_deposit_reference(self):
        """Return the facts of the order a deposit is for (LEGAL.md A3), or nothing.

        What is left to invoice is that of its day: printed again after the balance, it says the same.
        """
        order = self.invoice_line_ids.sale_line_ids.order_id[:1]
        if not order:
            return {}
        earlier = self._get_pdf_earlier(order.invoice_ids).filtered(lambda move: move.state == "posted")
        invoiced = sum(
            move.amount_total if move.move_type == "out_invoice" else -move.amount_total for move in earlier | self
        )
        return {
            "name": order.name,
            "date": order.date_order,
            "percent": (100 * self.amount_total / order.amount_total if order.amount_total else 0.0),
            "total": order.amount_total,
            "remaining": max(order.amount_total - invoiced, 0.0),
        }

    # === MENTIONS === #

    def _get_pdf_references(self):
        """Return what the invoice refers to, as (label, text) pairs."""
        orders = self.invoice_line_ids.sale_line_ids.order_id
        references = [
            (label, ", ".join(f"{order.name} ({self._pdf_date(order._get_pdf_date())})" for order in documents))
            for label, documents in (
                (self.env._("Quote"), orders.filtered(lambda order: not order.billing_frequency)),
                (self.env._("Order"), orders.filtered("billing_frequency")),
            )
        ]
        customer_references = dict.fromkeys(
            filter(
                None,
                [
                    *orders.mapped("client_order_ref"),
                    # Odoo writes the name of the order there when the customer gave no reference.
                    self.ref if self.move_type != "out_refund" and self.ref not in orders.mapped("name") else False,
                ],
            )
        )
        references.append((self.env._("Your reference"), ", ".join(customer_references)))
        if self.move_type == "out_refund" and self.reversed_entry_id:
            references.append(
                (
                    self.env._("Corrects invoice"),
                    self.env._(
                        "%(name)s of %(date)s",
                        name=self.reversed_entry_id.name,
                        date=self._pdf_date(self.reversed_entry_id.invoice_date),
                    ),
                )
            )
            # Odoo writes the name of the invoice before the reason.
            reason = (self.ref or "").partition(f"{self.reversed_entry_id.name}, ")[2]
            references.append((self.env._("Reason"), reason or self.ref))
        references += self._get_pdf_public_references()
        if self._get_pdf_invoice_kind() == "partial":
            references.append((self.env._("Progress"), self._get_pdf_progress()))
        return [(label, text) for label, text in references if text]

    def _get_pdf_public_references(self):
        """Return what a public customer asks to read, when the add-on for Chorus Pro is there."""
        labels = {
            "buyer_reference": self.env._("Service code"),
            "purchase_order_reference": self.env._("Commitment number"),
            "contract_reference": self.env._("Contract"),
        }
        return [(label, self[name]) for name, label in labels.items() if name in self._fields]

    def _get_pdf_progress(self):
        """Return the number of a partial invoice, and what share of the order it brings invoiced."""
        orders = self._get_pdf_order_lines().order_id
        moves = orders.order_line.invoice_lines.move_id
        invoices = self._get_pdf_earlier(moves).filtered(lambda move: move.state != "cancel") | self
        partials = invoices.filtered(lambda move: move.move_type == "out_invoice" and not move._is_downpayment())
        lines = (orders.order_line - orders.order_line.filtered("is_downpayment")).invoice_lines
        invoiced = sum(
            line.price_subtotal if line.move_id.move_type == "out_invoice" else -line.price_subtotal
            for line in lines
            if line.move_id in invoices
        )
        ordered = sum(orders.order_line.filtered(lambda line: not line.is_downpayment).mapped("price_subtotal"))
        return self.env._(
            "no. %(number)s, %(percent)s of the order invoiced with it",
            number=len(partials),
            percent=self._pdf_percent(100 * invoiced / ordered if ordered else 0.0),
        )

    def _get_pdf_operation_scopes(self):
        """Return what is sold: 'service', 'consu' (goods), or both."""
        scopes = set()
        for line in self.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            products = line.product_id
            if line.is_downpayment:  # the category is that of what it is a deposit for
                products = line.sale_line_ids.order_id.order_line.filtered(
                    lambda line: not line.is_downpayment
                ).product_id
            if products:
                scopes |= {"service" if p.type == "service" else "consu" for p in products}
            else:
                scopes |= set(filter(None, line.tax_ids.mapped("tax_scope"))) or {"service"}
        return scopes

    def _get_pdf_operation_category(self):
        """Return the words the law wants for what is sold (LEGAL.md F8)."""
        scopes = self._get_pdf_operation_scopes()
        if scopes == {"service", "consu"}:
            return self.env._("Mixed operation")
        return self.env._("Supply of goods") if "consu" in scopes else self.env._("Services")

    def _get_pdf_delivery_address(self):
        """Return the lines of the delivery address when goods go elsewhere (LEGAL.md F7)."""
        shipping = self.partner_shipping_id
        if "consu" not in self._get_pdf_operation_scopes() or not shipping:
            return []
        address = shipping._get_document_address()
        if address == self.partner_id._get_document_address():
            return []
        return [shipping.commercial_partner_id.name or "", *address]

    def _get_pdf_service_date(self):
        """Return the date of the sale or service when it is not that of the invoice (F6)."""
        date = self.delivery_date
        return date if date and date != self.invoice_date else False

    def _get_pdf_payment_dates(self):
        """Return the first days money came in, for a deposit (LEGAL.md A5)."""
        if self.state != "posted" or self._get_pdf_invoice_kind() != "deposit":
            return []
        # Sudo: as in Odoo's own widget, those who print an invoice need no right on payments.
        partials = self.sudo()._get_all_reconciled_invoice_partials()
        return sorted({partial["aml"].date for partial in partials})

    def _get_pdf_bank(self):
        """Return the account customers pay on."""
        bank = self.partner_bank_id
        if not bank and self.move_type == "out_invoice":
            bank = self.company_id.partner_id.bank_ids[:1]
        return bank

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`."""
        kinds = super()._get_pdf_legal_kinds()
        if self.move_type == "out_invoice" and not self.partner_id._is_consumer():
            kinds += ["late_penalty", "recovery_fee", "early_discount"]
        if self.company_id.vat_on_debits and "service" in self._get_pdf_operation_scopes():
            kinds.append("vat_debits")
        if self.company_id.is_vat_group_member:
            kinds.append("vat_group")
        # With the option, the tax of services is due at the latest with the invoice.
        if self._get_pdf_invoice_kind() == "deposit" and self.amount_tax and "vat_debits" not in kinds:
            kinds.append("vat_deposit")
        if any(order.is_training for order in self.invoice_line_ids.sale_line_ids.order_id):
            kinds += ["training_declaration", "training_no_approval"]
        return kinds

    def _get_pdf_training_facts(self):
        """Return what the invoice recalls of each training it is for."""
        orders = self.invoice_line_ids.sale_line_ids.order_id.filtered("is_training")
        return [fact for order in orders for fact in order._get_training_invoice_facts()]
