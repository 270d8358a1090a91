"""What an invoice refers to and mentions: quotes, orders of public customers, operations, dates, bank, wordings."""

from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

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
                    *self._get_pdf_buyer_orders().mapped("client_order_ref"),
                    *self._get_pdf_own_references(orders),
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

    def _get_pdf_buyer_orders(self):
        """Return the quotes of whoever is invoiced: who pays for somebody else did not give the other's references."""
        orders = self.invoice_line_ids.sale_line_ids.order_id
        return orders.filtered(
            lambda order: (
                self.commercial_partner_id in (order.partner_id | order.partner_invoice_id).commercial_partner_id
            )
        )

    def _get_pdf_own_references(self, orders):
        """Return the references that the customer gave for this invoice alone.

        Odoo writes the names of the orders there when the customer gave none, one after another.
        """
        if self.move_type == "out_refund":
            return []
        known = {*orders.mapped("name"), *self._get_pdf_buyer_orders().mapped("client_order_ref")}
        if self.ref in known:
            return []
        references = (self.ref or "").split(", ")
        return [self.ref] if known.isdisjoint(references) else [ref for ref in references if ref not in known]

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
        # A gesture leaves what it takes off invoiced.
        invoices = self._get_pdf_earlier(moves).filtered(
            lambda move: move.state != "cancel" and move.credit_purpose != "gesture"
        )
        invoices |= self
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
            banks = self.company_id.partner_id.bank_ids
            bank = banks.filtered(lambda one: not one.company_id or one.company_id == self.company_id)[:1]
        return bank

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`."""
        kinds = super()._get_pdf_legal_kinds()
        if self.move_type == "out_invoice" and not self.partner_id._is_consumer():
            kinds += ["late_penalty", "recovery_fee", self._get_pdf_discount_kind()]
        if self.company_id.vat_on_debits and "service" in self._get_pdf_operation_scopes():
            kinds.append("vat_debits")
        if self.company_id.is_vat_group_member:
            kinds.append("vat_group")
        # With the option, the tax of services is due at the latest with the invoice.
        if self._get_pdf_invoice_kind() == "deposit" and self.amount_tax and "vat_debits" not in kinds:
            kinds.append("vat_deposit")
        return kinds

    def _get_pdf_payment_term(self):
        """Override of `agency.pdf.document`: a credit note is not paid early."""
        return self.invoice_payment_term_id if self.move_type == "out_invoice" else super()._get_pdf_payment_term()
