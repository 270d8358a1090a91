from odoo import models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template_attachments(self, res_ids, render_fields, render_results=None):
        """Override of `mail`: a template that mails the agency's quote mails the right one.

        A training quote goes out as « Devis formation », a recurring order as « Commande ».
        """
        quote_report = self.env.ref("agency_pdf.report_quote")
        if self.model != "sale.order" or quote_report not in self.report_template_ids:
            return super()._generate_template_attachments(res_ids, render_fields, render_results=render_results)
        render_results = {} if render_results is None else render_results
        orders = self.env["sale.order"].browse(res_ids)
        for report, report_orders in orders.grouped(lambda o: o._get_agency_report()).items():
            # A template in memory: same mail, other report.
            template = self
            if report != quote_report:
                template = self.new(origin=self)
                template.report_template_ids = self.report_template_ids - quote_report + report
            super(MailTemplate, template)._generate_template_attachments(
                report_orders.ids, render_fields, render_results=render_results
            )
        return render_results
