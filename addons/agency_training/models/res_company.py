import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.agency_pdf.style import COLOR_RE

from ..const import MINUTES_A_DAY, MINUTES_AFTER_END

DEFAULT_TRAINING_COLOR = "#2e7d5b"


class ResCompany(models.Model):
    _inherit = "res.company"

    # Training
    training_declaration_number = fields.Char(
        string="Declaration of activity (NDA)",
        help="11 digits, given by the prefect.",
        prefetch="agency_training",
    )
    training_declaration_region = fields.Char(
        string="Region of the declaration",
        help="For example “Pays de la Loire”.",
        prefetch="agency_training",
    )
    has_training_vat_certificate = fields.Boolean(
        string="3511-SD certificate",
        help="Held since the tax office granted it: only then is training exempt from VAT.",
        prefetch="agency_training",
    )
    is_qualiopi = fields.Boolean(string="Qualiopi certified", prefetch="agency_training")
    qualiopi_logo = fields.Image(string="Qualiopi logo", max_width=800, max_height=400)
    disability_contact = fields.Char(
        string="Disability officer", help="Name, telephone and e-mail.", prefetch="agency_training"
    )
    training_signature_minutes = fields.Integer(
        string="Signing after the end",
        default=MINUTES_AFTER_END,
        help="Minutes after the end of a half-day in which it is still signed, the same day at most (T22). Later, a"
        " Responsable takes the signature and says why it is late.",
        prefetch="agency_training",
    )
    training_color = fields.Char(string="Color of training documents", prefetch="agency_training")

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: what the law has printed on every document of a training."""
        return super()._get_shared_fields() | {
            "disability_contact",
            "is_qualiopi",
            "qualiopi_logo",
            "training_declaration_number",
            "training_declaration_region",
        }

    @api.constrains("training_declaration_number")
    def _check_training_declaration_number(self):
        for company in self:
            digits = re.sub(r"\D", "", company.training_declaration_number or "")
            if company.training_declaration_number and len(digits) != 11:
                raise ValidationError(
                    self.env._(
                        "The declaration of activity of %(company)s has %(count)s digits instead of"
                        " 11: copy it from the prefect's letter.",
                        company=company.name,
                        count=len(digits),
                    )
                )

    @api.constrains("training_signature_minutes")
    def _check_training_signature_minutes(self):
        for company in self:
            if not 0 <= company.training_signature_minutes <= MINUTES_A_DAY:
                raise ValidationError(
                    self.env._("A half-day is signed 0 to %(most)s minutes after its end.", most=MINUTES_A_DAY)
                )

    @api.constrains("training_color")
    def _check_training_color(self):
        for company in self:
            if company.training_color and not COLOR_RE.match(company.training_color):
                raise ValidationError(
                    self.env._("%(color)s is not a color: write it as #2e7d5b.", color=company.training_color)
                )

    @api.constrains("qualiopi_logo")
    def _check_qualiopi_logo(self):
        self._check_no_drawing("qualiopi_logo")

    # === GETTERS === #

    def _get_legal_values(self):
        """Override of `agency_pdf`: who is declared to whom, who helps."""
        return {
            **super()._get_legal_values(),
            "nda": self._get_formatted_nda(),
            "nda_region": self.training_declaration_region or "",
            "disability_contact": self.disability_contact or "",
        }

    def _get_formatted_nda(self):
        """Return the declaration number in groups: 52 44 01234 44."""
        digits = re.sub(r"\D", "", self.training_declaration_number or "")
        return " ".join(filter(None, [digits[:2], digits[2:4], digits[4:9], digits[9:]]))

    def _is_tax_note_due(self, kind):
        """Override of `agency_pdf`: training is exempt for who holds the certificate only."""
        is_held = kind != "vat_training" or self.has_training_vat_certificate
        return is_held and super()._is_tax_note_due(kind)

    def _get_style_colors(self):
        """Override of `agency_pdf`: training documents have their own color."""
        return {**super()._get_style_colors(), "training": self.training_color or DEFAULT_TRAINING_COLOR}

    @api.model
    def _get_style_files(self):
        """Override of `agency_pdf`: articles, facts, and what is in the color of training."""
        return [*super()._get_style_files(), "agency_training/static/src/css/training_documents.css"]
