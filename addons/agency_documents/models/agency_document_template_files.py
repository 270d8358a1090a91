"""Cover and annex of a user's template: PDF files that it prints before and behind its document."""

from base64 import b64decode

from odoo import api, fields, models

from odoo.addons.agency_pdf.pdf_files import check_pdf


class AgencyDocumentTemplate(models.Model):
    _name = "agency.document.template"
    _inherit = ["agency.document.template"]

    cover_file = fields.Binary(
        string="Cover (PDF)", attachment=True, help="Printed before the document, whole pages. Not before invoices."
    )
    cover_name = fields.Char()
    annex_file = fields.Binary(
        string="Annex (PDF)",
        attachment=True,
        help="Printed behind the document, its pages numbered on: general terms, a brochure. Not behind invoices.",
    )
    annex_name = fields.Char()

    @api.constrains("cover_file", "annex_file")
    def _check_files(self):
        for template in self.with_context(bin_size=False):
            if template.cover_file:
                check_pdf(self.env, template.cover_name or self.env._("The cover"), template.cover_file)
            if template.annex_file:
                check_pdf(self.env, template.annex_name or self.env._("The annex"), template.annex_file)

    def action_export(self):
        """Download these templates as a file, for another database."""
        self.check_access("read")
        return self.env["agency.document.transfer"]._export(self)

    def _get_files(self, name):
        """Return the cover or the annex, as bytes, in a list that is empty without one.

        An invoice is a PDF/A with its data inside, which no other file may join.

        :param str name: 'cover_file' or 'annex_file'
        """
        content = self.kind != "invoice" and self.with_context(bin_size=False)[name]
        return [b64decode(content)] if content else []
