from odoo import api, fields, models

from ..pdf_files import check_pdf


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template"]

    quote_annex_file = fields.Binary(
        string="Annex of quotes (PDF)",
        attachment=True,
        help="A brochure, a programme: printed behind each quote with this service, its pages numbered on.",
    )
    quote_annex_name = fields.Char()

    @api.constrains("quote_annex_file")
    def _check_quote_annex_file(self):
        for product in self.with_context(bin_size=False).filtered("quote_annex_file"):
            check_pdf(self.env, product.quote_annex_name or self.env._("The annex"), product.quote_annex_file)
