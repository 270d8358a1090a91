import base64
import binascii
import io

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty
from odoo.tools.pdf import PdfFileReader, PdfReadError

from ..const import FUNDINGS, PROGRAMME_PLACES, TRAINING_NATURES

# What a customer agrees to by signing, besides what all quotes say.
SIGNED_TRAINING_FIELDS = [
    "is_training",
    "training_title",
    "training_objectives",
    "training_programme",
    "training_start_date",
    "training_end_date",
    "training_schedule",
    "training_hours",
    "training_days",
    "training_place",
]
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

    @api.model
    def _get_signed_fields(self):
        """Override of `agency_pdf`: what is taught, when and where."""
        return [*super()._get_signed_fields(), *SIGNED_TRAINING_FIELDS]

    @api.model
    def _get_signed_file_fields(self):
        """Override of `agency_pdf`: a programme that is annexed is what is taught."""
        return [*super()._get_signed_file_fields(), "training_programme_file"]

    @api.depends("training_programme_place")
    def _compute_is_signature_outdated(self):
        """Override of `agency_pdf`: a programme may be annexed, or no more so."""
        return super()._compute_is_signature_outdated()

    def _get_signed_files(self):
        """Override of `agency_pdf`: of a programme that is in the document, the file is not printed."""
        files = super()._get_signed_files()
        if not self._has_training_annex():
            files.pop("training_programme_file", None)
        return files

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

    def _is_training_contract(self):
        """Tell whether a private person pays: a contract then takes the place of the agreement."""
        return self.training_funding == "individual"
