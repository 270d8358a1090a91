from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "agency.pdf.document", "agency.document.gestures"]

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
    document_version_ids = fields.One2many(
        comodel_name="agency.document.version",
        inverse_name="order_id",
        string="Edited documents",
        domain=[("is_edited", "=", True)],
        context={"active_test": False},
        groups="agency_crm.group_agency_user",  # who may read them: Odoo reads all fields of a quote at once
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
        """Override of `agency.pdf.document`: Odoo's own in a company of another country, as for invoices."""
        if self and self[0].country_code != "FR":
            return self.env.ref("sale.action_report_saleorder")
        if self.billing_frequency:
            return self.env.ref("agency_pdf.report_recurring_order")
        return self.env.ref("agency_pdf.report_quote")

    def _get_document_kind(self):
        """Override of `agency.document.gestures`."""
        if self.billing_frequency:
            return "recurring_order"
        return "training_quote" if self.is_training else "quote"

    def _get_document_folder(self):
        """Override of `agency.document.gestures`."""
        return self.env.ref("agency_pdf.document_folder_quotes")

    def _check_mailable(self):
        """Override of `agency.document.gestures`: what was refused is not offered again."""
        rejected = self.filtered(lambda order: order.state == "cancel")
        if rejected:
            raise UserError(
                self.env._(
                    "%(names)s: rejected, not to be mailed. Set to quotation first.",
                    names=", ".join(rejected.mapped("name")),
                )
            )

    def _get_mail_action(self, report):
        """Override of `agency.document.gestures`: Odoo's own composer, with this document."""
        self.ensure_one()
        action = self.action_quotation_send()
        context = {**action["context"], **self._get_mail_record_context(report)}
        # An agreement goes with a quote, and is not one.
        context["mark_so_as_sent"] = report != self.env.ref("agency_pdf.report_convention")
        return {**action, "context": context}

    def _get_mail_template(self, report):
        """Return the words that go with the document, where they are not those of a quote."""
        if report == self.env.ref("agency_pdf.report_convention"):
            return self.env.ref("agency_pdf.mail_template_agreement", raise_if_not_found=False)
        if self.billing_frequency:
            return self.env.ref("agency_pdf.mail_template_order", raise_if_not_found=False)
        return None

    def _get_mailing_template(self, report):
        """Override of `agency.document.gestures`."""
        if len(self) > 1:
            return self.env.ref("agency_pdf.mail_template_quotes")
        return self._get_mail_template(report or self._get_agency_report()) or self._find_mail_template()

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return fields.Date.context_today(self, self.date_order or fields.Datetime.now())

    def _get_pdf_title(self, template=""):
        """Override of `agency.pdf.document`."""
        titles = {
            "training_quote": self.env._("Training quote"),
            "convention": self._get_agreement_title(),
            "recurring_order": self.env._("Order"),
        }
        return titles.get(template) or self.env._("Quote")

    def _get_pdf_facts(self):
        """Override of `agency.pdf.document`."""
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
        if kind not in texts:
            return {}
        wording = self.env["agency.legal.text"]._get_texts_in_force(self.company_id, self._get_pdf_date())[kind]
        return {"title": wording.name, "version": wording._get_version(), "text": texts[kind]}

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
        return [self._prepare_pdf_line_row(line) for line in options]

    def _get_pdf_subject(self):
        return self.subject or ""

    def _get_pdf_deposit_line_name(self, percent):
        """Return the name of the line of a deposit invoice.

        :param float percent: 0 for a deposit of a fixed amount
        """
        deposit = self.env._("Deposit")
        if percent:
            deposit = self.env._("Deposit of %(percent)s", percent=self._pdf_percent(percent))
        name = self.env._(
            "%(deposit)s on quote %(order)s of %(date)s",
            deposit=deposit,
            order=self.name,
            date=self._pdf_date(self._get_pdf_date()),
        )
        return f"{name} : {self.subject}" if self.subject else name

    def _get_pdf_payment(self):
        """Return the lines on payment: deposit, then when the rest is due."""
        lines = []
        if self.deposit_percent:
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
            kinds += ["late_penalty", "recovery_fee", "early_discount"]
        if self.company_id.is_vat_group_member:
            kinds.append("vat_group")
        return kinds
