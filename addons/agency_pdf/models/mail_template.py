from base64 import b64encode

from odoo import models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template_attachments(self, res_ids, render_fields, render_results=None):
        """Override of `mail`: a mail of the agency's documents carries the right ones.

        A template with the agency's quote or invoice carries of each record its own document (Devis, Devis
        formation, Commande), or the one the user chose, and those of all the records mailed together.
        """
        quote_reports = self.env.ref("agency_pdf.report_quote") | self.env.ref("agency_pdf.report_invoice")
        carried = self.report_template_ids & quote_reports
        if not carried or "report_template_ids" not in render_fields:
            return super()._generate_template_attachments(res_ids, render_fields, render_results=render_results)
        # A template in memory: same mail, other documents.
        template = self.new(origin=self)
        template.report_template_ids = self.report_template_ids - carried
        render_results = super(MailTemplate, template)._generate_template_attachments(
            res_ids, render_fields, render_results=render_results
        )
        for record in self.env[self.model].browse(res_ids):
            render_results[record.id].setdefault("attachments", []).extend(
                (name, b64encode(content)) for name, content in record._get_mailed_pdfs()
            )
        return render_results
