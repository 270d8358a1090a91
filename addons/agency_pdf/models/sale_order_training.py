import base64
import binascii
import io

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty
from odoo.tools.pdf import PdfFileReader, PdfReadError

from ..const import FUNDINGS, PROGRAMME_PLACES, TRAINING_NATURES

# What customers read on their quote anyway; not what is missing yet, nor who pays.
SHARED_TRAINING_FIELDS = {
    "is_training",
    "is_training_remote",
    "training_access_terms",
    "training_assessment",
    "training_audience",
    "training_days",
    "training_end_date",
    "training_follow_up",
    "training_hours",
    "training_max_trainees",
    "training_means",
    "training_min_trainees",
    "training_nature",
    "training_objectives",
    "training_place",
    "training_prerequisites",
    "training_programme",
    "training_programme_file",
    "training_programme_filename",
    "training_programme_place",
    "training_remote_assistance",
    "training_schedule",
    "training_start_date",
    "training_title",
    "training_trainer",
}


class SaleOrder(models.Model):
    """The facts of a training, entered once for its quote and its agreement."""

    _inherit = "sale.order"

    is_training = fields.Boolean(
        string="Training", compute="_compute_is_training", store=True, readonly=False, precompute=True
    )

    # What is taught
    training_title = fields.Char(
        compute="_compute_training_title",
        store=True,
        readonly=False,
        precompute=True,
        help="Printed on the training quote and in the agreement.",
    )
    training_nature = fields.Selection(selection=TRAINING_NATURES, default="training")
    training_objectives = fields.Text(help="What trainees will be able to do: to be measured.")
    training_programme_place = fields.Selection(string="Programme", selection=PROGRAMME_PLACES, default="inline")
    training_programme = fields.Html(string="Contents")
    training_programme_file = fields.Binary(string="Programme (PDF)", attachment=True)
    training_programme_filename = fields.Char()

    # When and where
    training_start_date = fields.Date()
    training_end_date = fields.Date()
    training_schedule = fields.Char(help="For example: 9 h – 12 h 30, 13 h 30 – 17 h")
    training_hours = fields.Float(string="Duration (hours)", help="Hours for one trainee.")
    training_days = fields.Float(string="Duration (days)")
    is_training_remote = fields.Boolean(string="Remote")
    training_place = fields.Char(help="Address, or tool of the virtual classroom.")
    training_remote_assistance = fields.Text(
        string="Remote assistance", help="Who helps trainees at a distance, how, how fast."
    )

    # Who
    trainee_ids = fields.One2many(comodel_name="agency.trainee", inverse_name="order_id", string="Trainees", copy=True)
    trainee_count = fields.Integer(
        string="Number of trainees", compute="_compute_trainee_count", store=True, readonly=False, precompute=True
    )
    training_trainer = fields.Char(string="Trainer")
    training_subcontractor_id = fields.Many2one(
        comodel_name="res.partner",
        string="Subcontractor",
        check_company=True,
        help="Who gives the training for the agency, under a written contract: the quote and the agreement name them.",
    )
    training_audience = fields.Char()
    training_prerequisites = fields.Char()
    training_min_trainees = fields.Integer(string="Fewest trainees")
    training_max_trainees = fields.Integer(string="Most trainees")
    training_access_terms = fields.Char(string="Access terms", help="How one enrols, and how long before.")

    # How
    training_means = fields.Text(string="Means", help="Teaching, technical and supervisory.")
    training_follow_up = fields.Text(
        string="Follow-up", help="How the training unfolds and is followed: attendance sheets…"
    )
    training_assessment = fields.Text(string="Assessment", help="How what was learnt is assessed and certified.")

    # Payment and signature
    training_funding = fields.Selection(
        selection=FUNDINGS, copy=False, compute="_compute_training_funding", store=True, readonly=False, precompute=True
    )
    training_opco_id = fields.Many2one(comodel_name="res.partner", string="Funding body", check_company=True)
    training_opco_file = fields.Char(string="Funding file no.", copy=False)
    customer_signatory_name = fields.Char(string="Customer's signatory")
    customer_signatory_function = fields.Char(string="Function of the customer's signatory")

    # Completeness
    training_missing = fields.Html(compute="_compute_training_missing")
    is_training_complete = fields.Boolean(
        compute="_compute_training_missing",
        help="The signed quote can then stand for the agreement (Code du travail, D.6353-1 II).",
    )

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: what a training quote says to its customer, in print too."""
        return super()._get_shared_fields() | SHARED_TRAINING_FIELDS

    @api.depends("order_line.product_id")
    def _compute_is_training(self):
        for order in self:
            order.is_training = order.is_training or any(product.is_training for product in order.order_line.product_id)

    @api.depends("is_training", "order_line.product_id")
    def _compute_training_title(self):
        for order in self:
            products = order.order_line.product_id.filtered("is_training")
            order.training_title = order.training_title or products[:1].name

    @api.depends("trainee_ids")
    def _compute_trainee_count(self):
        for order in self:
            order.trainee_count = len(order.trainee_ids) or order.trainee_count

    @api.depends("partner_id")
    def _compute_training_funding(self):
        for order in self:
            is_individual = order.partner_id and order.partner_id._is_consumer()
            if is_individual or not order.training_funding:
                order.training_funding = "individual" if is_individual else "customer"

    @api.depends(
        "is_training",
        "training_title",
        "training_objectives",
        "training_programme_place",
        "training_programme",
        "training_programme_file",
        "training_means",
        "training_hours",
        "training_days",
        "training_start_date",
        "training_place",
        "training_follow_up",
        "training_assessment",
        "order_line.tax_ids",
        "amount_total",
    )
    def _compute_training_missing(self):
        for order in self:
            missing = order._get_training_missing() if order.is_training else []
            order.is_training_complete = order.is_training and not missing
            order.training_missing = (
                Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % label for label in missing)
                if missing
                else False
            )

    @api.constrains("training_start_date", "training_end_date")
    def _check_training_dates(self):
        for order in self:
            start, end = order.training_start_date, order.training_end_date
            if start and end and end < start:
                raise ValidationError(self.env._("The training of %(order)s ends before it starts.", order=order.name))

    @api.constrains("training_programme_file")
    def _check_training_programme_file(self):
        for order in self.filtered("training_programme_file"):
            try:
                order._get_training_programme_pages()
            except (PdfReadError, ValueError, OSError, KeyError, TypeError, binascii.Error):
                raise ValidationError(
                    self.env._(
                        "The programme of %(order)s is not a PDF that can be read: export it again"
                        " and attach the new file.",
                        order=order.name,
                    )
                ) from None

    # === GETTERS === #

    def _get_training_programme_pages(self):
        """Return the number of pages of the annexed programme."""
        content = base64.b64decode(self.with_context(bin_size=False).training_programme_file)
        return PdfFileReader(io.BytesIO(content), strict=False).getNumPages()

    def _has_training_annex(self):
        """Tell whether a programme is annexed: only then may a document say so."""
        return bool(self.is_training and self.training_programme_place == "attached" and self.training_programme_file)

    def _has_training_programme(self):
        """Tell whether the programme is in the document or annexed to it."""
        is_inline = self.training_programme_place == "inline" and not is_html_empty(self.training_programme)
        return is_inline or self._has_training_annex()

    def _get_training_missing(self):
        """Return what D.6353-1 asks and the quote does not say yet, as labels."""
        self.ensure_one()
        checks = [
            (self.training_title, self.env._("the title of the training")),
            (self.training_objectives, self.env._("its objectives")),
            (self._has_training_programme(), self.env._("its contents, or the annexed programme")),
            (self.training_means, self.env._("the means")),
            (self.training_hours, self.env._("the duration in hours")),
            (self.training_start_date, self.env._("the dates")),
            (self.training_place or self.is_training_remote, self.env._("the place")),
            (self.training_follow_up, self.env._("how it unfolds and is followed")),
            (self.training_assessment, self.env._("how it is assessed")),
            (self.amount_total, self.env._("the price")),
            (
                self.company_id.training_declaration_number and self.company_id.training_declaration_region,
                self.env._("the agency's declaration of activity, on the company"),
            ),
            (
                self.company_id.has_training_vat_certificate
                or "vat_training" not in self.order_line.tax_ids.mapped("agency_legal_kind"),
                self.env._("the 3511-SD certificate: without it, training bears VAT"),
            ),
        ]
        return [label for is_said, label in checks if not is_said]

    def _get_training_period(self):
        """Return the dates of the training as one text."""
        start = self._pdf_date(self.training_start_date)
        end = self._pdf_date(self.training_end_date)
        if not end or end == start:
            return self.env._("On %(date)s", date=start) if start else ""
        return self.env._("From %(start)s to %(end)s", start=start, end=end)

    def _get_training_duration(self):
        """Return the duration as one text: 14 hours, 2 days."""
        parts = []
        if self.training_hours:
            parts.append(self.env._("%(hours)s hours", hours=self._pdf_number(self.training_hours)))
        if self.training_days:
            days = self._pdf_number(self.training_days)
            parts.append(
                self.env._("%(days)s day", days=days)
                if self.training_days <= 1
                else self.env._("%(days)s days", days=days)
            )
        return ", ".join(parts)

    def _get_training_group(self):
        """Return how many trainees there may be."""
        fewest, most = self.training_min_trainees, self.training_max_trainees
        if fewest and most:
            return self.env._("%(fewest)s to %(most)s trainees", fewest=fewest, most=most)
        if most:
            return self.env._("at most %(most)s trainees", most=most)
        return self.env._("at least %(fewest)s trainees", fewest=fewest) if fewest else ""

    def _get_training_trainees(self):
        """Return the names and functions of the trainees, else their number."""
        names = [
            f"{trainee.name} ({trainee.job_title})" if trainee.job_title else trainee.name
            for trainee in self.trainee_ids
        ]
        if names:
            return ", ".join(names)
        count = self.trainee_count
        return self.env._("%(count)s trainee(s)", count=count) if count else ""

    def _get_training_location(self):
        if self.is_training_remote:
            return " – ".join(filter(None, [self.env._("Remote"), self.training_place]))
        return self.training_place or ""

    def _get_training_subcontractor(self):
        """Return the name and the SIREN of the subcontractor, or nothing."""
        subcontractor = self.training_subcontractor_id
        siren = subcontractor._get_siren()
        return " – ".join(filter(None, [subcontractor.name, siren and self.env._("SIREN %(number)s", number=siren)]))

    def _get_training_nature_label(self):
        selection = self._fields["training_nature"]._description_selection(self.env)
        return dict(selection).get(self.training_nature, "")

    def _get_training_facts(self):
        """Return what the training quote says, as (label, text) pairs, those known only."""
        self.ensure_one()
        facts = [
            (self.env._("Title"), self.training_title),
            (self.env._("Nature of the action"), self._get_training_nature_label()),
            (self.env._("Objectives"), self.training_objectives),
            (self.env._("Audience"), self.training_audience),
            (self.env._("Prerequisites"), self.training_prerequisites),
            (self.env._("Duration"), self._get_training_duration()),
            (self.env._("Dates"), self._get_training_period()),
            (self.env._("Schedule"), self.training_schedule),
            (self.env._("Place"), self._get_training_location()),
            (self.env._("Remote assistance"), self.is_training_remote and self.training_remote_assistance),
            (self.env._("Trainees"), self._get_training_trainees()),
            (self.env._("Group"), self._get_training_group()),
            (self.env._("Trainer"), self.training_trainer),
            (self.env._("Subcontractor"), self._get_training_subcontractor()),
            (self.env._("Means"), self.training_means),
            (self.env._("Follow-up"), self.training_follow_up),
            (self.env._("Assessment"), self.training_assessment),
            (self.env._("Access terms"), self.training_access_terms),
            (
                self.env._("Accessibility"),
                self.company_id.disability_contact
                and self.env._("disability officer: %(contact)s", contact=self.company_id.disability_contact),
            ),
            (self.env._("Funding"), self._get_training_funding_text()),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_training_invoice_facts(self):
        """Return what an invoice recalls of the training, as (label, text) pairs."""
        facts = [
            (self.env._("Training"), self.training_title),
            (
                self.env._("Dates"),
                ", ".join(filter(None, [self._get_training_period(), self._get_training_duration()])),
            ),
            (self.env._("Place"), self._get_training_location()),
            (self.env._("Trainees"), self._get_training_trainees()),
            (self.env._("Agreement"), self.name),
            (self.env._("Funding file no."), self.training_funding == "opco" and self.training_opco_file),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_training_funding_text(self):
        if self.training_funding != "opco":
            return ""
        body = " – ".join(filter(None, [self.training_opco_id.name, self.training_opco_file]))
        return self.env._(
            "paid directly by %(body)s; the part it does not cover is due by the customer",
            body=body or self.env._("the funding body"),
        )

    def _is_training_contract(self):
        """Tell whether a private person pays: a contract then takes the place of the agreement."""
        return self.training_funding == "individual"

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency_pdf` for training quotes."""
        report = super()._get_agency_report()
        if self.is_training and report == self.env.ref("agency_pdf.report_quote"):
            return self.env.ref("agency_pdf.report_training_quote")
        return report

    def _get_agreement_title(self):
        if self._is_training_contract():
            return self.env._("Vocational training contract")
        return self.env._("Vocational training agreement")

    def _check_agreement(self):
        """Refuse to print an agreement that would need a dotted blank."""
        for order in self:
            if not order.training_title:
                raise UserError(
                    self.env._(
                        "%(order)s has no title of training: write it on its Training tab, then print the agreement.",
                        order=order.name,
                    )
                )

    def _get_pdf_terms_kind(self):
        """Override of `agency_pdf`: training has general terms of its own."""
        return "terms_training" if self.is_training else super()._get_pdf_terms_kind()

    def _get_pdf_payment(self):
        """Override of `agency_pdf`: a private person pays nothing before they may no longer
        withdraw, then 30 % at most (Code du travail, L.6353-6)."""
        if not (self.is_training and self._is_training_contract()):
            return super()._get_pdf_payment()
        percent = min(self.deposit_percent or 30.0, 30.0)
        amount = self.currency_id.round(self.amount_total * percent / 100)
        return [
            self.env._("Nothing is due before the end of the withdrawal period"),
            self.env._(
                "Then %(percent)s, that is %(amount)s including VAT, the rest as the training goes on",
                percent=self._pdf_percent(percent),
                amount=self._pdf_amount(amount),
            ),
        ]

    def _get_pdf_legal_kinds(self):
        """Override of `agency_pdf` for training quotes and agreements."""
        kinds = super()._get_pdf_legal_kinds()
        if not self.is_training:
            return kinds
        kinds = [kind for kind in kinds if kind != "rights"]
        kinds += [
            "training_declaration",
            "training_no_approval",
            "training_cancellation",
            "agreement_nature",
            "agreement_follow_up",
            "agreement_assessment",
            "agreement_price",
            "agreement_non_performance",
            "agreement_accessibility",
            "agreement_rules",
            "agreement_data",
            "agreement_disputes",
        ]
        if self.company_id.is_qualiopi:
            kinds.append("training_qualiopi")
        if self._is_training_contract():
            kinds += ["training_individual", "contract_reference"]
        else:
            kinds += ["agreement_reference", "agreement_withdrawal"]
        if self.is_training_remote:
            kinds.append("agreement_means_remote")
        if self.training_subcontractor_id:
            kinds.append("agreement_subcontracting")
        return kinds

    def _get_pdf_legal_values(self):
        """Override of `agency.pdf.document` to add the nature of the training, and who gives it."""
        return {
            **super()._get_pdf_legal_values(),
            "nature": self._get_training_nature_label().lower(),
            "subcontractor": self._get_training_subcontractor(),
        }

    def _get_pdf_annexes(self, report):
        """Override of `agency.pdf.document`: the programme follows the quote and the agreement."""
        if self._has_training_annex() and report in (
            self.env.ref("agency_pdf.report_training_quote") | self.env.ref("agency_pdf.report_convention")
        ):
            return [base64.b64decode(self.with_context(bin_size=False).training_programme_file)]
        return super()._get_pdf_annexes(report)
