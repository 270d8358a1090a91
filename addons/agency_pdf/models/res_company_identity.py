"""The agency's color in what leaves it besides documents: mails and pages of the portal."""

from markupsafe import Markup

from odoo import api, fields, models

from ..const import DOCUMENT_LAYOUTS
from ..style import COLOR_RE, DEFAULT_COLOR, readable_color

# What Odoo gives to each company that chose none.
ODOO_COLOR = "#875A7B"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    agency_layout = fields.Selection(
        selection=DOCUMENT_LAYOUTS, string="Layout of documents", default="sober", prefetch="agency_pdf"
    )
    agency_footer = fields.Char(string="Line at the foot of documents", prefetch="agency_pdf")
    agency_terms_file = fields.Binary(
        string="General terms (PDF)",
        attachment=True,
        help="Printed behind quotes and orders in place of the text in force.",
    )
    agency_terms_file_name = fields.Char(prefetch="agency_pdf")

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: what documents look like."""
        return super()._get_shared_fields() | {"agency_layout", "agency_footer"}

    def _get_chosen_color(self):
        """Return the color of the documents, as it was chosen; the agency's usual one where none was."""
        color = self.primary_color or ""
        return color if COLOR_RE.match(color) else DEFAULT_COLOR

    def _get_identity_color(self):
        """Return the color of the documents, dark enough for white to be read on it."""
        return readable_color(self._get_chosen_color())

    def _has_own_brand(self, record=None):
        """Return whether a mail or a page speaks for an agency, and for nobody else: without Odoo's name (§7).

        :param record: that the page shows, whose company counts before this one
        """
        company = record.company_id if record and "company_id" in record else self
        return company[:1]._works_as_agency()

    def _get_mail_color(self):
        """Return the color of the buttons of mails: the one that was set, else that of documents."""
        color = self.email_secondary_color
        if color and color.lower() != ODOO_COLOR.lower():
            return color
        return self._get_identity_color() if self._prints_agency_documents() else ODOO_COLOR

    def _get_portal_style(self):
        """Return the style sheet that gives the portal the color of the documents."""
        if not self._prints_agency_documents():
            return ""
        color = self._get_identity_color()
        return Markup(  # noqa: S704 - six hexadecimal digits
            f".btn-primary {{ --btn-bg: {color}; --btn-border-color: {color}; --btn-hover-bg: {color};"
            f" --btn-hover-border-color: {color}; --btn-active-bg: {color}; --btn-active-border-color: {color};"
            f" --btn-color: #fff; --btn-hover-color: #fff; background-color: {color}; border-color: {color}; }}"
            f" .text-primary, .text-o-color-1 {{ color: {color} !important; }}"
            f" .bg-primary, .text-bg-primary {{ background-color: {color} !important; }}"
        )
