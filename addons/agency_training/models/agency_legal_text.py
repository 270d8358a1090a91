from odoo import api, fields, models

from ..const import TRAINING_LEGAL_KINDS, TRAINING_PLACEHOLDERS


class AgencyLegalText(models.Model):
    _inherit = "agency.legal.text"

    kind = fields.Selection(
        selection_add=TRAINING_LEGAL_KINDS,
        # Nobody asks for them any more.
        ondelete={kind: "cascade" for kind, *label in TRAINING_LEGAL_KINDS if label},
    )

    text = fields.Html(
        help="May hold, between braces: company, nda, nda_region, penalty_rate, mediator,"
        " court_city, disability_contact, nature, subcontractor. A wording with an empty value is not"
        " printed, unless a question mark follows its name.",
    )

    @api.model
    def _get_known_placeholders(self):
        """Override of `agency_pdf`: who is declared, what is taught, who helps."""
        return [*super()._get_known_placeholders(), *TRAINING_PLACEHOLDERS]
