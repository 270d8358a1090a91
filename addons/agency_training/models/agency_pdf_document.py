from odoo import models


class AgencyPdfDocument(models.AbstractModel):
    _name = "agency.pdf.document"
    _inherit = ["agency.pdf.document"]

    def _get_hours_words(self, hours):
        """Return a duration in words: 14 hours; one hour and a half is singular in French."""
        number = self._pdf_number(hours)
        if hours < 2:
            return self.env._("%(hours)s hour", hours=number)
        return self.env._("%(hours)s hours", hours=number)
