from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_compare, float_round

from ..issues import FRENCH_RATES, NUMBER_RE, Issue

# What the checks read.
CHECKED_FIELDS = (
    *("state", "sent_date", "name", "invoice_date", "invoice_date_due", "reversed_entry_id"),
    *("invoice_pdf_report_file", "invoice_payment_term_id", "company_id.vat", "company_id.company_registry"),
    *("invoice_line_ids.tax_ids.agency_legal_kind", "company_id.einvoice_emission_date"),
    *("partner_id.country_id", "commercial_partner_id.country_id", "commercial_partner_id.is_without_siren"),
    *("commercial_partner_id.vat", "commercial_partner_id.company_registry", "partner_id.city", "partner_id.zip"),
)


class AccountMove(models.Model):
    """What is looked at before an invoice is sent: what a platform would refuse, said where it can be mended."""

    _name = "account.move"
    _inherit = ["account.move"]

    einvoice_status = fields.Selection(
        string="E-invoice",
        selection=[("ready", "Ready"), ("incomplete", "To complete")],
        compute="_compute_einvoice_status",
        search="_search_einvoice_status",
        help="Whether French platforms accept the invoice as it is; empty once its PDF is made, and for others than"
        " customer invoices of a French company.",
    )
    einvoice_alerts = fields.Json(
        string="To complete before sending",
        compute="_compute_einvoice_alerts",
        help="What is to be completed before the invoice is sent, with the record where it is; said of a draft too,"
        " before it has its number.",
    )

    # === COMPUTE METHODS === #

    @api.depends_context("lang")
    @api.depends(*CHECKED_FIELDS)
    def _compute_einvoice_status(self):
        for move in self:
            is_looked_at = move._is_einvoice_to_check()
            is_incomplete = is_looked_at and any(issue.is_blocking for issue in move._get_einvoice_issues())
            move.einvoice_status = is_looked_at and ("incomplete" if is_incomplete else "ready")

    @api.depends_context("lang")
    @api.depends(*CHECKED_FIELDS)
    def _compute_einvoice_alerts(self):
        for move in self:
            is_looked_at = move._is_einvoice_to_check() or move._is_einvoice_begun()
            issues = move._get_einvoice_issues() if is_looked_at else []
            move.einvoice_alerts = move._format_einvoice_alerts(issues) or False

    @api.model
    def _search_einvoice_status(self, operator, value):
        """Search among the invoices that are confirmed and not issued: the others have no status."""
        if operator != "in":
            return NotImplemented
        candidates = self.search(
            Domain("move_type", "in", ("out_invoice", "out_refund"))
            & Domain("state", "=", "posted")
            & Domain("is_move_sent", "=", False)
            & Domain("sent_date", "=", False)
        )
        return Domain("id", "in", candidates.filtered(lambda move: move.einvoice_status in value).ids)

    def _is_einvoice_to_check(self):
        """Tell whether the invoice is still to be made: what is issued, here or before, does not change."""
        is_to_send = self.state == "posted" and not self.invoice_pdf_report_id and not self.sent_date
        return is_to_send and self._is_einvoice()

    def _is_einvoice_begun(self):
        """Tell whether this is a draft of which something is said already: no number is given to it yet."""
        is_begun = self.state == "draft" and self.partner_id and self._get_einvoice_lines()
        return bool(is_begun and self._is_einvoice())

    def _get_einvoice_lines(self):
        return self.invoice_line_ids.filtered(lambda line: line.display_type == "product")

    # === CHECKS === #

    def _get_einvoice_issues(self):
        """Return what a platform would refuse, or the law asks for, in the order of a page.

        No schematron runs: these are its rules on what people type.

        :rtype: list[Issue]
        """
        self.ensure_one()
        return [
            *self._check_einvoice_seller(),
            *self._check_einvoice_buyer(),
            *self._check_einvoice_header(),
            *self._check_einvoice_lines(),
            *self._check_einvoice_exemptions(),
        ]

    def _check_einvoice_seller(self):
        company = self.company_id
        if not company.partner_id._get_einvoice_siren():
            message = self.env._(
                "%(name)s has no SIREN: enter its SIRET (14 digits) in the settings.", name=company.name
            )
            yield Issue("seller_siren", message, company)
        elif company.partner_id._has_wrong_siren():
            yield self._get_wrong_siren(company.partner_id, company)
        yield from self._check_einvoice_numbers(company.partner_id, company)
        if not company.partner_id._get_vat() and self._get_einvoice_categories() & {"AE", "K", "G"}:
            message = self.env._(
                "%(name)s has no VAT number, which sales abroad without VAT ask for: enter it in the settings, or"
                " choose another tax.",
                name=company.name,
            )
            yield Issue("seller_vat", message, company)
        missing = [code for code, text in self._get_einvoice_notes().items() if not text]
        if missing:
            message = self.env._(
                "No legal wording is in force for %(codes)s (recovery fee, late penalties, early payment): complete"
                " the wordings.",
                codes=", ".join(missing),
            )
            yield Issue("notes", message, self.env["agency.legal.text"])

    def _check_einvoice_buyer(self):
        partner, commercial = self.partner_id, self.commercial_partner_id
        if not partner._get_einvoice_country():
            message = self.env._("%(name)s has no country: complete the address.", name=partner.display_name)
            yield Issue("buyer_country", message, partner)
        elif commercial._has_wrong_siren():
            yield self._get_wrong_siren(commercial, commercial)
        elif not commercial._has_einvoice_identity():
            message = self.env._(
                "%(name)s has no SIREN: enter the SIRET or the VAT number, or say that there is none.",
                name=commercial.display_name,
            )
            yield Issue("buyer_siren", message, commercial, self._is_einvoice_compulsory())
        yield from self._check_einvoice_numbers(commercial, commercial)
        location = partner._get_einvoice_location()
        if partner._get_einvoice_country() and not (location.city and location.zip) and not commercial._is_consumer():
            message = self.env._(
                "%(name)s has no postal code or no city, which the law wants on the invoice: complete the address.",
                name=location.display_name,
            )
            yield Issue("buyer_address", message, location, is_blocking=False)
        if not commercial._get_vat() and self._get_einvoice_categories() & {"AE", "K"}:
            message = self.env._(
                "%(name)s has no VAT number, which the reverse charge asks for: enter it.",
                name=commercial.display_name,
            )
            yield Issue("buyer_vat", message, commercial)

    def _check_einvoice_numbers(self, partner, record):
        """Tell of numbers that are not those of the company, though each looks like one: nothing refuses them."""
        if partner._has_wrong_siret():
            message = self.env._(
                "The SIRET of %(name)s (%(siret)s) is mistyped, its digits do not agree: correct it.",
                name=partner.display_name,
                siret=partner._get_einvoice_siret(),
            )
            yield Issue("wrong_siret", message, record, is_blocking=False)
        if partner._has_two_sirens():
            message = self.env._(
                "The VAT number and the SIRET of %(name)s are those of two companies (%(vat)s, %(siren)s): correct one"
                " of them.",
                name=partner.display_name,
                vat=partner.vat,
                siren=partner._get_siren(),
            )
            yield Issue("two_sirens", message, record, is_blocking=False)

    def _get_wrong_siren(self, partner, record):
        """Return the issue of a SIREN that nobody has: its digits do not agree."""
        message = self.env._(
            "The SIREN of %(name)s (%(siren)s) is mistyped, its digits do not agree: correct the SIRET or the VAT"
            " number.",
            name=partner.display_name,
            siren=partner._get_einvoice_siren(),
        )
        return Issue("wrong_siren", message, record, self._is_einvoice_compulsory())

    def _check_einvoice_header(self):
        number = self.name if self.name and self.name != "/" else ""
        if (number or self.state == "posted") and not NUMBER_RE.fullmatch(number):
            message = self.env._(
                "The number “%(number)s” has more than 35 characters, or others than letters without accents, digits"
                " and + - _ /: change the sequence of the journal.",
                number=number,
            )
            yield Issue("number", message, self.journal_id)
        if self.move_type == "out_refund" and not self._get_einvoice_earlier():
            message = self.env._(
                "The credit note %(name)s does not say which invoice it corrects: choose it on the credit note.",
                name=self._get_einvoice_label(),
            )
            yield Issue("origin", message, self)
        due_date, date = self.invoice_date_due, self.invoice_date or fields.Date.context_today(self)
        if due_date and due_date < date and not (self._says_einvoice_paid() or self._is_einvoice_deposit()):
            message = self.env._(
                "%(name)s is due before its own date: change the due date.", name=self._get_einvoice_label()
            )
            yield Issue("due_date", message, self)
        digits = self.currency_id.decimal_places
        amounts = [self.amount_untaxed, self.amount_tax, *self._get_einvoice_lines().mapped("price_subtotal")]
        if any(float_compare(amount, float_round(amount, 2), precision_digits=digits) for amount in amounts):
            message = self.env._(
                "%(currency)s has more than two decimals, which e-invoices do not hold: round the prices of %(name)s to"
                " two.",
                currency=self.currency_id.name,
                name=self._get_einvoice_label(),
            )
            yield Issue("decimals", message, self)
        term = self.invoice_payment_term_id
        if term.early_discount and term.early_pay_discount_computation == "mixed":
            # Odoo's file says the bases without the discount, and the VAT with it (BR-S-09, BR-CO-17).
            message = self.env._(
                "The payment terms “%(name)s” take the early payment discount off the VAT before it is earned: choose"
                " “On early payment” on them, then make the invoice again.",
                name=term.name,
            )
            yield Issue("discount_terms", message, term)

    def _check_einvoice_lines(self):
        lines, label = self._get_einvoice_lines(), self._get_einvoice_label()
        if not lines:
            yield Issue("lines", self.env._("%(name)s has no line: add one.", name=label), self)
        wrong = [line.name or line.product_id.name or "" for line in lines if len(line.tax_ids) != 1]
        if wrong:
            message = self.env._(
                "Each line of %(name)s needs one tax, at 0 %% too: see “%(line)s”.",
                name=label,
                line=wrong[0].partition("\n")[0],
            )
            yield Issue("line_tax", message, self)
        for tax in lines.tax_ids:
            if tax.amount_type != "percent" or tax.amount not in FRENCH_RATES:
                message = self.env._("“%(name)s” is no rate of French VAT: choose another tax.", name=tax.name)
                yield Issue("rate", message, self)

    def _check_einvoice_exemptions(self):
        reasons = {}
        for tax in self.invoice_line_ids.tax_ids.filtered(lambda tax: not tax.amount):
            category, reason = self._get_einvoice_tax_codes(tax)
            reasons.setdefault(category, set()).add(reason)
            if category == "E" and not reason:
                message = self.env._(
                    "The tax “%(name)s” does not say why nothing is due (training, small business): choose its legal"
                    " wording.",
                    name=tax.name,
                )
                yield Issue("exemption", message, tax, self._is_einvoice_compulsory())
        if len(reasons.get("E", ())) > 1:
            message = self.env._(
                "%(name)s exempts its lines for several reasons: make one invoice for each.",
                name=self._get_einvoice_label(),
            )
            yield Issue("exemptions", message, self)

    # === ACTION METHODS === #

    def action_mark_sent(self):
        """Override of `agency_crm`: what goes on paper is looked at as what is mailed.

        :raise UserError: if an invoice is not ready
        """
        self.env["account.move.send"]._refuse_incomplete(self)
        return super().action_mark_sent()

    # === HELPERS === #

    def _get_einvoice_tax_codes(self, tax):
        """Return BT-118 and BT-121 of a tax on this invoice."""
        builder = self.env["account.edi.xml.cii"]
        parties = self.commercial_partner_id, self.company_id.partner_id.commercial_partner_id
        reason = builder._get_tax_exemption_reason(*parties, tax)
        return builder._get_tax_category_code(*parties, tax), reason["tax_exemption_reason_code"]

    def _get_einvoice_categories(self):
        taxes = self.invoice_line_ids.tax_ids.filtered(lambda tax: not tax.amount)
        return {self._get_einvoice_tax_codes(tax)[0] for tax in taxes}

    def _is_einvoice_compulsory(self):
        """Tell whether the law already asks the company to send its invoices through a platform."""
        start = self.company_id.einvoice_emission_date
        return bool(start and (self.invoice_date or fields.Date.context_today(self)) >= start)

    def _get_einvoice_label(self):
        """Return the number of the invoice, or what a draft is called."""
        return self.name if self.name and self.name != "/" else self._origin.display_name or self.display_name

    def _format_einvoice_alerts(self, issues):
        """Return the issues as Odoo's alerts, each with the button that opens where it is mended."""
        return {
            f"agency_einvoice_{issue.code}_{issue.record._name}_{issue.record._origin.id or 0}": {
                "level": "danger" if issue.is_blocking else "warning",
                "message": issue.message,
                **self._get_einvoice_mending(issue.record),
            }
            for issue in issues
        }

    def _get_einvoice_mending(self, record):
        """Return the button of an alert: nothing for the draft that shows it, nor for what is not saved yet."""
        record = record._origin
        if record._name == "res.company":
            return {"action_text": self.env._("Settings"), "action": record._get_records_action()}
        if record._name == "agency.legal.text":
            action = self.env["ir.actions.act_window"]._for_xml_id("agency_pdf.agency_legal_text_action")
            return {"action_text": self.env._("Legal wordings"), "action": action}
        if not record or (record == self._origin and self.state == "draft"):
            return {}
        return {
            "action_text": self.env._("Complete “%(name)s”", name=record.display_name),
            "action": record._get_records_action(),
        }
