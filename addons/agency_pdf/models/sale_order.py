from base64 import b64decode

from odoo import api, fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "agency.pdf.document"]

    # What a quote says besides its lines
    execution_terms = fields.Char(
        string="Dates and place", help="When the work starts, how long it takes, where: printed on the quote."
    )
    deposit_percent = fields.Float(
        string="Deposit on order (%)",
        compute="_compute_deposit_percent",
        store=True,
        readonly=False,
        precompute=True,
        help="Percent of the total with taxes the quote asks for on order; 0 for none.",
    )
    rights_terms = fields.Text(
        string="Rights assigned",
        help="Each right assigned, its extent, use, place and duration. Empty: the quote says that"
        " no right is assigned before full payment.",
    )
    is_off_premises = fields.Boolean(string="Sold off premises", help="A consumer may then withdraw within 14 days.")

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: what a quote says to its customer, in print too."""
        return super()._get_shared_fields() | {"execution_terms", "deposit_percent", "rights_terms"}

    @api.depends("company_id")
    def _compute_deposit_percent(self):
        for order in self:
            order.deposit_percent = order.company_id.quote_deposit_percent

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`: Odoo's own in a company that keeps them, as for invoices."""
        if self and not self[0].company_id._prints_agency_documents():
            return self.env.ref("sale.action_report_saleorder")
        if self.billing_frequency:
            return self.env.ref("agency_pdf.report_recurring_order")
        return self.env.ref("agency_pdf.report_quote")

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return self.quote_date or fields.Date.context_today(self)

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Order") if kind == "recurring_order" else self.env._("Quote")

    def _is_pdf_signed_online(self, kind):
        """Override of `agency.pdf.document`: the portal signs quotes and orders."""
        return True

    def _get_pdf_note(self):
        """Override of `agency.pdf.document`."""
        return self.note

    def _get_pdf_total_label(self):
        """Return what the total is called: that of an order is the one of each period."""
        return self.env._("Total incl. VAT per period") if self.billing_frequency else self.env._("Total incl. VAT")

    def _get_name_tax_totals_view(self):
        """Override of `sale`: the page that a customer opens calls the total as the document does."""
        if self.company_id._prints_agency_documents():
            return "agency_pdf.portal_tax_totals"
        return super()._get_name_tax_totals_view()

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`."""
        if self.billing_frequency:
            return self._get_pdf_recurring_facts()
        facts = [
            (self.env._("Date"), self._pdf_date(self._get_pdf_date())),
            (self.env._("Valid until"), self._pdf_date(self.validity_date)),
            (self.env._("Delivery"), self._pdf_date(self.commitment_date)),
            (self.env._("Your reference"), self.client_order_ref),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_pdf_general_terms(self, texts):
        """Return the general terms that go with the quote, or nothing.

        :param dict texts: see `_get_pdf_legal_texts`
        :return: dict of `title`, `version` and `text`
        """
        kind = self._get_pdf_terms_kind()
        if kind not in texts or self._has_pdf_terms_file():
            return {}
        wording = self.env["agency.legal.text"]._get_texts_in_force(self.company_id, self._get_pdf_date())[kind]
        return {"title": wording.name, "version": self._pdf_date(wording.valid_from), "text": texts[kind]}

    def _has_pdf_terms_file(self):
        """Return whether the general terms are a file of the agency's, in place of the wording of this quote."""
        # Sudo: whoever prints the quote prints its terms.
        return self._get_pdf_terms_kind() == "terms_standard" and bool(self.company_id.sudo().agency_terms_file)

    def _get_pdf_annexes(self, report):
        """Override of `agency.pdf.document`: those of the services, then the general terms, where they are a file."""
        annexes = super()._get_pdf_annexes(report)
        if self._is_pdf_of_quote(report):
            # Sudo: what is printed of a service is read by whoever prints the quote.
            services_sudo = self._get_pdf_printed_lines().product_template_id.sudo().with_context(bin_size=False)
            annexes += [b64decode(each.quote_annex_file) for each in services_sudo if each.quote_annex_file]
        if self._has_pdf_terms_file() and self._is_pdf_with_terms(report):
            # Sudo: see `_has_pdf_terms_file`.
            annexes = [*annexes, b64decode(self.company_id.sudo().with_context(bin_size=False).agency_terms_file)]
        return annexes

    def _is_pdf_of_quote(self, report):
        """Return whether this report prints a quote, with what its services bring along."""
        return report._is_report("agency_pdf.report_quote")

    def _is_pdf_with_terms(self, report):
        """Return whether this report prints the general terms."""
        return report._is_report("agency_pdf.report_quote", "agency_pdf.report_recurring_order")

    def _get_pdf_terms_kind(self):
        return "terms_standard"

    def _get_pdf_printed_lines(self):
        """Override of `agency.pdf.document`: deposits are invoices, options stand apart."""
        return self._get_order_lines_to_report().filtered(
            lambda line: not line.is_downpayment and not line._is_pdf_option()
        )

    def _get_pdf_line_quantity(self, line):
        """Override of `agency.pdf.document`."""
        return line.product_uom_qty

    def _get_pdf_options(self):
        """Return the rows of what the customer may add: out of the total."""
        options = self.order_line.filtered(lambda line: line._is_pdf_option() and not line.display_type)
        return [self._prepare_pdf_option_row(line) for line in options]

    def _prepare_pdf_option_row(self, line):
        """Return the row of an option: its price, and no amount, for nothing of it is ordered."""
        row = self._prepare_pdf_line_row(line)
        return {**row, "quantity": "", "uom": "", "amount": self.env._("optional")}

    def _get_pdf_subject(self):
        return self.subject or ""

    def _get_pdf_deposit_line_name(self, percent):
        """Return the name of the line of a deposit invoice.

        :param float percent: 0 for a deposit of a fixed amount
        """
        name = self.env._(
            "%(deposit)s on quote %(order)s of %(date)s",
            deposit=self._get_pdf_deposit_words(percent),
            order=self.name,
            date=self._pdf_date(self._get_pdf_date()),
        )
        return f"{name} : {self.subject}" if self.subject else name

    def _get_pdf_deposit_words(self, percent):
        """Return what a deposit is called: with its share, when it has one."""
        if percent:
            return self.env._("Deposit of %(percent)s", percent=self._pdf_percent(percent))
        return self.env._("Deposit")

    def _get_deposit_share(self):
        """Override of `agency_crm`: the share that the quote asks for."""
        return self.deposit_percent or super()._get_deposit_share()

    def _get_pdf_payment(self):
        """Return the lines on payment: deposit, then when the rest is due; of an order, each period."""
        if self.billing_frequency:
            return self._get_pdf_recurring_payment()
        lines = []
        if self.deposit_percent and self.currency_id.compare_amounts(self.amount_total, 0) > 0:
            deposit = self.currency_id.round(self.amount_total * self.deposit_percent / 100)
            lines.append(
                self.env._(
                    "Deposit on order: %(percent)s, that is %(amount)s including VAT",
                    percent=self._pdf_percent(self.deposit_percent),
                    amount=self._pdf_amount(deposit),
                )
            )
        if self.payment_term_id:
            lines.append(self.env._("Payment: %(term)s", term=self.payment_term_id.name))
        else:
            lines.append(self.env._("Payment on receipt of the invoice"))
        return lines

    def _get_pdf_recurring_facts(self):
        """Return what stands under the number of a recurring order."""
        selection = self._fields["billing_frequency"]._description_selection(self.env)
        facts = [
            (self.env._("Date"), self._pdf_date(self._get_pdf_date())),
            (self.env._("Frequency"), dict(selection).get(self.billing_frequency)),
            (self.env._("Start"), self._pdf_date(self.next_invoice_date)),
            (self.env._("Your reference"), self.client_order_ref),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_pdf_recurring_payment(self):
        """Return the lines on payment of a recurring order: no deposit, an invoice a period."""
        lines = [self.env._("Invoiced in advance for each period")]
        if self.payment_term_id:
            lines.append(self.env._("Payment: %(term)s", term=self.payment_term_id.name))
        return lines

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`."""
        kinds = super()._get_pdf_legal_kinds()
        kinds += ["acceptance", self._get_pdf_terms_kind()]
        if not self.rights_terms:
            kinds.append("rights")
        if self.partner_id._is_consumer():
            kinds.append("consumer_mediator")
            if self.is_off_premises:
                kinds.append("consumer_withdrawal")
        else:
            kinds += ["late_penalty", "recovery_fee", self._get_pdf_discount_kind()]
        if self.company_id.is_vat_group_member:
            kinds.append("vat_group")
        return kinds

    def _get_pdf_payment_term(self):
        """Override of `agency.pdf.document`."""
        return self.payment_term_id
